"""The functions of torch by their names.

The one rule: each name stands once, beside the function of this package that it is.
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from gdcore.tensors import (
    arithmetic,
    autograd,
    comparing,
    converting,
    creation,
    decompositions,
    deviations,
    drawing,
    elementwise,
    extremes,
    indexing,
    joining,
    lengths,
    linalg,
    norms,
    plain,
    products,
    promotion,
    reductions,
    sequences,
    shapes,
    totals,
    turning,
)
from gdcore.tensors.calling import called
from gdcore.tensors.tensor import Tensor

Functions = dict[str, Callable[..., Any]]


def alike(module: ModuleType, names: str) -> Functions:
    """The functions whose name here is torch's own."""
    return {name: getattr(module, name) for name in names.split()}


_BOTH: Functions = {
    **elementwise.FUNCTIONS,
    "absolute": elementwise.FUNCTIONS["abs"],
    "negative": elementwise.FUNCTIONS["neg"],
    "round": elementwise.round_,
    "clamp": elementwise.clamp,
    "clip": elementwise.clamp,
    "nan_to_num": elementwise.nan_to_num,
    **alike(
        arithmetic,
        "add sub mul div floor_divide remainder square maximum minimum",
    ),
    "subtract": arithmetic.sub,
    "multiply": arithmetic.mul,
    "divide": arithmetic.div,
    "true_divide": arithmetic.div,
    "pow": arithmetic.pow_,
    **alike(
        comparing,
        "lt le gt ge eq ne logical_and logical_or logical_xor logical_not isnan "
        "isfinite isinf equal allclose isclose bitwise_and bitwise_or bitwise_not",
    ),
    "sum": reductions.sum_,
    "mean": reductions.mean,
    "var": deviations.var,
    "std": deviations.std,
    "norm": lengths.norm,
    "max": extremes.max_,
    "min": extremes.min_,
    "all": totals.all_,
    "any": totals.any_,
    **alike(
        extremes,
        "amax amin argmax argmin median sort argsort",
    ),
    **alike(totals, "cumsum prod count_nonzero"),
    **alike(products, "matmul mm mv dot outer"),
    "inner": products.dot,
    "bmm": products.matmul,
    **alike(shapes, "reshape flatten ravel squeeze unsqueeze"),
    **alike(turning, "permute transpose t flip"),
    "swapaxes": turning.transpose,
    "tile": shapes.repeat,
    "broadcast_to": shapes.expand,
    **alike(indexing, "index_select masked_select select narrow diagonal"),
    **alike(joining, "split chunk unbind diag"),
    "clone": converting.clone,
    "numel": plain.numel,
    "is_floating_point": plain.is_floating_point,
    "detach": autograd.detach,
    "inverse": linalg.inv,
    "pinverse": decompositions.pinv,
    "det": norms.det,
    **alike(decompositions, "svd qr cholesky"),
}
BOTH = {  # torch.name(x, …) and x.name(…)
    name: called(name, function) for name, function in _BOTH.items()
}
_LIKE: Functions = {
    **alike(creation, "zeros_like ones_like"),
    "empty_like": creation.zeros_like,
    "full_like": converting.full_like,
    **alike(drawing, "rand_like randn_like"),
}
ALONE: Functions = {  # torch.name alone
    "where": called("where", elementwise.where),
    "concat": joining.cat,
    "concatenate": joining.cat,
    **alike(joining, "cat stack hstack vstack column_stack"),
    "meshgrid": sequences.meshgrid,
    **{name: called(name, function) for name, function in _LIKE.items()},
    "result_type": promotion.result_type,
    "is_tensor": lambda obj: isinstance(obj, Tensor),
}

"""Operations of tensors, each with the shapes that it is tried on.

The one rule: a case is a function of the module `t` and of tensors, so that the same
line runs on the stand-in and on PyTorch.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Case(NamedTuple):
    """One operation.

    Attributes:
        run: From the module and the tensors to the result.
        shapes: Of the tensors.
        positive: Whether the numbers lie in 0.5 … 2.5, instead of around zero.
    """

    run: Callable[..., Any]
    shapes: tuple[tuple[int, ...], ...]
    positive: bool = False


ONE = ((3, 4),)
TWO = ((3, 4), (4,))
VECTOR = ((5,),)
SQUARE = ((3, 3),)


def numbers(case: Case, kind: Any) -> list[np.ndarray]:
    """The same numbers each time, no two alike."""
    draw = np.random.RandomState(7)
    low = 0.5 if case.positive else -2.0
    return [(low + 2 * draw.rand(*s) + draw.rand(*s)).astype(kind) for s in case.shapes]


def symmetric(t: Any, x: Any) -> Any:
    return x @ x.T + 2 * t.eye(3, dtype=x.dtype)


ARITHMETIC = {
    "add": Case(lambda t, x, y: x + y, TWO),
    "add a number": Case(lambda t, x: 3 + x + 2.5, ONE),
    "add alpha": Case(lambda t, x, y: t.add(x, y, alpha=0.3), TWO),
    "sub": Case(lambda t, x, y: x - y, ((3, 1), (4,))),
    "sub from a number": Case(lambda t, x: 1 - x, ONE),
    "sub alpha": Case(lambda t, x, y: x.sub(y, alpha=2), TWO),
    "mul": Case(lambda t, x, y: x * y, ((3, 1), (4,))),
    "mul itself": Case(lambda t, x: x * x, ONE),
    "div": Case(lambda t, x, y: x / y, TWO, True),
    "div by a number": Case(lambda t, x: x / 7, ONE),
    "number over": Case(lambda t, x: 2 / x, ONE, True),
    "pow 2": Case(lambda t, x: x**2, ONE),
    "pow 3": Case(lambda t, x: x.pow(3), ONE),
    "pow 0": Case(lambda t, x: x**0, ONE),
    "pow 1": Case(lambda t, x: x**1, ONE),
    "pow 0.5": Case(lambda t, x: x**0.5, ONE, True),
    "pow -1": Case(lambda t, x: x**-1, ONE, True),
    "pow tensor": Case(lambda t, x, y: x**y, TWO, True),
    "number pow tensor": Case(lambda t, x: 2**x, ONE),
    "remainder": Case(lambda t, x: x % 0.7, ONE),
    "maximum": Case(lambda t, x, y: t.maximum(x, y), TWO),
    "minimum": Case(lambda t, x, y: t.minimum(x, y), TWO),
    "neg": Case(lambda t, x: -x, ONE),
    "abs": Case(lambda t, x: abs(x), ONE),
    "square": Case(lambda t, x: t.square(x), ONE),
    "where": Case(lambda t, x, y: t.where(x > 0, x, y), ((3, 4), (4,))),
    "where number": Case(lambda t, x: t.where(x > 0, x, 0.5), ONE),
    "clamp": Case(lambda t, x: x.clamp(-1, 0.5), ONE),
    "clamp min": Case(lambda t, x: t.clamp(x, min=0), ONE),
    "accumulated in place": Case(lambda t, x, y: _in_place(x, y), TWO),
    "item assignment": Case(lambda t, x, y: _assigned(x, y), TWO),
    "view changed": Case(lambda t, x: _view_changed(x), ONE),
}


def _in_place(x: Any, y: Any) -> Any:
    z = x * 2
    z += y
    z *= y
    z -= 1
    z /= 4
    return z.add_(x).mul_(3)


def _assigned(x: Any, y: Any) -> Any:
    z = x * 2
    z[0] = y
    z[1:, 2] = 5.0
    return z * z


def _view_changed(x: Any) -> Any:
    z = x * 2
    z[0].mul_(3)
    z.t()[1] -= x[:, 2]
    return z * z


SMOOTH = ["exp", "expm1", "sin", "cos", "tanh", "sigmoid"]
POSITIVE = ["log", "log1p", "log2", "log10", "sqrt", "rsqrt", "reciprocal"]
BROKEN = ["relu", "abs", "sign", "ceil", "floor", "trunc", "round"]


def _function(name: str) -> Callable[..., Any]:
    return lambda t, x: getattr(t, name)(x) * 1.5


FUNCTIONS = {
    **{name: Case(_function(name), ONE) for name in SMOOTH + BROKEN},
    **{name: Case(_function(name), ONE, True) for name in POSITIVE},
}
REDUCTIONS = {
    "sum": Case(lambda t, x: x.sum(), ONE),
    "sum dim": Case(lambda t, x: x.sum(1), ONE),
    "sum dims": Case(lambda t, x: x.sum((0, 1), keepdim=True), ONE),
    "sum axis": Case(lambda t, x: t.sum(x, axis=0), ONE),
    "mean": Case(lambda t, x: t.mean(x), ONE),
    "mean dim": Case(lambda t, x: x.mean(dim=0, keepdim=True), ONE),
    "mean -1": Case(lambda t, x: x.mean(-1), ONE),
    "std": Case(lambda t, x: x.std(), ONE),
    "std dim": Case(lambda t, x: x.std(0), ONE),
    "std biased": Case(lambda t, x: x.std(0, correction=0), ONE),
    "std unbiased": Case(lambda t, x: x.std(unbiased=False), ONE),
    "var": Case(lambda t, x: t.var(x), ONE),
    "var dim": Case(lambda t, x: x.var(1, keepdim=True), ONE),
    "max": Case(lambda t, x: x.max(), ONE),
    "min": Case(lambda t, x: t.min(x), ONE),
    "max dim": Case(lambda t, x: x.max(1)[0], ONE),
    "min dim": Case(lambda t, x: x.min(dim=0, keepdim=True).values, ONE),
    "amax": Case(lambda t, x: x.amax(0), ONE),
    "amin": Case(lambda t, x: x.amin((0, 1)), ONE),
    "median": Case(lambda t, x: x.median(), ONE),
    "median dim": Case(lambda t, x: x.median(0).values, ONE),
    "sort": Case(lambda t, x: x.sort(descending=True)[0], VECTOR),
    "cumsum": Case(lambda t, x: x.cumsum(1), ONE),
    "prod": Case(lambda t, x: x.prod(), ONE),
    "prod dim": Case(lambda t, x: x.prod(1), ONE),
    "norm": Case(lambda t, x: x.norm(), ONE),
    "norm 1": Case(lambda t, x: x.norm(p=1), ONE),
    "norm 3 dim": Case(lambda t, x: x.norm(3, dim=1), ONE),
    "norm inf": Case(lambda t, x: t.linalg.norm(x, float("inf")), VECTOR),
    "vector_norm": Case(lambda t, x: t.linalg.vector_norm(x, 2, dim=0), ONE),
}
SHAPES = {
    "reshape": Case(lambda t, x: x.reshape(2, -1), ONE),
    "reshape of a transpose": Case(lambda t, x: x.T.reshape(-1), ONE),
    "view": Case(lambda t, x: x.view(-1, 1), ONE),
    "flatten": Case(lambda t, x: t.flatten(x, 1), ((2, 3, 2),)),
    "ravel": Case(lambda t, x: x.ravel(), ONE),
    "squeeze": Case(lambda t, x: x.squeeze(), ((3, 1, 2, 1),)),
    "squeeze dim": Case(lambda t, x: x.squeeze(1), ((3, 1, 2, 1),)),
    "unsqueeze": Case(lambda t, x: x.unsqueeze(-1), ONE),
    "T": Case(lambda t, x: x.T, ONE),
    "t": Case(lambda t, x: x.t(), ONE),
    "transpose": Case(lambda t, x: x.transpose(0, 2), ((2, 3, 4),)),
    "permute": Case(lambda t, x: x.permute(2, 0, 1), ((2, 3, 4),)),
    "expand": Case(lambda t, x: x.expand(4, 3, -1), ((3, 1),)),
    "repeat": Case(lambda t, x: x.repeat(2, 3), ONE),
    "flip": Case(lambda t, x: x.flip(0), ONE),
    "stack": Case(lambda t, x, y: t.stack([x, y], dim=1), ((4,), (4,))),
    "cat": Case(lambda t, x, y: t.cat([x, y], dim=1), ((3, 4), (3, 2))),
    "hstack": Case(lambda t, x, y: t.hstack([x, y]), ((4,), (2,))),
    "vstack": Case(lambda t, x, y: t.vstack([x, y]), TWO),
    "column_stack": Case(lambda t, x, y: t.column_stack([x, y]), ((4,), (4,))),
    "split": Case(lambda t, x: x.split(2)[1] * 2, ((5, 2),)),
    "chunk": Case(lambda t, x: t.chunk(x, 2)[0], ((5, 2),)),
    "unbind": Case(lambda t, x: x.unbind(1)[2], ONE),
    "iteration": Case(lambda t, x: sum(row * i for i, row in enumerate(x)), ONE),
    "diag": Case(lambda t, x: t.diag(x), VECTOR),
    "diagonal": Case(lambda t, x: t.diag(x), SQUARE),
    "index": Case(lambda t, x: x[1], ONE),
    "index twice": Case(lambda t, x: x[1, -1], ONE),
    "slice": Case(lambda t, x: x[1:, ::2], ONE),
    "new dimension": Case(lambda t, x: x[:, None, 1:3], ONE),
    "ellipsis": Case(lambda t, x: x[..., 0], ONE),
    "list": Case(lambda t, x: x[[0, 2, 2]], ONE),
    "tensor index": Case(lambda t, x: x[:, t.tensor([3, 0])], ONE),
    "mask": Case(lambda t, x: x[x > 0], ONE),
    "index_select": Case(lambda t, x: t.index_select(x, 1, t.tensor([2])), ONE),
    "narrow": Case(lambda t, x: x.narrow(1, 1, 2), ONE),
    "clone": Case(lambda t, x: x.clone() * 2, ONE),
    "detach": Case(lambda t, x: x * x.detach(), ONE),
    "float64": Case(lambda t, x: x.double() * 2, ONE),
}
PRODUCTS = {
    "matmul": Case(lambda t, x, y: x @ y, ((3, 4), (4, 2))),
    "matrix vector": Case(lambda t, x, y: x @ y, TWO),
    "vector matrix": Case(lambda t, x, y: x @ y, ((3,), (3, 4))),
    "dot": Case(lambda t, x, y: t.dot(x, y), ((4,), (4,))),
    "mm": Case(lambda t, x, y: t.mm(x, y), ((3, 4), (4, 2))),
    "mv": Case(lambda t, x, y: x.mv(y), TWO),
    "stacks": Case(lambda t, x, y: t.matmul(x, y), ((2, 3, 4), (2, 4, 5))),
    "stack by matrix": Case(lambda t, x, y: x @ y, ((2, 3, 4), (4, 5))),
    "outer": Case(lambda t, x, y: t.outer(x, y), ((3,), (4,))),
    "linear": Case(
        lambda t, x, w, b: t.nn.functional.linear(x, w, b), ((5, 3), (2, 3), (2,))
    ),
    "linear without": Case(
        lambda t, x, w: t.nn.functional.linear(x, w), (*ONE, (2, 4))
    ),
    "linear of a vector": Case(
        lambda t, x, w, b: t.nn.functional.linear(x, w, b), ((3,), (2, 3), (2,))
    ),
    "linear of stacks": Case(
        lambda t, x, w, b: t.nn.functional.linear(x, w, b), ((2, 5, 3), (2, 3), (2,))
    ),
    "solve": Case(lambda t, x, y: t.linalg.solve(symmetric(t, x), y), (*SQUARE, (3,))),
    "solve many": Case(
        lambda t, x, y: t.linalg.solve(symmetric(t, x), y), (*SQUARE, (3, 2))
    ),
    "inv": Case(lambda t, x: t.linalg.inv(symmetric(t, x)), SQUARE),
    "lstsq": Case(lambda t, x, y: t.linalg.lstsq(x, y).solution, ((6, 2), (6, 1))),
    "eigvalsh": Case(lambda t, x: t.linalg.eigvalsh(symmetric(t, x)), SQUARE),
    "svdvals": Case(lambda t, x: t.linalg.svdvals(x), ONE),
    "matrix_norm": Case(lambda t, x: t.linalg.matrix_norm(x), ONE),
    "matrix_norm 2": Case(lambda t, x: t.linalg.matrix_norm(x, 2), ONE),
    "matrix_norm nuc": Case(lambda t, x: t.linalg.norm(x, "nuc"), ONE),
    "matrix_norm 1": Case(lambda t, x: t.linalg.matrix_norm(x, 1), ONE),
    "cond": Case(lambda t, x: t.linalg.cond(x), SQUARE),
    "det": Case(lambda t, x: t.linalg.det(x), SQUARE),
}


def _loss(name: str, **options: Any) -> Callable[..., Any]:
    return lambda t, x, y: getattr(t.nn.functional, name)(x, y, **options)


ALIKE = ((6, 2), (6, 2))
LOSSES = {
    f"{name} {reduction}": Case(_loss(name, reduction=reduction), ALIKE)
    for name in ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss")
    for reduction in ("mean", "sum", "none")
} | {
    "smooth_l1_loss beta": Case(_loss("smooth_l1_loss", beta=0.4), ALIKE),
    "huber_loss delta": Case(_loss("huber_loss", delta=0.3), ALIKE),
}
CASES = ARITHMETIC | FUNCTIONS | REDUCTIONS | SHAPES | PRODUCTS | LOSSES

"""The names of NumPy, with their sizes bounded.

The one rule: an array's size is known before it is made.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.programs.axis_faults import note_rows
from gdcore.programs.machine import Machine
from gdcore.programs.sizes import _bound, _bound_product
from gdcore.programs.values import Native, Space, Tensor, Unknown, plain

NUMPY_WORDS = """
array asarray zeros ones full empty zeros_like ones_like full_like empty_like eye
identity arange linspace mean sum std var square sqrt abs absolute power exp log sign
dot matmul inner outer multiply subtract add divide transpose reshape ravel squeeze
expand_dims atleast_2d atleast_1d column_stack hstack vstack stack concatenate append
insert c_ r_ maximum minimum clip where isnan isfinite any all min max amin amax
argmin argmax argsort sort unique cumsum prod round around floor ceil size shape ndim
allclose isclose array_equal tile repeat meshgrid polyfit polyval newaxis inf nan pi e
float32 float64 int32 int64 double percentile median logspace geomspace heaviside
true_divide negative diag trace cov corrcoef delete flip array_split split float16
broadcast_to ascontiguousarray vander isinf count_nonzero nan_to_num tanh log1p cos
sin float_ log10 average einsum linalg.norm linalg.inv linalg.pinv linalg.solve
linalg.lstsq linalg.eigvalsh linalg.svd linalg.cond asfarray single nansum nanmean
diff
"""
NUMPY = frozenset(NUMPY_WORDS.split())


GROWING_WORDS = """
zeros ones full empty eye identity linspace tile repeat logspace geomspace
broadcast_to
"""
GROWING = frozenset(GROWING_WORDS.split())


FILES = frozenset(["loadtxt", "genfromtxt", "load", "fromfile", "recfromcsv"])


def _numpy(m: Machine, name: str) -> Any:
    if name in ("random", "linalg"):
        return Space(f"numpy.{name}")
    if name in FILES:
        from gdcore.programs.randoms import table

        return Native(name, lambda *a, **k: table(m, k))
    if name not in NUMPY:
        return Unknown(name)
    found: Any = np
    for part in name.split("."):
        found = getattr(found, part, None)
    if isinstance(found, type) or not callable(found):
        return found
    return Native(f"numpy.{name}", _checked(m, name, found))


def _checked(m: Machine, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        if any(isinstance(a, Unknown) for a in (*args, *named.values())):
            return Unknown(name)
        tensors = [a for a in args if isinstance(a, Tensor)]
        if name in GROWING or name == "arange":
            _bound(name, args, named)
        args = tuple(_numbers(a) for a in args)
        named = {k: _numbers(v) for k, v in named.items()}
        if name in ("dot", "matmul", "outer", "inner", "multiply", "subtract", "add"):
            _bound_product(name, *args[:2])
        if name in ("subtract", "add", "multiply", "divide"):
            from gdcore.programs.arithmetic import column_and_row

            a, b = np.shape(args[0]), np.shape(args[1])
            if column_and_row(a, b):
                m.note("column and row", (None, a, b, bool(tensors)))
        note_rows(m, name, args[0] if args else None, args[1:], named)
        result = function(*args, **named)
        if tensors and isinstance(result, np.ndarray):
            return m.lift(lambda *_: result, *tensors)
        return result

    return call


KINDS = {"float": float, "int": int, "bool": bool}


def _numbers(value: Any) -> Any:
    """The numbers of tensors, also inside lists; types for their names."""
    if isinstance(value, Native):
        return KINDS.get(value.name, value)
    if isinstance(value, list | tuple) and any(isinstance(v, Tensor) for v in value):
        return type(value)(plain(v) for v in value)
    return plain(value)

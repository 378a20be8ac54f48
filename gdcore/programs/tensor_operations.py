"""What torch's functions do to numbers.

The one rule: numbers alone; where gradients flow is followed elsewhere.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.programs.values import (
    Array,
    plain,
)

KINDS = {
    "float32": "f4",
    "float": "f4",
    "float64": "f8",
    "double": "f8",
    "int64": "i8",
    "long": "i8",
    "int32": "i8",
    "int": "i8",
    "float16": "f4",
    "FloatTensor": "f4",
    "DoubleTensor": "f8",
    "LongTensor": "i8",
    "half": "f4",
    "IntTensor": "i8",
}


def _axis(a: Array, call: Callable[..., Any], args: Any, named: Any) -> Any:
    axis = named.get("dim", named.get("axis", args[0] if args else None))
    keep = bool(named.get("keepdim", named.get("keepdims", args[1:2] == (True,))))
    extra = {}
    if call in (np.std, np.var):
        odd = named.get("correction", 0 if named.get("unbiased") is False else 1)
        extra = {"ddof": odd if axis is not None or a.size > 1 else 0}
        axis = None if isinstance(axis, bool) else axis
    axis = tuple(axis) if isinstance(axis, list) else axis
    return call(a, axis=axis, keepdims=keep, **extra)


def _shape(args: Any) -> Any:
    first = args[0] if args else -1
    return (
        tuple(plain(first))
        if isinstance(first, tuple | list)
        else tuple(int(plain(v)) for v in args)
    )


OPERATIONS: dict[str, Callable[..., Any]] = {
    **{
        n: (lambda a, *g, _c=c, **k: _axis(a, _c, g, k))
        for n, c in {
            "mean": np.mean,
            "sum": np.sum,
            "std": np.std,
            "var": np.var,
        }.items()
    },
    **{
        n: (lambda a, *g, _c=c, **k: _c(a))
        for n, c in {
            "square": np.square,
            "abs": np.abs,
            "exp": np.exp,
            "sqrt": np.sqrt,
            "log": np.log,
            "sign": np.sign,
            "neg": np.negative,
            "relu": lambda a: np.maximum(a, 0),
            "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
            "tanh": np.tanh,
            "t": np.transpose,
            "ravel": np.ravel,
            "flatten": np.ravel,
            "clone": np.copy,
            "contiguous": np.copy,
            "ones_like": np.ones_like,
            "zeros_like": np.zeros_like,
            "cpu": np.copy,
            "isfinite": np.isfinite,
            "isnan": np.isnan,
            "cuda": np.copy,
            "to": np.copy,
        }.items()
    },
    "pow": lambda a, p, **k: np.power(a, p),
    "matmul": lambda a, b: np.matmul(a, b),
    "mm": lambda a, b: np.matmul(a, b),
    "mv": lambda a, b: np.matmul(a, b),
    "dot": lambda a, b: np.dot(a, b),
    "add": lambda a, b, **k: a + b,
    "sub": lambda a, b, **k: a - b,
    "subtract": lambda a, b, **k: a - b,
    "mul": lambda a, b: a * b,
    "multiply": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "reshape": lambda a, *s: np.reshape(a, _shape(s)),
    "view": lambda a, *s: np.reshape(a, _shape(s)),
    "view_as": lambda a, b: np.reshape(a, b.shape),
    "unsqueeze": lambda a, d=0, **k: np.expand_dims(a, k.get("dim", d)),
    "squeeze": lambda a, d=None, **k: _squeezed(a, k.get("dim", d)),
    "transpose": lambda a, i, j: np.swapaxes(a, i, j),
    "expand": lambda a, *s: np.broadcast_to(a, _shape(s)),
    "max": lambda a, *g, **k: np.max(a) if not g else _axis(a, np.max, g, k),
    "min": lambda a, *g, **k: np.min(a) if not g else _axis(a, np.min, g, k),
    "all": lambda a, *g, **k: _axis(a, np.all, g, k),
    "clamp": lambda a, *g, **k: np.clip(
        a, k.get("min", g[0] if g else None), k.get("max")
    ),
    "index_select": lambda a, d, i: np.take(a, i, axis=d),
    "norm": lambda a, *g, **k: np.linalg.norm(a),
    "where": lambda a, b, c: np.where(a, b, c),
    "maximum": np.maximum,
}


JOINING: dict[str, Callable[..., Any]] = {
    "cat": np.concatenate,
    "stack": np.stack,
    "concat": np.concatenate,
    "hstack": lambda v, axis=0: np.hstack(v),
    "vstack": lambda v, axis=0: np.vstack(v),
    "column_stack": lambda v, axis=0: np.column_stack(v),
}


MAKING: dict[str, Callable[..., Any]] = {
    "zeros": lambda rng, s: np.zeros(s),
    "ones": lambda rng, s: np.ones(s),
    "empty": lambda rng, s: np.ones(s),
    "randn": lambda rng, s: rng.standard_normal(s),
    "rand": lambda rng, s: rng.random_sample(s),
}


def _squeezed(a: Array, axis: Any) -> Array:
    if axis is None:
        return np.squeeze(a)
    return np.squeeze(a, axis) if a.shape[axis] == 1 else a

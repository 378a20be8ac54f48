"""Names of Python, NumPy and the modules around them.

The one rule: a function is there because it is on a list; the rest is Unknown.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.programs.iterating import items_of
from gdcore.programs.machine import Machine
from gdcore.programs.numpy_names import _numpy
from gdcore.programs.values import Native, Unknown

QUIET = (
    "matplotlib",
    "time",
    "tqdm",
    "warnings",
    "os",
    "sys",
    "seaborn",
    "logging",
    "torch.cuda",
)

STATISTICS: dict[str, Callable[..., Any]] = {
    "mean": np.mean,
    "fmean": np.mean,
    "pstdev": np.std,
    "pvariance": np.var,
}


def resolve(m: Machine, path: str) -> Any:
    """What a dotted name of a library stands for."""
    from gdcore.programs import objects, randoms, tensors

    if path.startswith(("numpy.random", "random.")):
        return randoms.resolve(m, path)
    if path.startswith("numpy."):
        return _numpy(m, path.removeprefix("numpy."))
    if path.startswith("statistics."):
        call = STATISTICS.get(path[11:])
        if call is None:
            return Unknown(path)
        return Native(path, lambda v: float(call(list(items_of(m, v)))))
    if path.startswith("math."):
        found = getattr(math, path[5:], None)
        return Native(path, found) if callable(found) else found
    if path in ("tqdm.tqdm", "tqdm.trange", "tqdm.auto.tqdm", "tqdm.notebook.tqdm"):
        return Native(path, _trange(path))
    if path.startswith("pandas."):
        return randoms.of_pandas(m, path)
    if path.startswith("torch"):
        return tensors.resolve(m, path)
    if path.startswith(("sklearn", "keras", "tensorflow")):
        return objects.resolve(m, path)
    if path.startswith("copy."):
        return Native(path, lambda v: v.copy() if hasattr(v, "copy") else v)
    if path.startswith(QUIET):
        return Unknown(path)
    return Unknown(path)


def _trange(path: str) -> Callable[..., Any]:
    if path.endswith("trange"):
        return lambda *a, **k: range(*a)
    return lambda source, *a, **k: source

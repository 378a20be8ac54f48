"""The sizes of arrays that functions would make, before they are made.

The one rule: what is too large ends the reading, not the machine.
"""

from typing import Any

import numpy as np

from gdcore.programs.machine import LARGEST
from gdcore.programs.values import Unreadable, plain


def _bound(name: str, args: tuple[Any, ...], named: dict[str, Any]) -> None:
    """Refuses arrays that are too large before they are made."""
    values = [plain(a) for a in (*args, *named.values())]
    if name == "arange":
        ends = [float(v) for v in values if isinstance(v, int | float)]
        low, high = (0.0, ends[0]) if len(ends) == 1 else (ends[0], ends[1])
        step = abs(ends[2]) if len(ends) > 2 and ends[2] else 1.0
        total = abs(high - low) / step
    else:
        total = 1.0
        for v in values:
            for part in v if isinstance(v, tuple | list) else (v,):
                if isinstance(part, int | np.integer):
                    total *= max(1, abs(int(part)))
            total *= max(1, v.size) if isinstance(v, np.ndarray) else 1
        total = total if name not in ("full", "linspace") else total / 10
    if not total <= LARGEST:
        raise Unreadable("an array that is too large")


def _bound_product(name: str, a: Any, b: Any) -> None:
    a, b = np.asarray(a), np.asarray(b)
    if name in ("dot", "matmul", "inner") and a.ndim and b.ndim:
        inner = a.shape[-1] or 1
        total = (a.size // inner) * max(1, b.size // (b.shape[0] or 1))
    else:
        total = a.size * b.size if name == "outer" else max(a.size, b.size)
        if name != "outer":
            total = int(np.prod(np.broadcast_shapes(a.shape, b.shape)))
    if total > LARGEST:
        raise Unreadable("an array that is too large")

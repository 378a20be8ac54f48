"""What a program's run recorded, as a log: for programs that print nothing.

The one rule: each value has its step, and is as fine as float64 has it.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from gdcore.logs import Log
from gdcore.logs.log import Role, Series

FINE = 1e-15
"""One unit of the last digit, of each value."""
NOTE = "the program printed no loss: what its run recorded is read"


def log_of(execution: Mapping[str, Any] | None) -> Log | None:
    """Losses and parameters of an execution's plain values; None without any."""
    if execution is None:
        return None
    losses, path = _mapping(execution, "losses"), _mapping(execution, "path")
    loss = _series("loss", "loss", losses.get("k"), losses.get("loss"))
    series = [*([loss] if loss else []), *_parameters(path)]
    if not series:
        return None
    why = "it is what the program calls its loss"
    return Log(tuple(series), loss, why if loss else "", numbered=True, notes=(NOTE,))


def _mapping(execution: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = execution.get(field)
    return value if isinstance(value, Mapping) else {}


def _parameters(path: Mapping[str, Any]) -> Iterator[Series]:
    rows, names = path.get("theta"), path.get("names")
    if not isinstance(rows, list | tuple) or not isinstance(names, list | tuple):
        return
    for j, name in enumerate(names):
        values = [row[j] for row in rows if isinstance(row, list) and j < len(row)]
        series = _series(str(name), "parameter", path.get("k"), values)
        if series is not None:
            yield series


def _series(name: str, role: Role, k: Any, values: Any) -> Series | None:
    """None where the values are none; None among them stands for nan."""
    if not (isinstance(k, list | tuple) and isinstance(values, list | tuple)):
        return None
    if not values or len(k) != len(values) or not all(map(_number, k)):
        return None
    if not all(value is None or _number(value) for value in values):
        return None
    found = [math.nan if value is None else float(value) for value in values]
    units = [FINE * abs(value) if math.isfinite(value) else FINE for value in found]
    steps = tuple(float(step) for step in k)
    return Series(name, role, steps, tuple(found), tuple(units))


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

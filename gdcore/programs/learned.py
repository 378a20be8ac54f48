"""Which of a program's numbers are its parameters, losses, rate and data.

The one rule: what changes from pass to pass by its own last value is a parameter; the
names in which people write only decide between several.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdcore.programs.instrumenting import Loop
from gdcore.programs.recording import (
    MOST_VALUES,
    Recorder,
    Series,
    as_array,
    field,
    parts_of,
)
from gdcore.validation import Array

PARAMETER = re.compile(
    r"(w|b|weights?|bias(es)?|theta|params?|coefs?|coefficients|slope|intercept|beta"
    r"|phi)_?(\d+|new|hat|curr(ent)?|star)?$",
    re.I,
)
LETTER = re.compile(r"[a-ckmn]_?(\d+|curr(ent)?)?$")
INTERCEPT = re.compile(
    r"(b|bias(es)?|intercept|c|b_?0|(theta|beta|w|weights)_?0)$", re.I
)
LOSS = re.compile(r"loss|cost|mse|rmse|mae|sse|rss|objective|^[jJlL]$|^err(or)?s?$")
RATE = re.compile(r"(lr|learning_?rate|l_?rate|alpha|eta|step_?size|rate|[lL])$")


class Run(NamedTuple):
    """The loop in which a program learns.

    Attributes:
        loop: Its text.
        series: Its rows.
        names: Of the parameters, the intercept last, one for each number.
        k: Passes after which a row stands, shape (R,).
        theta: The parameters, shape (R, p).
    """

    loop: Loop
    series: Series
    names: tuple[str, ...]
    k: Array
    theta: Array


def find_run(recorder: Recorder, loops: Sequence[Loop]) -> Run | None:
    """The loop that learns; None if no loop changes a number of its own."""
    best: tuple[Any, ...] = ()
    chosen = None
    for number, (loop, series) in enumerate(zip(loops, recorder.series, strict=True)):
        names = _parameters(loop, series)
        if not names or series.passes < 2:
            continue
        usual = any(PARAMETER.match(_last(name)) for name in names)
        told = any(_is_loss(name) for name in series.rows[-1].values)
        rank = usual, told, -recorder.entries[number], series.passes
        if rank > best:
            best, chosen = rank, (loop, series, names)
    return _run(*chosen) if chosen else None


def _parameters(loop: Loop, series: Series) -> list[str]:
    if len(series.rows) < 2:
        return []
    first, last = series.rows[0].values, series.rows[-1].values
    names = [
        name
        for name in first.keys() & last.keys()
        if len(first[name]) == len(last[name])
        and not _is_loss(name)
        and not RATE.match(_last(name))
        and _is_kept(name, loop)
        and _moves(series, name)
    ]
    names.sort(key=[*last].index)
    owners = [
        k for k, value in series.scope.items() if field(value, "named_parameters")
    ]
    models = [name for name in names if name.split(".")[0] in owners]
    return models or _usual(names)


def _usual(names: list[str]) -> list[str]:
    """Those with the usual names; an intercept alone brings the others along."""
    chosen = [name for name in names if PARAMETER.match(_last(name))]
    for more in (LETTER.match, bool):
        if all(INTERCEPT.match(_last(name)) for name in chosen):
            chosen = [n for n in names if n in chosen or more(_last(n))]
    return chosen


def _is_kept(name: str, loop: Loop) -> bool:
    """Carried from pass to pass, or changed in place by what the loop calls."""
    whole = name.partition("[")[0]
    own = {name, whole}
    return bool(own & {*loop.carried}) or whole.split(".")[0] not in loop.assigned


def _moves(series: Series, name: str) -> bool:
    """Whether it changes, and not as a counter does."""
    values = [row.values[name] for row in series.rows if name in row.values]
    if all(value == values[0] for value in values):
        return False
    if len(values[0]) > 1 or any(v != int(v) for (v,) in values if abs(v) < 1e15):
        return True
    steps = {b[0] - a[0] for a, b in itertools.pairwise(values)}
    return len(values) < 3 or len(steps) > 3


def _run(loop: Loop, series: Series, names: list[str]) -> Run:
    names = sorted(names, key=lambda name: bool(INTERCEPT.match(_last(name))))
    sizes = {name: len(series.rows[0].values[name]) for name in names}
    rows = [
        row
        for row in series.rows
        if all(len(row.values.get(name, ())) == sizes[name] for name in names)
    ]
    theta = [[v for name in names for v in row.values[name]] for row in rows]
    flat = tuple(
        name if size == 1 else f"{name}[{i}]"
        for name, size in sizes.items()
        for i in range(size)
    )
    k = np.array([row.k for row in rows], np.float64)
    return Run(loop, series, flat, k, np.array(theta, np.float64))


def losses_of(run: Run) -> tuple[Array, Array]:
    """Steps and losses at them, both shape (L,): of a list, or of a name's values."""
    n = run.series.passes
    for name, value in run.series.scope.items():
        array = as_array(value, MOST_VALUES) if _is_list_of_losses(name) else None
        if array is not None and array.ndim == 1 and 1 < n - 1 <= len(array) <= n + 1:
            return np.arange(1.0, len(array) + 1), array
    rows = run.series.rows
    names = [name for name in run.loop.assigned & {*rows[-1].values} if _is_loss(name)]
    names.sort(key=lambda name: ("loss" not in name and "cost" not in name, name))
    for name in names:
        pairs = [(row.k, *row.values[name]) for row in rows if name in row.values]
        if all(len(p) == 2 and not p[1] < 0 for p in pairs) and len(pairs) > 1:
            k, loss = np.array(pairs, np.float64).T
            return k, loss
    return np.zeros(0), np.zeros(0)


def rate_of(run: Run | None, names: Mapping[str, Any]) -> tuple[float | None, str]:
    """The learning rate, and the method of an optimizer object if there is one."""
    scope = {**names, **(run.series.scope if run else {})}
    for value in scope.values():
        groups = field(value, "param_groups")
        if isinstance(groups, list) and groups and isinstance(groups[0], dict):
            return _number(groups[0].get("lr")), _method(value, groups[0])
    own = run.loop.assigned if run else ()
    for name, value in _flat(scope):
        usual = RATE.match(_last(name)) and name not in own
        if usual and (rate := _number(value)) is not None:
            return rate, ""
    return None, ""


def _method(optimizer: object, group: Mapping[str, Any]) -> str:
    name = type(optimizer).__name__
    if name == "SGD" and group.get("momentum"):
        return "Nesterov" if group.get("nesterov") else "momentum"
    usual = {"SGD": "gradient descent", "RMSprop": "RMSProp", "Adagrad": "AdaGrad"}
    return {**usual, "LBFGS": "L-BFGS", "AdamW": "Adam"}.get(name, name)


def _number(value: Any) -> float | None:
    array = as_array(value, 1)
    good = array is not None and np.isfinite(array).all() and array.item() > 0
    return float(array.item()) if array is not None and good else None


def _flat(scope: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in [*scope.items()]:
        if not name.startswith("__"):
            yield from parts_of(name, value)


def _is_loss(name: str) -> bool:
    return bool(LOSS.search(_last(name)))


def _is_list_of_losses(name: str) -> bool:
    return _is_loss(name.lower()) or "hist" in name.lower()


def _last(name: str) -> str:
    return re.split(r"[.\[']+", name.rstrip("']"))[-1]

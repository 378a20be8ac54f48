"""The steps of a run held against the gradient of the squared error on its data.

The one rule: something is said only if it explains every one of the first steps.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from gdcore.algebra import product
from gdcore.programs.learned import Run
from gdcore.programs.recording import MOST_VALUES, as_array, parts_of
from gdcore.validation import Array

FEWEST = 3
"""Steps below which nothing is said."""
CLEAR = 10
"""Times what a step may be off: shorter ones tell nothing."""
MOST_PAIRS = 60
"""Of columns that are tried."""
CLOSE = 1e-3
"""Relative difference of two steps that count as one; float32 leaves no less."""
TARGETS = ("y", "target", "label", "price", "out", "t")
COLUMNS = ("x", "feature", "input", "a", "phi", "data")
CONVENTIONS = {"half mean": 1.0, "mean": 2.0}
"""By how much a gradient is longer than the mean of r x."""


class Data(NamedTuple):
    """What a program learns from.

    Attributes:
        D: One column for each parameter, shape (n, p).
        y: Shape (n,).
        name: Of the columns, as the program calls them.
        ones: Which column is constant 1; None if there is no intercept.
    """

    D: Array
    y: Array
    name: str
    ones: int | None


class Match(NamedTuple):
    """How the steps are made of the gradient.

    Attributes:
        data: Of the gradient.
        kind: "right", "sign", "swapped", ...; "" if nothing explains the steps.
        lengths: Of each step, in gradients of half the mean square; shape (p,).
    """

    data: Data
    kind: str
    lengths: Array


def matched(run: Run, names: Mapping[str, Any]) -> Match | None:
    """The data of a run, and what its steps are; None if no data are seen."""
    p, pairs = run.theta.shape[1], [*_pairs(run, names, run.theta.shape[1])]
    here, steps = _first_steps(run)
    largest, reach = (np.abs(a).max(axis=0, initial=0) for a in (steps, here))
    room = CLOSE * largest + 4 * _eps(run.theta) * reach
    if ((np.abs(steps) > CLEAR * room).sum(axis=0) >= FEWEST).all():
        for data in pairs:
            lengths = _lengths(steps, _gradients(data, here), room)
            if lengths is not None:
                return Match(data, _kind(lengths), lengths)
        for data in pairs[:4]:
            for kind, gradients in _mistaken(data, here):
                lengths = _lengths(steps, gradients, room)
                if lengths is not None and _kind(lengths) == "right":
                    return Match(data, kind, lengths)
    return Match(pairs[0], "", np.full(p, np.nan)) if pairs else None


def convention(match: Match, rate: float | None) -> str:
    """The loss whose gradient the steps follow at this rate; "" if none is usual."""
    if rate is None or match.kind != "right":
        return ""
    n, factor = len(match.data.y), float(match.lengths.mean()) / rate
    usual = {**CONVENTIONS, "half sum": n, "sum": 2 * n}
    near = [name for name, f in usual.items() if abs(factor / f - 1) < 10 * CLOSE]
    return near[0] if near else ""


def _kind(lengths: Array) -> str:
    if (lengths < 0).all():
        return "sign"
    if (lengths < 0).any():
        return "one_sign"
    equal = np.ptp(lengths) < 10 * CLOSE * lengths.max()
    return "right" if equal else "rates"


def _first_steps(run: Run) -> tuple[Array, Array]:
    """Parameters, and the steps from them, of rows that follow each other; (S, p)."""
    follow = np.flatnonzero(np.diff(run.k) == 1)
    steps = np.diff(run.theta, axis=0)[follow]
    good = np.isfinite(steps).all(axis=1) & (np.abs(steps) < 1e100).all(axis=1)
    return run.theta[follow][good], steps[good]


def _gradients(data: Data, theta: Array) -> Array:
    """Of half the mean square, at each row; shape (S, p)."""
    residuals = product(theta, data.D.T) - data.y
    return np.asarray(product(residuals, data.D) / len(data.y))


def _lengths(steps: Array, gradients: Array, room: Array) -> Array | None:
    """c with step = -c gradient, one for each parameter; None if there is none."""
    with np.errstate(all="ignore"):
        scale = np.abs(gradients).max(axis=0)
        unit = gradients / scale
        c = -(steps * unit).sum(axis=0) / (unit * unit).sum(axis=0)
        good = (np.abs(steps + c * unit) <= room).all() and (scale > 0).all()
        lengths = c / scale
    return lengths if good and np.isfinite(lengths).all() and lengths.all() else None


def _mistaken(data: Data, theta: Array) -> Iterator[tuple[str, Array]]:
    """What steps would be by usual mistakes, for a line."""
    if data.D.shape[1] != 2 or data.ones is None:
        return
    b, w = data.ones, 1 - data.ones
    true = _gradients(data, theta)
    yield "swapped", true[:, ::-1]
    yield "factor_x_missing", true[:, [b, b]]
    yield "x_twice", true[:, [w, w]]
    without = theta.copy()
    without[:, b] = 0
    yield "no_intercept", _gradients(data, without)
    lines = product(theta, data.D.T)
    spread = data.D[:, w].mean() * (lines.mean(axis=1) - data.y.mean())
    mean_first = true.copy()
    mean_first[:, w] = spread
    yield "mean_of_x", mean_first


def _eps(theta: Array) -> float:
    with np.errstate(all="ignore"):
        single = np.array_equal(theta, theta.astype(np.float32), equal_nan=True)
    return float(np.finfo(np.float32 if single else np.float64).eps)


def _pairs(run: Run, names: Mapping[str, Any], p: int) -> Iterator[Data]:
    """Columns and targets that fit together, those with usual names first."""
    scope = {**names, **run.series.scope}
    arrays = [
        (name.split(".")[-1], array)
        for whole, value in [*scope.items()]
        if not whole.startswith("__") and whole not in run.loop.assigned
        for name, part in parts_of(whole, value)
        if (array := as_array(part, MOST_VALUES)) is not None and array.ndim in (1, 2)
    ]
    targets = sorted(
        ((n, a.ravel()) for n, a in arrays if a.size == len(a) >= 2),
        key=lambda pair: _rank(pair[0], TARGETS),
    )
    columns = sorted(arrays, key=lambda pair: _rank(pair[0], COLUMNS))
    made = (
        design
        for y_name, y in targets
        for x_name, X in columns
        if x_name != y_name and len(X) == len(y)
        for design in _designs(x_name, X.reshape(len(y), -1), y, p)
    )
    for _, design in zip(range(MOST_PAIRS), made, strict=False):
        yield design


def _rank(name: str, usual: tuple[str, ...]) -> int:
    low = name.lower()
    places = [i for i, word in enumerate(usual) if low.startswith(word)]
    return 2 * min(places, default=99) - (low in usual)


def _designs(name: str, X: Array, y: Array, p: int) -> Iterator[Data]:
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        return
    ones = [j for j in range(X.shape[1]) if (X[:, j] == 1).all()]
    if X.shape[1] == p:
        yield Data(X, y, name, ones[0] if ones else None)
    elif X.shape[1] == p - 1 and not ones:
        one = np.ones((len(y), 1))
        yield Data(np.hstack([X, one]), y, name, p - 1)
        yield Data(np.hstack([one, X]), y, name, 0)

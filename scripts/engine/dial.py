"""The rate dial: how many steps each learning rate takes, in each of the coordinates.

The one rule: a count comes from the closed form where there is one, else from a run; a
rate that does not arrive has no count, whatever the reason.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from gdcore.algebra import product
from gdcore.optimizers import Averaged
from gdcore.runs import run
from gdcore.spectral import (
    LinearMethod,
    closed_form_excess,
    minimizer,
    rate,
    steps_to,
    steps_until,
)
from gdcore.validation import Array
from scripts.engine.conflicts import refuse
from scripts.engine.frame import optimum
from scripts.engine.methods import METHODS
from scripts.engine.rates import short
from scripts.engine.recorded_run import is_linear
from scripts.engine.settings import Settings
from scripts.engine.setup import Setup, set_up
from scripts.engine.theory import MOST, PERCENT, theory

COORDINATES = ("raw", "centered", "standardized")
SHARES = np.concatenate(
    [np.geomspace(1e-3, 0.5, 20), [0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999]]
)
"""Of the limit, where a closed form counts."""
TRIED = np.geomspace(1e-2, 0.99, 7)
"""Of the limit, where each count is a run."""
SPANS = np.geomspace(1e-4, 3.0, 11)
"""Rates without a limit: shares of the way from the start to the minimizer."""
LONGEST = 500
"""Steps of a run that is made to be counted."""
SETTLED = 0.9
"""Share of such a run by which it has to have arrived, to have stayed there."""
POINTS = 24
"""Points of the loss curve of a rate."""


class Spot(NamedTuple):
    """One rate: its steps to one percent in both parameters, and its loss on the way.

    Attributes:
        share: Of the limit; the rate itself where no limit is known.
        rate: The learning rate.
        steps: nan if it does not arrive.
        k: Steps of the curve, shape (POINTS,).
        left: Loss above the least there, as a share of the first, shape (POINTS,).
    """

    share: float
    rate: float
    steps: float
    k: Array
    left: Array


def dial(settings: Settings) -> dict[str, Any]:
    """The curves of complete settings, one for each of the coordinates that fit.

    Returns:
        "limited", whether shares are of a limit, and "curves", each with "coordinates",
        "limit"; "share", "rate", "steps" of shape (S,); "k" and "left" of shape (S, T).

    Raises:
        ValueError: If the method has no single learning rate to turn.
    """
    optimizer = settings["optimizer"]
    words = METHODS[optimizer["name"]].words
    if "learning_rate" not in optimizer:
        raise ValueError(f"There is no learning rate to turn: {words} has none.")
    if isinstance(optimizer["learning_rate"], list):
        raise ValueError("Give both parameters one rate: the dial turns one alone.")
    curves = []
    for name in COORDINATES:
        here = {**settings, "coordinates": name}
        try:
            refuse(here)
        except ValueError:
            continue  # two variables have no other coordinates
        curves.append(_curve(here))
    limited = all(curve["limit"] is not None for curve in curves)
    return {"limited": limited, "curves": curves}


def _curve(settings: Settings) -> dict[str, Any]:
    setup = set_up(settings)
    limit = theory(setup.exact, setup.optimizer, setup.z0).values["limit"]
    if limit is not None:
        shares = SHARES if is_linear(setup) else TRIED
        rates = [short(float(share) * limit, limit) for share in shares]
    else:
        best, _ = optimum(setup.exact)
        way = float(np.abs(best - setup.z0).max()) or 1.0
        rates = [float(f"{way * share:.3g}") for share in SPANS]
    spots = [_spot(_turned(setup, rate), rate, limit or 1.0) for rate in rates]
    columns = zip(*spots, strict=True)
    curve = {k: np.array(v) for k, v in zip(Spot._fields, columns, strict=True)}
    return {"coordinates": settings["coordinates"], "limit": limit, **curve}


def _turned(setup: Setup, learning_rate: float) -> Setup:
    """The same run at another rate."""
    method: Any = setup.optimizer
    if isinstance(method, Averaged):
        inner: Any = method.inner
        return replace(
            setup, optimizer=Averaged(replace(inner, learning_rate=learning_rate))
        )
    return replace(setup, optimizer=replace(method, learning_rate=learning_rate))


def _spot(setup: Setup, learning_rate: float, limit: float) -> Spot:
    steps, k, left = _by_formula(setup) if is_linear(setup) else _by_run(setup)
    return Spot(learning_rate / limit, learning_rate, steps, k, left)


def _by_formula(setup: Setup) -> tuple[float, Array, Array]:
    problem, optimizer, z0 = setup.exact, setup.optimizer, setup.z0
    assert isinstance(optimizer, LinearMethod)
    factor = rate(problem, optimizer)
    steps = np.nan
    if factor < 1 and steps_to(factor, PERCENT) < MOST:
        scale = _scale(setup, minimizer(problem))

        def worst(error: Array) -> Array:
            raw = product(error, setup.change.M.T)
            largest: Array = np.abs(raw / scale).max(axis=-1)
            return largest

        steps = float(
            steps_until(problem, optimizer, z0, tolerance=PERCENT, measure=worst)
        )
    end = max(2 * steps if np.isfinite(steps) else LONGEST, POINTS)
    k = np.concatenate([[0.0], np.rint(np.geomspace(1, end, POINTS - 1))])
    excess = closed_form_excess(problem, optimizer, z0, k.astype(np.int64))
    return steps, k, _share(excess)


def _by_run(setup: Setup) -> tuple[float, Array, Array]:
    best, least = optimum(setup.exact)
    path = run(setup.exact, setup.optimizer, setup.z0, max_steps=LONGEST)
    error = np.abs(product(path.x - best, setup.change.M.T) / _scale(setup, best))
    with np.errstate(invalid="ignore"):
        outside = np.flatnonzero(~(error.max(axis=1) <= PERCENT))
    after = int(outside[-1]) + 1 if len(outside) else 0
    steps = float(path.k[after]) if after < SETTLED * len(path.k) else np.nan
    rows = np.rint(np.geomspace(1, len(path.k), POINTS)).astype(int) - 1
    with np.errstate(over="ignore", invalid="ignore"):
        loss = setup.exact.value(path.x[rows])
    return steps, path.k[rows].astype(np.float64), _share(loss - least)


def _scale(setup: Setup, best: Array) -> Array:
    """The first error of w and of b; of both, for one that is right from the start."""
    first = np.abs(product(best - setup.z0, setup.change.M.T))
    return np.where(first > 0, first, first.max() or 1.0)


def _share(excess: Array) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(excess / (excess[0] or 1.0))

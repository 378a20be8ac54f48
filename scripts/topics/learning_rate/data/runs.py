"""Single runs of the page: by hand, past the limit, one row at a time.

The one rule: a run is a plain loop, as a reader would write it.
"""

from typing import NamedTuple

import numpy as np

from gdcore.datasets import clean
from gdcore.growth import observed_limit
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import eigen_errors, learning_rate_limit, minimizer, spectrum
from gdcore.validation import Array
from scripts.topics.ill_conditioning.data.float32 import passes

CLEAN = clean()
LINE = line_fit(CLEAN.x, CLEAN.y)
HESSIAN, BEST, LIMIT = spectrum(LINE), minimizer(LINE), learning_rate_limit(LINE)
HAND_X, HAND_Y = np.array([1.0, 3.0]), np.array([2.0, 6.0])
HAND_RATES, HAND_STEPS = (0.05, 0.1, 0.15, 0.2, 0.25), 4
PAST = 1.1  # of the limit, the run that ends as NaN
PAST_RATE = PAST * 2 / HESSIAN.lambda_max
READ_AT = 20  # the step at which a reader reads its growth
FILM = (0.94, 1.06)  # of the limit, at its ends
FRAMES = 120
LIFT = 0.1  # of the slope, at the film's start
EPOCHS = 200  # of each run whose limit is looked for
FAR, FAR_ROW, ORDER_SEED = 1000.0, 50, 0
FAR_SHARE, FAR_EPOCHS = 2.0, 10  # of that row's own limit
FAR_RATE = FAR_SHARE / (FAR**2 + 1)
Points = list[tuple[float, float]]


def descended(problem: LeastSquares, rates: Array, start: Array) -> Array:
    """Parameters before and after a step at each rate, while finite; (K + 1, p)."""
    path = [start]
    for rate in rates.tolist():
        path.append(path[-1] - rate * problem.grad(path[-1]))
        if not np.isfinite(path[-1]).all():
            break
    return np.array(path)


def by_hand() -> dict[float, Array]:
    """The slope after each step, at five rates from 0, without an intercept."""
    problem = LeastSquares(HAND_X[:, None], HAND_Y)
    return {
        rate: descended(problem, np.full(HAND_STEPS, rate), np.zeros(1))[:, 0]
        for rate in HAND_RATES
    }


class End(NamedTuple):
    """The first steps at which something is no longer finite; predicted and counted."""

    inf_predicted: int
    inf: int  # the loss
    nan_predicted: int
    nan: int  # the parameters


class BlowUp(NamedTuple):
    """One run at PAST of the limit, to its end."""

    w: Array  # slope after each step, shape (K + 1,)
    loss: Array
    best: float  # slope of the best line
    factor: float  # of the steep error, in size
    ends: dict[str, End]  # by precision
    growth: float  # root of the ratio of two losses in a row


def blow_up() -> BlowUp:
    """The `clean` line, from 0, in both precisions."""
    factor = PAST_RATE * HESSIAN.lambda_max - 1
    runs = {kind: _to_nan(kind) for kind in ("float64", "float32")}
    ends = {kind: _end(factor, *run, kind) for kind, run in runs.items()}
    w, loss = runs["float64"]
    growth = float((loss[READ_AT + 1] / loss[READ_AT]) ** 0.5)
    return BlowUp(w, loss, float(BEST[0]), factor, ends, growth)


def _to_nan(kind: str) -> tuple[Array, Array]:
    """Slopes and losses up to the first NaN, in the given precision."""
    x, y = CLEAN.x.astype(kind), CLEAN.y.astype(kind)
    w = b = x.dtype.type(0)
    twice = x.dtype.type(2 * PAST_RATE)
    slopes, losses = [], []
    with np.errstate(over="ignore", invalid="ignore"):
        while not np.isnan(w):
            r = w * x + b - y
            slopes.append(w)
            losses.append(np.mean(r * r))
            w, b = w - twice * np.mean(r * x), b - twice * np.mean(r)
    return np.array([*slopes, w]), np.array([*losses, np.nan])


def _end(factor: float, w: Array, loss: Array, kind: str) -> End:
    """Where sums over the rows pass the largest number of the precision."""
    n, largest = len(LINE.y), float(np.finfo(kind).max)
    error = abs(
        float(eigen_errors(LINE, np.zeros(2))[-1] * HESSIAN.eigenvectors[0, -1])
    )
    slope = np.log(n * HESSIAN.lambda_max / 2 * error)
    return End(
        int(passes(largest / n, LINE, PAST_RATE, np.zeros(2))),
        int(np.argmax(~np.isfinite(loss))),
        int(np.ceil((np.log(largest) - slope) / np.log(factor))) + 2,
        int(np.argmax(np.isnan(w))),
    )


class Rising(NamedTuple):
    """The film: a rate that rises by the same amount at each step."""

    share: Array  # of the limit, shape (FRAMES,)
    w: Array  # slope minus the best one
    loss: Array  # above the least, over the first


def rising() -> Rising:
    """On `clean`, from a start that is wrong along the steep direction alone."""
    share = np.linspace(*FILM, FRAMES)
    start = BEST + LIFT * HESSIAN.eigenvectors[:, -1]
    path = descended(LINE, share[:-1] * LIMIT, start)
    loss = LINE.value(path) - LINE.value(BEST)
    return Rising(share, path[:, 0] - BEST[0], loss / loss[0])


class Rows(NamedTuple):
    """Updates by one row at a time, in one fixed order."""

    batch: float  # limit of the full gradient
    row: float  # 1 / max(x^2 + 1)
    measured: float  # by bisection on epochs


def rows(x: Array, y: Array) -> Rows:
    """The limits of both kinds of run."""
    row, points = 1 / float((x**2).max() + 1), _in_order(x, y)

    def path(rate: float) -> Array:
        updates = _updates(np.zeros(2), points * EPOCHS, rate)
        return updates[len(points) - 1 :: len(points)]

    measured = observed_limit(path, first=row)
    return Rows(learning_rate_limit(line_fit(x, y)), row, measured)


def _in_order(x: Array, y: Array) -> Points:
    order = np.random.RandomState(ORDER_SEED).permutation(len(x))
    return list(zip(x[order].tolist(), y[order].tolist(), strict=True))


def _updates(theta: Array, points: Points, rate: float) -> Array:
    """(w, b) after each of the points, one update each; shape (K, 2)."""
    (w, b), path = theta.tolist(), []
    for x, y in points:
        r = w * x + b - y
        w, b = w - rate * 2 * r * x, b - rate * 2 * r
        path.append((w, b))
    return np.array(path)


def far() -> tuple[Array, Array]:
    """`clean` with one x typed wrong; its y as it was."""
    x = CLEAN.x.copy()
    x[FAR_ROW] = FAR
    return x, CLEAN.y


class Thrown(NamedTuple):
    """Row by row past the limit of one row, beside full gradients."""

    single: Array  # distance from the best slope after each update
    full: Array  # the same, after each epoch
    visits: Array  # updates at which the far row was used


def thrown() -> Thrown:
    """A few epochs on `clean` with the far row, from 0."""
    x, y = far()
    problem, points, start = line_fit(x, y), _in_order(x, y), np.zeros(2)
    single = [start, *_updates(start, points * FAR_EPOCHS, FAR_RATE)]
    full = descended(problem, np.full(FAR_EPOCHS, FAR_RATE), start)
    best = minimizer(problem)[0]
    at = points.index((FAR, float(y[FAR_ROW]))) + 1
    return Thrown(
        np.abs(np.array(single)[:, 0] - best),
        np.abs(full[:, 0] - best),
        at + len(x) * np.arange(FAR_EPOCHS),
    )

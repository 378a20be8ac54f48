"""Single runs of the page: by hand, past the limit, one row at a time, estimates.

The one rule: a run is a plain loop, as a reader would write it.
"""

from typing import NamedTuple

import numpy as np

from gdcore.algebra import dot
from gdcore.datasets import clean
from gdcore.problems import LeastSquares, line_fit
from gdcore.spectral import eigen_errors, minimizer, spectrum
from gdcore.validation import Array
from scripts.topics.learning_rate.data.edge import bisected

CLEAN = clean()
HAND_X, HAND_Y = np.array([1.0, 3.0]), np.array([2.0, 6.0])
HAND_RATES, HAND_STEPS = (0.05, 0.1, 0.15, 0.2, 0.25), 4
PAST = 1.1  # of the limit, the run that ends as NaN
READ_AT = 20  # the step at which a reader reads its growth
FILM = (0.94, 1.06)  # of the limit, at its ends
FRAMES = 120
LIFT = 0.1  # of the slope, at the film's start
FAR, FAR_ROW, ORDER_SEED = 1000.0, 50, 0
FAR_SHARE, FAR_EPOCHS = 2.0, 10  # of that row's own limit
Points = list[tuple[float, float]]


def by_hand() -> dict[float, tuple[float, ...]]:
    """The slope after each step, at five rates from 0, without an intercept."""
    rows = {}
    for rate in HAND_RATES:
        w = [0.0]
        for _ in range(HAND_STEPS):
            r = w[-1] * HAND_X - HAND_Y
            w.append(w[-1] - rate * 2 * float(dot(r, HAND_X)) / len(HAND_X))
        rows[rate] = tuple(w)
    return rows


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
    rate: float
    factor: float  # of the steep error, in size
    ends: dict[str, End]  # by precision
    growth: float  # root of the ratio of two losses in a row


def blow_up() -> BlowUp:
    """The `clean` line, from 0, in both precisions."""
    problem = line_fit(CLEAN.x, CLEAN.y)
    curvature = spectrum(problem).lambda_max
    rate = PAST * 2 / curvature
    factor = rate * curvature - 1
    runs = {name: _to_nan(problem, rate, name) for name in ("float64", "float32")}
    w, loss = runs["float64"]
    return BlowUp(
        w=w,
        loss=loss,
        best=float(minimizer(problem)[0]),
        rate=rate,
        factor=factor,
        ends={name: _end(problem, factor, *runs[name], name) for name in runs},
        growth=float((loss[READ_AT + 1] / loss[READ_AT]) ** 0.5),
    )


def _to_nan(problem: LeastSquares, rate: float, kind: str) -> tuple[Array, Array]:
    """Slopes and losses up to the first NaN, in the given precision."""
    x, y = problem.X[:, 0].astype(kind), problem.y.astype(kind)
    w = b = x.dtype.type(0)
    slopes, losses = [], []
    with np.errstate(over="ignore", invalid="ignore"):
        while not np.isnan(w):
            r = w * x + b - y
            slopes.append(w)
            losses.append(np.mean(r * r))
            w = w - x.dtype.type(2 * rate) * np.mean(r * x)
            b = b - x.dtype.type(2 * rate) * np.mean(r)
    return np.array([*slopes, w]), np.array([*losses, np.nan])


def _end(problem: LeastSquares, factor: float, w: Array, loss: Array, kind: str) -> End:
    """Where sums over the rows pass the largest number of the precision."""
    steep, n = spectrum(problem), len(problem.y)
    error = abs(float(eigen_errors(problem, np.zeros(2))[-1]))
    largest = float(np.log(np.finfo(kind).max))
    curvature, part = steep.lambda_max, abs(float(steep.eigenvectors[0, -1]))
    squares = np.log(n * curvature / 2 * error**2)
    slopes = np.log(n * curvature / 2 * error * part)
    return End(
        int(np.ceil((largest - squares) / (2 * np.log(factor)))),
        int(np.argmax(~np.isfinite(loss))),
        int(np.ceil((largest - slopes) / np.log(factor))) + 2,
        int(np.argmax(np.isnan(w))),
    )


class Rising(NamedTuple):
    """The film: a rate that rises by the same amount at each step."""

    share: Array  # of the limit, shape (FRAMES,)
    w: Array  # slope minus the best one
    loss: Array  # above the least, over the first


def rising() -> Rising:
    """On `clean`, from a start that is wrong along the steep direction alone."""
    problem = line_fit(CLEAN.x, CLEAN.y)
    steep, best = spectrum(problem), minimizer(problem)
    share, limit = np.linspace(*FILM, FRAMES), 2 / steep.lambda_max
    path = [best + LIFT * steep.eigenvectors[:, -1]]
    for part in share[:-1]:
        path.append(path[-1] - part * limit * problem.grad(path[-1]))
    away = np.array(path) - best
    loss = problem.value(np.array(path)) - problem.value(best)
    return Rising(share, away[:, 0], loss / loss[0])


class Rows(NamedTuple):
    """Updates by one row at a time, in one fixed order."""

    batch: float  # limit of the full gradient
    row: float  # 1 / max(x^2 + 1)
    measured: float  # by bisection on epochs


def rows(x: Array, y: Array) -> Rows:
    """The limits of both kinds of run."""
    row, points = 1 / float((x**2).max() + 1), _in_order(x, y)
    limit = bisected(
        lambda rate: lambda theta: np.array(_updates(theta, points, rate)[-1]),
        np.zeros(2),
        steps=200,
        first=row,
    )
    return Rows(2 / spectrum(line_fit(x, y)).lambda_max, row, limit)


def _in_order(x: Array, y: Array) -> Points:
    order = np.random.RandomState(ORDER_SEED).permutation(len(x))
    return list(zip(x[order].tolist(), y[order].tolist(), strict=True))


def _updates(theta: Array, points: Points, rate: float) -> Points:
    """(w, b) after each of the rows, one update each."""
    (w, b), path = theta.tolist(), []
    for x, y in points:
        r = w * x + b - y
        w, b = w - rate * 2 * r * x, b - rate * 2 * r
        path.append((w, b))
    return path


def far() -> tuple[Array, Array]:
    """`clean` with one x typed wrong; its y as it was."""
    x = CLEAN.x.copy()
    x[FAR_ROW] = FAR
    return x, CLEAN.y


class Thrown(NamedTuple):
    """Row by row past the limit of one row, beside full gradients."""

    rate: float
    single: Array  # distance from the best slope after each update
    full: Array  # the same, after each epoch
    visits: Array  # updates at which the far row was used


def thrown() -> Thrown:
    """A few epochs on `clean` with the far row."""
    x, y = far()
    problem, points = line_fit(x, y), _in_order(x, y)
    rate, best = FAR_SHARE / (FAR**2 + 1), minimizer(problem)
    single, whole = [np.zeros((1, 2))], [np.zeros(2)]
    for _ in range(FAR_EPOCHS):
        single.append(np.array(_updates(single[-1][-1], points, rate)))
        whole.append(whole[-1] - rate * problem.grad(whole[-1]))
    at = points.index((FAR, float(y[FAR_ROW]))) + 1
    return Thrown(
        rate,
        np.abs(np.concatenate(single)[:, 0] - best[0]),
        np.abs(np.array(whole)[:, 0] - best[0]),
        at + len(x) * np.arange(FAR_EPOCHS),
    )

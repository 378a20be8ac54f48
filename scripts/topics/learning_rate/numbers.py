"""The numbers of the page on the learning rate, by key.

The one rule: a value is read off the data; only shares of two values are taken here.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from scripts.drawing.declarations import Number
from scripts.topics.learning_rate.data import Data, runs, schedules
from scripts.topics.learning_rate.data.edge import COMMON, ROWS, STEPS, Edge
from scripts.topics.learning_rate.explorer import FIRST_ROWS, SUM_RATE

Rows = Iterator[tuple[str, Any, str, str]]  # key, value, unit, meaning
NONE, COUNT, RATE = "dimensionless", "steps", "learning rate"
WAYS = {
    "mean": "the mean of squares",
    "half_mean": "half the mean of squares",
    "sum": "the sum of squares",
    "half_sum": "half the sum of squares",
}
COURSES = {
    "best": "the best constant rate",
    "nearly": "a constant rate just below the limit",
    "half": "half the limit",
    "decaying": "a decaying rate",
    "root": "a rate that starts too high and decays",
    "warm": "a rate that is warmed up",
    "chebyshev": "Chebyshev's rates",
    "backtracking": "backtracking",
    "exact": "exact line search",
    "exact_worst": "exact line search from its worst start",
}


def numbers(data: Data) -> list[Number]:
    """Every number that the page shows."""
    parts = (_hand, _limits, _blow_up, _film, _rows, _dials, _courses)
    return [Number(*row) for part in parts for row in part(data)]


def _hand(data: Data) -> Rows:
    x, y = runs.HAND_X, runs.HAND_Y
    for i in range(len(x)):
        yield f"hand.x_{i}", x[i], NONE, "x of a point of the example by hand"
        yield f"hand.y_{i}", y[i], NONE, "y of a point of the example by hand"
        yield f"hand.r_{i}", -y[i], NONE, "residual of a point at slope 0"
        yield f"hand.term_{i}", -y[i] * x[i], NONE, "residual times x at slope 0"
    mean, square = float(-(y * x).mean()), float((x * x).mean())
    yield "hand.mean", mean, NONE, "mean of residual times x at slope 0"
    yield "hand.gradient", 2 * mean, NONE, "gradient at slope 0, by hand"
    yield "hand.best", float(y[0] / x[0]), NONE, "slope that fits both points"
    yield "hand.square", square, NONE, "mean of x^2 of the example by hand"
    yield "hand.curvature", 2 * square, NONE, "second derivative of the loss"
    yield "hand.limit", 1 / square, NONE, "2 over that curvature"
    for i, (rate, slopes) in enumerate(data.hand.items()):
        yield f"hand.rate_{i}", rate, NONE, "a learning rate of the table by hand"
        factor = 1 - rate * 2 * square
        yield f"hand.factor_{i}", factor, NONE, "factor of the error per step"
        for k, w in enumerate(slopes):
            yield f"hand.w_{i}_{k}", w, NONE, "slope of the run by hand"


def _limits(data: Data) -> Rows:
    yield "steps", STEPS, COUNT, "steps of each run that the bisection judges"
    for name, edge in data.edges.items():
        yield from _edge(f"limit.{name}", edge, f"on {name}")
    for name, edge in data.conventions.items():
        yield from _edge(f"way.{name}", edge, f"of {WAYS[name]} on clean")
    for count, edge in data.features.items():
        yield f"features_{count}", count, "features", "features of a table"
        yield from _edge(f"features.{count}", edge, f"with {count} features")
    found = [*data.edges.values(), *data.conventions.values(), *data.features.values()]
    off = max(abs(edge.measured / edge.predicted - 1) for edge in found)
    yield "limit_off", off, NONE, "largest relative difference of the two limits"
    yield "features_rows", ROWS, "rows", "rows of the tables of features"
    yield (
        "features_common",
        COMMON,
        NONE,
        "correlation that the features were made with",
    )
    yield "sum_rate", SUM_RATE, NONE, "learning rate of the summed loss in the sentence"
    yield "sum_rows", FIRST_ROWS, "rows", "rows of the summed loss in the sentence"


def _edge(key: str, edge: Edge, of: str) -> Rows:
    yield key, edge.predicted, RATE, f"2 / lambda_max {of}"
    yield f"{key}.measured", edge.measured, RATE, f"limit found by bisection {of}"
    yield f"{key}.trace", edge.trace, RATE, f"2 over the sum of the eigenvalues {of}"
    yield f"{key}.condition", edge.condition, NONE, f"condition number {of}"


def _blow_up(data: Data) -> Rows:
    run = data.blow_up
    yield "past_share", runs.PAST, NONE, "learning rate over its limit, run to NaN"
    yield "past_rate", run.rate, RATE, "learning rate of the run to NaN"
    yield "past_factor", run.factor, NONE, "size of its steep factor"
    yield "past_loss_factor", run.factor**2, NONE, "growth of its loss per step"
    for i, k in enumerate((runs.READ_AT, runs.READ_AT + 1)):
        yield f"past_k_{i}", k, COUNT, "a step at which its loss is read"
        yield f"past_loss_{i}", run.loss[k], NONE, "its loss at that step"
    root = float((run.loss[runs.READ_AT + 1] / run.loss[runs.READ_AT]) ** 0.5)
    yield "past_q", root, NONE, "root of the growth of its loss in one step"
    yield "past_limit", run.limit_read, RATE, "limit that two of its losses tell"
    for name, end in run.ends.items():
        loss, slope = f"first infinite loss in {name}", f"first NaN in {name}"
        yield f"inf_{name}", end.inf, COUNT, f"step of the {loss}, counted"
        yield f"inf_{name}_predicted", end.inf_predicted, COUNT, f"step of the {loss}"
        yield f"nan_{name}", end.nan, COUNT, f"step of the {slope}, counted"
        yield f"nan_{name}_predicted", end.nan_predicted, COUNT, f"step of the {slope}"
        yield f"largest_{name}", float(np.finfo(name).max), NONE, f"largest {name}"


def _film(data: Data) -> Rows:
    film = data.film
    lowest = int(np.argmin(film.loss))
    yield "film_first", film.share[0], NONE, "share of the limit at the film's start"
    yield "film_last", film.share[-1], NONE, "share of the limit at the film's end"
    yield "film_turn", film.share[lowest], NONE, "share at which its loss is least"
    yield "film_least", film.loss[lowest], NONE, "its least loss over the first"


def _rows(data: Data) -> Rows:
    for name, rows in data.rows.items():
        of = "on clean" if name == "clean" else "on clean with one far x"
        yield f"rows_{name}_batch", rows.batch, RATE, f"limit of full gradients {of}"
        yield f"rows_{name}_row", rows.row, RATE, f"1 over the largest x^2 + 1 {of}"
        what = f"limit of updates row by row {of}, by bisection"
        yield f"rows_{name}_measured", rows.measured, RATE, what
        over = rows.measured / rows.row
        yield f"rows_{name}_over", over, NONE, f"that over the row's own limit {of}"
        under = rows.batch / rows.measured
        yield f"rows_{name}_under", under, NONE, f"full gradients' limit over it {of}"
    thrown = data.thrown
    yield "rows_x", runs.FAR, "units of x", "the x that was typed wrong"
    yield "rows_rate", thrown.rate, RATE, "rate of the run row by row"
    yield "rows_share", runs.FAR_SHARE, NONE, "that over the far row's own limit"
    yield "rows_epochs", runs.FAR_EPOCHS, "epochs", "epochs of the run row by row"
    at = int(thrown.visits[-1])
    jump = thrown.single[at] / thrown.single[at - 1]
    yield "rows_jump", jump, NONE, "factor of the slope's error at the far row"
    home = thrown.single[at - 1] / thrown.single[thrown.visits[-2]]
    yield "rows_home", home, NONE, "factor of the slope's error by all other rows"


def _dials(data: Data) -> Rows:
    for name, each in data.dials.items():
        of = f"of clean, x {name}"
        yield f"dial_{name}_best", each.best, NONE, f"best rate over the limit {of}"
        yield f"dial_{name}_condition", each.condition, NONE, f"condition number {of}"
        yield f"dial_{name}_fewest", int(each.steps.min()), COUNT, f"fewest steps {of}"


def _courses(data: Data) -> Rows:
    for name, each in data.courses.items():
        of = f"with {COURSES[name]}"
        yield f"course_{name}_steps", each.steps, COUNT, f"steps to one percent {of}"
        price = f"evaluations to one percent {of}"
        yield f"course_{name}_price", each.price, "evaluations", price
        top = f"largest rate over the limit {of}"
        yield f"course_{name}_highest", each.highest, NONE, top
        left = f"largest share of an error that is left at the end {of}"
        yield f"course_{name}_left", each.left[-1], NONE, left
        peak = f"largest loss over the first {of}"
        yield f"course_{name}_peak", each.peak, NONE, peak
    fewer = data.courses["best"].steps or 0
    gain = fewer / schedules.CHEBYSHEV
    yield "course_gain", gain, NONE, "steps of the best constant rate over Chebyshev's"
    yield "course_most", schedules.MOST, COUNT, "steps after which a schedule is ended"
    yield "course_warm", schedules.WARM, COUNT, "steps of the warm-up"
    yield (
        "course_pace",
        schedules.PACE,
        COUNT,
        "steps in which the decaying rate halves",
    )
    yield "course_cycle", schedules.CHEBYSHEV, COUNT, "steps of Chebyshev's schedule"
    yield "course_nearly", schedules.NEARLY, NONE, "share of the limit of that rate"

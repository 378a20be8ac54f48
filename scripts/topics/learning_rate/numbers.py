"""The numbers of the page on the learning rate, by key.

The one rule: a value is read off the data; only shares of two values are taken here.
"""

import numpy as np

from scripts.drawing.declarations import Rows, listed
from scripts.reference_problems.cases import CORRELATION
from scripts.topics.learning_rate.data import STEPS, Data, Edge, runs, schedules

NONE, COUNT, RATE = "dimensionless", "steps", "learning rate"


def _hand(data: Data) -> Rows:
    x, y = runs.HAND_X, runs.HAND_Y
    of = "of the example by hand"
    for i in range(len(x)):
        yield f"hand.x_{i}", x[i], NONE, f"x of a point {of}"
        yield f"hand.y_{i}", y[i], NONE, f"y of a point {of}"
        yield f"hand.r_{i}", -y[i], NONE, f"residual at slope 0 {of}"
        yield f"hand.term_{i}", -y[i] * x[i], NONE, f"residual times x {of}"
    mean, square = float(-(y * x).mean()), float((x * x).mean())
    yield "hand.mean", mean, NONE, f"mean of residual times x {of}"
    yield "hand.gradient", 2 * mean, NONE, f"gradient at slope 0 {of}"
    yield "hand.best", float(y[0] / x[0]), NONE, f"best slope {of}"
    yield "hand.curvature", 2 * square, NONE, f"second derivative of the loss {of}"
    yield "hand.limit", 1 / square, NONE, f"2 over that curvature {of}"
    for i, (rate, slopes) in enumerate(data.hand.items()):
        yield f"hand.rate_{i}", rate, NONE, f"a learning rate {of}"
        yield f"hand.factor_{i}", 1 - rate * 2 * square, NONE, "factor of the error"
        for k, w in enumerate(slopes):
            yield f"hand.w_{i}_{k}", w, NONE, f"slope {of}"


def _limits(data: Data) -> Rows:
    yield "steps", STEPS, COUNT, "steps of each run that the bisection judges"
    for name, edge in data.edges.items():
        yield from _edge(f"limit.{name}", edge, f"on {name}")
    for name, edge in data.conventions.items():
        yield from _edge(f"way.{name}", edge, f"of the {name} of squares on clean")
    for count, edge in data.features.items():
        yield f"features_{count}", count, "features", "features of a table"
        yield from _edge(f"features.{count}", edge, f"with {count} features")
    edges = [*data.edges.values(), *data.conventions.values(), *data.features.values()]
    off = max(abs(edge.measured / edge.predicted - 1) for edge in edges)
    yield "limit_off", off, NONE, "largest relative difference of the two limits"
    drawn = "correlation with which the features were drawn"
    yield "features_common", CORRELATION, NONE, drawn


def _edge(key: str, edge: Edge, of: str) -> Rows:
    yield key, edge.predicted, RATE, f"2 / lambda_max {of}"
    yield f"{key}.measured", edge.measured, RATE, f"limit found by bisection {of}"
    yield f"{key}.trace", edge.trace, RATE, f"2 over the sum of the eigenvalues {of}"
    yield f"{key}.condition", edge.condition, NONE, f"condition number {of}"


def _past(data: Data) -> Rows:
    run, film = data.blow_up, data.film
    yield "past_share", runs.PAST, NONE, "learning rate over its limit, run to NaN"
    yield "past_rate", runs.PAST_RATE, RATE, "learning rate of the run to NaN"
    yield "past_loss_factor", run.factor**2, NONE, "growth of its loss per step"
    for i, k in enumerate((runs.READ_AT, runs.READ_AT + 1)):
        yield f"past_loss_{i}", run.loss[k], NONE, "its loss at that step"
    yield "past_q", run.growth, NONE, "root of the growth of its loss in one step"
    limit = 2 * runs.PAST_RATE / (1 + run.growth)
    yield "past_limit", limit, RATE, "limit that two of its losses tell"
    for name, end in run.ends.items():
        loss, slope = f"first infinite loss in {name}", f"first NaN in {name}"
        yield f"inf_{name}", end.inf, COUNT, f"step of the {loss}, counted"
        yield f"inf_{name}_predicted", end.inf_predicted, COUNT, f"step of the {loss}"
        yield f"nan_{name}", end.nan, COUNT, f"step of the {slope}, counted"
        yield f"nan_{name}_predicted", end.nan_predicted, COUNT, f"step of the {slope}"
    turn = film.share[int(np.argmin(film.loss))]
    yield "film_first", film.share[0], NONE, "share of the limit at the film's start"
    yield "film_last", film.share[-1], NONE, "share of the limit at the film's end"
    yield "film_turn", turn, NONE, "share at which its loss is least"


def _rows(data: Data) -> Rows:
    for name, rows in data.rows.items():
        of = "on clean" if name == "clean" else "on clean with one far x"
        over, under = rows.measured / rows.row, rows.batch / rows.measured
        what = f"limit of updates row by row {of}, by bisection"
        yield f"rows_{name}_batch", rows.batch, RATE, f"limit of full gradients {of}"
        yield f"rows_{name}_row", rows.row, RATE, f"1 over the largest x^2 + 1 {of}"
        yield f"rows_{name}_measured", rows.measured, RATE, what
        yield f"rows_{name}_over", over, NONE, f"that over the row's own limit {of}"
        yield f"rows_{name}_under", under, NONE, f"full gradients' limit over it {of}"
    yield "rows_x", runs.FAR, "units of x", "the x that was typed wrong"
    yield "rows_share", runs.FAR_SHARE, NONE, "that over the far row's own limit"
    yield "rows_epochs", runs.FAR_EPOCHS, "epochs", "epochs of the run row by row"
    error, (*_, earlier, at) = data.thrown.single, data.thrown.visits
    jump, home = error[at] / error[at - 1], error[at - 1] / error[earlier]
    yield "rows_jump", jump, NONE, "factor of the slope's error at the far row"
    yield "rows_home", home, NONE, "factor of the slope's error by all other rows"


def _counts(data: Data) -> Rows:
    for name, each in data.dials.items():
        of = f"of clean, x {name}"
        yield f"dial_{name}_best", each.best, NONE, f"best rate over the limit {of}"
        yield f"dial_{name}_condition", each.condition, NONE, f"condition number {of}"
        yield f"dial_{name}_fewest", int(each.steps.min()), COUNT, f"fewest steps {of}"
    for name, course in data.courses.items():
        for key, value, unit, what in (
            ("steps", course.steps, COUNT, "steps to one percent"),
            ("price", course.price, "evaluations", "evaluations to one percent"),
            ("highest", course.highest, NONE, "largest rate over the limit"),
            ("left", course.left[-1], NONE, "largest share of an error at the end"),
            ("peak", course.peak, NONE, "largest loss over the first"),
        ):
            yield f"course_{name}_{key}", value, unit, f"{what} under {name}"
    halves = "steps in which the decaying rate halves"
    yield "course_pace", schedules.PACE, COUNT, halves
    yield "course_most", schedules.MOST, COUNT, "steps after which a schedule is ended"
    yield "course_warm", schedules.WARM, COUNT, "steps of the warm-up"
    yield "course_cycle", schedules.CHEBYSHEV, COUNT, "steps of Chebyshev's schedule"


numbers = listed(_hand, _limits, _past, _rows, _counts)

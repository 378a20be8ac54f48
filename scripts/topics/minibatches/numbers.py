"""The numbers of the page on minibatches.

The one rule: a share is of the least loss, and what is measured says on how many runs.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from scripts.drawing.declarations import Number
from scripts.topics.minibatches.data import Data, regressor, runs, single_rows

Rows = Iterator[tuple[str, Any, str, str]]  # key, value, unit, meaning

NONE, STEPS, Y = "dimensionless", "steps", "units of y"
SQUARES, EPOCHS, PULL = "squared units of y", "epochs", "loss per unit"
SAMPLED = "rows drawn with replacement"


def numbers(data: Data) -> list[Number]:
    """All of them, section by section."""
    parts = (_floors, _gradients, _hand, _limits, _shuffled, _schedules)
    return [
        Number(*row)
        for part in (*parts, _bad_row, _regressor, _thread)
        for row in part(data)
    ]


def _floors(data: Data) -> Rows:
    rows, share = data.rows, "long-run E[L - L*] over L*"
    sizes = (rows.X**2).sum(axis=1) * rows.s**2
    yield "rows", len(rows.s), "rows", "rows of the data"
    yield "rate", runs.RATE, NONE, "learning rate of the page's runs"
    yield "least", rows.least, SQUARES, "loss at the minimizer, L*"
    yield "first_order", sizes.mean() / rows.least, NONE, "mean |x|^2 s^2 over L*"
    yield "floor_runs", runs.FLOOR_RUNS, "runs", "behind each measured floor"
    for m, floors in data.floors.items():
        columns = (floors.rates, floors.predicted, floors.measured)
        for rate, predicted, measured in zip(*columns, strict=True):
            at, end = f"batch of {m}, rate {rate:g}, {SAMPLED}", f"{m}_{_key(rate)}"
            yield f"floor_predicted_{end}", predicted, NONE, f"{share}, {at}"
            yield f"floor_measured_{end}", measured, NONE, f"{share}, {at}, on runs"
    worst = max(
        np.abs(f.measured / f.predicted - 1).max() for f in data.floors.values()
    )
    yield "floor_worst", worst, NONE, "largest relative gap of predicted to measured"


def _gradients(data: Data) -> Rows:
    for name, g, at in (
        ("start", data.start, "the start"),
        ("end", data.end, "the minimizer"),
    ):
        each = np.sqrt((g.rows**2).sum(axis=1))
        share = "length of the mean gradient over the mean length of the rows'"
        yield f"{name}_length", each.mean(), PULL, f"mean length of a row's, at {at}"
        yield f"{name}_agreement", round(g.agreement, 9), NONE, f"{share}, at {at}"


def _hand(data: Data) -> Rows:
    hand, of = data.hand, "two targets, one number b"
    yield "hand_rate", single_rows.HAND_RATE, NONE, f"learning rate, {of}"
    for i, target in enumerate(single_rows.TARGETS):
        yield f"hand_target_{i}", target, Y, f"target {i + 1} of {of}"
    for k, b in enumerate(hand.path):
        yield f"hand_b_{k}", b, Y, f"b after {k} steps, {of}"
    for k, (i, g) in enumerate(
        zip(single_rows.HAND_ORDER, hand.gradients, strict=True), 1
    ):
        yield f"hand_y_{k}", single_rows.TARGETS[i], Y, f"target of step {k}, {of}"
        yield f"hand_g_{k}", g, PULL, f"gradient of step {k}, {of}"
    yield "hand_least", np.var(single_rows.TARGETS), SQUARES, f"least loss, {of}"
    yield "hand_floor", hand.floor, SQUARES, f"long-run E[L - L*], {of}"
    yield "hand_half", hand.half, SQUARES, f"the same at rate one half, {of}"


def _limits(data: Data) -> Rows:
    for name, limits in data.limits.items():
        of = "heavy noise, x standardized" if name == "standardized" else "the thread"
        mean = "rate from which on E[|e|^2] grows, batch of"
        yield f"limit_{name}_whole", limits.whole, NONE, f"limit of all rows, {of}"
        yield f"limit_{name}_row", limits.row, NONE, f"1 / max (x^2 + 1), {of}"
        for m, limit in limits.batches.items():
            yield f"limit_{name}_{m}", limit, NONE, f"{mean} {m}, {of}"


def _shuffled(data: Data) -> Rows:
    shuffled = data.shuffled
    yield "shuffled_runs", runs.SHUFFLED_RUNS, "runs", "behind each measured share"
    for i, rate in enumerate(shuffled.rates):
        at = f"of L*, single rows at rate {rate:g}"
        replaced, ends = shuffled.replaced[i], shuffled.ends[i]
        yield (
            f"shuffled_replaced_{_key(rate)}",
            replaced,
            NONE,
            f"floor, {SAMPLED}, {at}",
        )
        yield (
            f"shuffled_steps_{_key(rate)}",
            shuffled.steps[i],
            NONE,
            f"all steps, {at}",
        )
        yield f"shuffled_ends_{_key(rate)}", ends, NONE, f"ends of epochs, {at}"
        gain = replaced / ends
        yield (
            f"shuffled_gain_{_key(rate)}",
            gain,
            NONE,
            f"floor over ends of epochs, {at}",
        )


def _schedules(data: Data) -> Rows:
    one, at = data.schedules.one, "single rows, share of L*"
    yield "decay_steps", runs.DECAY_STEPS, STEPS, "length of the runs compared"
    yield "decay_rate", runs.DECAY, NONE, "decay of the rate a step"
    yield "decay_forgotten", runs.FORGOTTEN, STEPS, "left out of the average"
    for name, gaps in data.schedules.measured.items():
        end = gaps[runs.LATE].mean()
        yield f"decay_{name}", end, NONE, f"mean gap, last steps, {name}, {at}"
    for name, gaps in data.schedules.predicted.items():
        yield f"decay_{name}_predicted", gaps[runs.LATE].mean(), NONE, f"{name}, {at}"
    yield "jitter_largest", one[runs.FORGOTTEN :].max(), NONE, f"largest gap, {at}"
    yield "jitter_smallest", one[runs.FORGOTTEN :].min(), NONE, f"least gap, {at}"


def _bad_row(data: Data) -> Rows:
    bad, share = data.bad, "gap on the other rows over their least loss"
    yield "bad_y", bad.y, Y, "y of the row that lost its decimal point"
    yield "bad_true_y", bad.y / single_rows.BAD_FACTOR, Y, "y of that row before"
    yield "bad_epochs", single_rows.BAD_EPOCHS, EPOCHS, "length of those runs"
    yield "bad_bound", bad.bound, PULL, "length at which a gradient is cut"
    yield "bad_noise_share", bad.noise_share, NONE, "the row's share of the noise"
    yield "bad_settled", bad.settled, NONE, f"{share}, best line with the bad row"
    for name in ("single", "clipped"):
        late = bad.gaps[name][bad.hits[-1] + 1]
        yield f"bad_{name}", late, NONE, f"{share}, {name}, after the last hit"
    before = bad.gaps["single"][bad.hits[-1]]
    yield "bad_before", before, NONE, f"{share}, single, before the last hit"


def _regressor(data: Data) -> Rows:
    stops = data.stops
    yield "stop_eta0", regressor.ETA0, NONE, "eta0, documented default"
    yield "stop_power", regressor.POWER_T, NONE, "power_t, documented default"
    yield "stop_tol", regressor.TOL, SQUARES, "tol, documented default"
    yield "stop_patience", regressor.PATIENCE, EPOCHS, "n_iter_no_change, default"
    for unit, epochs, left in zip(stops.units, stops.epochs, stops.left, strict=True):
        at = f"SGDRegressor rebuilt, y times {unit:g}"
        yield f"stop_epochs_{_key(unit)}", epochs, EPOCHS, f"until it stops, {at}"
        yield f"stop_left_{_key(unit)}", left, NONE, f"slope missing, {at}"
    epochs, left = stops.patient
    yield "stop_patient_epochs", epochs, EPOCHS, "the same, tol scaled with y"
    yield "stop_patient_left", left, NONE, "slope missing, tol scaled with y"


def _thread(data: Data) -> Rows:
    thread, of = data.thread, "intercept of the thread"
    yield "thread_steps", runs.THREAD_STEPS, STEPS, "of single rows, and of all rows"
    yield "thread_runs", runs.THREAD_RUNS, "runs", "behind the mean"
    yield "thread_single", thread.single, Y, f"{of}, mean of single-row runs"
    yield "thread_whole", thread.whole, Y, f"{of}, as many steps on all rows"
    yield "thread_best", thread.best, Y, f"{of}, least squares"


def _key(value: float) -> str:
    """A number as a part of a key: 0_1 of 0.1."""
    return f"{value:g}".replace(".", "_")

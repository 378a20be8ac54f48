"""The numbers of the page on minibatches.

The one rule: a share is of the least loss, and what is measured says on how many runs.
"""

import numpy as np

from gdcore.algebra import dot, length
from scripts.drawing.declarations import Rows, listed
from scripts.topics.minibatches import data as page
from scripts.topics.minibatches.data import Data, runs

LATE = slice(-200, None)  # steps whose mean is the end of a run
NONE, Y, SQUARES = "dimensionless", "units of y", "squared units of y"
STEPS, EPOCHS, PULL = "steps", "epochs", "loss per unit"


def _floors(data: Data) -> Rows:
    rows, of = data.rows, "long-run E[L - L*] over L*"
    noise = (dot(rows.X, rows.X) * rows.s**2).mean() / rows.least
    yield "rows", len(rows.s), "rows", "rows of the data"
    yield "rate", runs.RATE, NONE, "learning rate of the page's runs"
    yield "first_order", noise, NONE, "mean |x|^2 s^2 over L*"
    yield "floor_runs", runs.FLOOR_RUNS, "runs", "behind each measured floor"
    for m, floors in data.floors.items():
        for rate, predicted, measured in zip(*floors, strict=True):
            at = f"{of}, batch of {m}, rate {rate:g}, rows drawn with replacement"
            yield f"floor_predicted_{m}_{_key(rate)}", predicted, NONE, at
            yield f"floor_measured_{m}_{_key(rate)}", measured, NONE, f"{at}, runs"
    worst = np.abs([f.measured / f.predicted - 1 for f in data.floors.values()]).max()
    yield "floor_worst", worst, NONE, "largest relative gap of predicted to measured"
    for name, limits in data.limits.items():
        at = f"limit of the rate on {name}: all rows, largest row, or a batch"
        for key, limit in limits.items():
            yield f"limit_{name}_{key}", limit, NONE, f"{at}; {key}"


def _single_rows(data: Data) -> Rows:
    for name, g in (("start", data.start), ("end", data.end)):
        mean = float(length(g.rows).mean())
        share = round(float(length(g.mean)) / mean, 9)
        yield f"{name}_length", mean, PULL, f"mean length of a row's gradient, {name}"
        yield f"{name}_agreement", share, NONE, f"length of their mean over it, {name}"
    targets, rate = page.TARGETS, page.HAND_RATE
    variance, of = np.var(targets), "two targets, one number b"
    yield "hand_rate", rate, NONE, f"learning rate, {of}"
    for i, target in enumerate(targets):
        yield f"hand_target_{i}", target, Y, f"target {i + 1} of {of}"
    for k, b in enumerate(data.hand):
        yield f"hand_b_{k}", b, Y, f"b after {k} steps, {of}"
    for k, (i, b) in enumerate(zip(page.HAND_ORDER, data.hand, strict=False), 1):
        yield f"hand_y_{k}", targets[i], Y, f"target of step {k}, {of}"
        yield f"hand_g_{k}", 2 * (b - targets[i]), PULL, f"gradient of step {k}, {of}"
    floor, half = (eta * variance / (1 - eta) for eta in (rate, 0.5))
    yield "hand_least", variance, SQUARES, f"least loss, {of}"
    yield "hand_floor", floor, SQUARES, f"long-run E[L - L*], {of}"
    yield "hand_half", half, SQUARES, f"the same at rate one half, {of}"


def _remedies(data: Data) -> Rows:
    shuffled, of = data.shuffled, "floor with replacement over shuffled ends of epochs"
    for rate, gain in zip(shuffled.at, shuffled.predicted / data.ends, strict=True):
        yield f"shuffled_gain_{_key(rate)}", gain, NONE, f"{of}, rate {rate:g}"
    for name, b in data.intercepts.items():
        at = "mean of runs on single rows, all rows, least squares"
        yield f"thread_{name}", b, Y, f"intercept of the thread: {name} ({at})"
    yield "thread_steps", runs.THREAD_STEPS, STEPS, "of single rows, and of all rows"
    yield "thread_runs", runs.THREAD_RUNS, "runs", "behind the mean"
    of = "mean gap of the last steps over L*, single rows"
    yield "decay_steps", runs.DECAY_STEPS, STEPS, "length of the runs compared"
    yield "decay_forgotten", runs.FORGOTTEN, STEPS, "left out of the average"
    for name, gaps in (("constant", data.constant), ("decaying", data.decaying)):
        measured, predicted = gaps.measured[LATE].mean(), gaps.predicted[LATE].mean()
        yield f"decay_{name}", measured, NONE, f"{of}, {name} rate, runs"
        yield f"decay_{name}_predicted", predicted, NONE, f"{of}, {name} rate"
    yield "decay_averaged", data.averaged[LATE].mean(), NONE, f"{of}, averaged"
    yield "jitter_largest", data.one[runs.FORGOTTEN :].max(), NONE, "of one run's gaps"


def _bad_row(data: Data) -> Rows:
    bad, share = data.bad, "gap on the other rows over their least loss"
    (_, y), last = bad.place, bad.hits[-1]
    yield "bad_y", y, Y, "y of the row that lost its decimal point"
    yield "bad_true_y", y / page.BAD_FACTOR, Y, "y of that row before"
    yield "bad_rate", page.BAD_RATE, NONE, "learning rate of these runs"
    yield "bad_bound", bad.bound, PULL, "length at which a gradient is cut"
    yield "bad_noise_share", bad.noise_share, NONE, "the row's share of the noise"
    yield "bad_settled", bad.settled, NONE, f"{share}, best line with the bad row"
    yield "bad_before", bad.gaps["single"][last], NONE, f"{share}, before the last hit"
    for name, gaps in bad.gaps.items():
        yield f"bad_{name}", gaps[last + 1], NONE, f"{share}, {name}, after the last"


def _regressor(data: Data) -> Rows:
    yield "stop_eta0", page.ETA0, NONE, "eta0, documented default"
    yield "stop_power", page.POWER_T, NONE, "power_t, documented default"
    yield "stop_patience", page.PATIENCE, EPOCHS, "n_iter_no_change, documented default"
    keys = [*map(_key, page.UNITS), "patient"]
    ends = [*zip(data.stops.epochs, data.stops.left, strict=True), data.stops.patient]
    for key, (epochs, left) in zip(keys, ends, strict=True):
        at = f"SGDRegressor rebuilt, unit of y {key} (patient: tol scaled with it)"
        yield f"stop_epochs_{key}", epochs, EPOCHS, f"until it stops, {at}"
        yield f"stop_left_{key}", left, NONE, f"slope missing, {at}"


def _key(value: float) -> str:
    """A number as a part of a key: 0_1 of 0.1."""
    return f"{value:g}".replace(".", "_")


numbers = listed(_floors, _single_rows, _remedies, _bad_row, _regressor)

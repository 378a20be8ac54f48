"""The numbers of the page on L-BFGS, each with what it means.

The one rule: a value is read off the data; only shares, counts and largest values are
taken here.
"""

import math

from scripts.drawing.declarations import Rows, listed
from scripts.topics.lbfgs.data import Data
from scripts.topics.lbfgs.data.kinks import RUNS
from scripts.topics.lbfgs.data.noise import BATCH, BATCH_STEPS, SGD_RATE
from scripts.topics.lbfgs.data.surfaces import BELOW, BETA, DIMENSION, RATE
from scripts.topics.lbfgs.data.thread import ATOL, OUTER, SCALED, TOLERANCE
from scripts.topics.lbfgs.data.torch import CURVATURE


def power(value: float) -> str:
    """A power of ten, as in code: 1e-4."""
    return f"1e{math.log10(value):.0f}"


NONE, COUNT = "dimensionless", "evaluations of the loss"
LOOP = "the thread's loop in float32"
SOLVED = (
    f"Evaluations until the thread's assertion, allclose at {power(ATOL)}, "
    "holds at the beginning of an outer step"
)
SEARCHED = {
    "backtracking": "L-BFGS with backtracking",
    "lbfgs": "L-BFGS with a strong Wolfe search",
}
METHODS = {
    "gd": "gradient descent at its best rate",
    "momentum": "momentum at its best settings",
    **SEARCHED,
    "exact": "L-BFGS with an exact search",
    "cg": "conjugate gradients",
}
ROSENBROCK = {
    "gd": f"gradient descent at rate {RATE}",
    "momentum": f"momentum {BETA} at rate {RATE}",
    **SEARCHED,
}
BATCHES = {
    "full": "L-BFGS, all rows",
    "one": "L-BFGS, one batch per pair",
    "two": "L-BFGS, two batches per pair",
    "sgd": f"minibatch descent at rate {SGD_RATE}",
}


def _closures(data: Data) -> Rows:
    own, never = data.closures.thread, data.closures.accumulated
    for name, words, loop in (
        ("right", "the right", data.closures.right),
        ("thread", "the thread's own", own),
    ):
        at, most = f"{LOOP}, {words} closure", float(loop.losses.max())
        yield f"evaluations_{name}_closure", loop.solved, COUNT, f"{SOLVED}: {at}"
        yield f"rounds_{name}_closure", loop.rounds, "outer steps", f"As many: {at}"
        yield f"largest_loss_{name}_closure", most, NONE, f"Most, {at}"
    jump = float(own.losses[2:21].max())
    yield "first_round_loss", jump, NONE, "Largest loss of the first outer step"
    length = float(own.lengths[1])
    yield "repeated_step", length, NONE, "Length of the step that is repeated there"
    words, most = f"{LOOP}, the thread's closure", float(never.losses.max())
    words = f"{words}, gradients never zeroed"
    yield "evaluations_accumulated", len(never.losses), COUNT, f"All: {words}"
    yield "largest_loss_accumulated", most, NONE, f"Largest loss: {words}"


def _defaults(data: Data) -> Rows:
    stuck, single = data.defaults.float64, data.defaults.float32
    at = "no line search, right closure, float64"
    rounds = f"All of {OUTER} rounds: {at}"
    yield "default_evaluations", len(stuck.losses), COUNT, rounds
    yield "default_loss", float(stuck.losses[-1]), NONE, f"Loss after them: {at}"
    yield "default_product", float(stuck.products[2]), NONE, f"Third u^T s: {at}"
    yield "default_step", float(stuck.lengths[2]), NONE, f"Third step's length: {at}"
    yield "default_pairs", int(stuck.kept.sum()), "pairs", f"Kept in all: {at}"
    yield "default_refused", int((~stuck.kept).sum()), "pairs", f"Refused: {at}"
    third = "Third u^T s in float32: rounding has supplied most of it"
    yield "default_product_float32", float(single.products[2]), NONE, third
    ratio = float(single.lengths[3] / single.lengths[2])
    yield "float32_jump", ratio, NONE, "Fourth step over third step, float32"
    first = float(stuck.losses[2])
    yield "overshoot", first, NONE, "Loss after the first step, any precision"


def _units(data: Data) -> Rows:
    defaults, cliff, descent = data.defaults, data.defaults.cliff, data.defaults.descent
    factor = "Factor on the loss above which the default works, float64"
    predicted = f"{factor}: {power(CURVATURE)} / u^T s"
    yield "factor_predicted", cliff.predicted, NONE, predicted
    yield "factor_measured", cliff.measured, NONE, f"{factor}: by bisection"
    what = f"{SOLVED}: float64, no search"
    scaled, positive = f"{what}, loss times {SCALED:g}", f"{what}, any u^T s > 0"
    yield "evaluations_scaled", defaults.scaled.solved, COUNT, scaled
    yield "evaluations_any_positive", defaults.any_positive.solved, COUNT, positive
    yield "descent_steps", descent.steps, "steps", "Steps of the stuck run"
    yield "descent_loss", descent.loss, NONE, "Loss after them, measured"
    predicted = "Loss after them, predicted for descent at rate 1/lambda_max"
    yield "descent_loss_predicted", descent.loss_predicted, NONE, predicted
    needed = "Steps to one percent of the error at that rate"
    yield "descent_steps_needed", descent.steps_needed, "steps", needed


def _methods(data: Data) -> Rows:
    methods = data.methods.by_name
    for name, words in METHODS.items():
        what = f"Evaluations to {100 * TOLERANCE:g} % of sqrt(L), {words}"
        yield f"evaluations_{name}", methods[name].evaluations, COUNT, what
    for name in ("lbfgs", "backtracking"):
        nfev, value, words = methods[name].nfev, methods[name].value, METHODS[name]
        yield f"end_steps_{name}", len(nfev) - 1, "steps", f"Steps, {words}"
        yield f"end_evaluations_{name}", int(nfev[-1]), COUNT, f"To the end, {words}"
        yield f"end_loss_{name}", float(value[-1]), NONE, f"Loss there, {words}"
    nfev = methods["lbfgs"].nfev
    for k in (1, 2, 3):
        size, used = float(data.methods.step_size[k]), int(nfev[k] - nfev[k - 1])
        yield f"step_size_{k}", size, NONE, f"Step size t of L-BFGS step {k}"
        yield f"step_evaluations_{k}", used, COUNT, f"Evaluations in step {k}"


def _elsewhere(data: Data) -> Rows:
    valley, quadratic = data.rosenbrock, data.conjugate
    for name, words in ROSENBROCK.items():
        at = f"stays below {power(BELOW)} on Rosenbrock, {words}"
        count = valley.by_name[name].evaluations
        yield f"rosenbrock_{name}", count, COUNT, f"Evaluations until f {at}"
    steps = len(valley.path) - 1
    yield "rosenbrock_steps", steps, "steps", "Steps of the animated L-BFGS run"
    yield "rosenbrock_evaluations", valley.nfev[-1], COUNT, "All of it"
    gap = "L-BFGS from conjugate gradients, 2 parameters"
    yield "cg_gap", quadratic.gap, NONE, gap
    for m, key in ((1, "one"), (DIMENSION, "twenty")):
        at = f"Distance from conjugate gradients over |x*|, memory {m}"
        at = f"{at}, {DIMENSION} parameters"
        for k in (5, 10, 20):
            apart = float(quadratic.apart[m][k])
            yield f"apart_{key}_{k}", apart, NONE, f"{at}, after {k} steps"
    for name, trials in data.searches.by_name.items():
        count, share = len(trials.tried), f"|slope| over first, {name}"
        yield f"search_{name}_t", trials.t, NONE, f"Accepted t, {name}, as drawn"
        yield f"search_{name}_trials", count, COUNT, f"Trials, {name}"
        yield f"search_{name}_slope", trials.slope_share, NONE, share


def _noise(data: Data) -> Rows:
    noise = data.noise
    for i, key in ((0, "short"), (6, "middle"), (12, "long")):
        at = f"of s^T u from two batches of {BATCH}, |s| = {noise.lengths[i]:.3g}"
        share, predicted = float(noise.share[i]), float(noise.predicted[i])
        yield f"negative_{key}", share, NONE, f"Share <= 0 {at}"
        yield f"negative_predicted_{key}", predicted, NONE, f"Normal law, {at}"
    yield "negative_one_batch", noise.one_batch, NONE, "The same from one batch"
    for name, words in BATCHES.items():
        end = float(abs(noise.runs[name][-1]))
        what = f"Loss above its least, {BATCH_STEPS} steps, {words}"
        yield f"batch_{name}", end, NONE, what


def _kinks(data: Data) -> Rows:
    kinks, ray = data.kinks, data.kinks.ray
    at = "mean absolute error of heavy_noise"
    over = kinks.value / kinks.least - 1
    typical = f"Median over the random starts of the share above the least, {at}"
    most = f"Largest of the random starts' shares above the least, {at}"
    flattest = f"Shortest subgradient at the end of a random start's run, {at}"
    yield "mae_value", kinks.value, NONE, f"Where L-BFGS stops, {at}"
    yield "mae_least", kinks.least, NONE, f"Least {at}"
    yield "mae_over", over, NONE, f"Share above the least, {at}"
    yield "mae_runs", RUNS, NONE, f"Random starts, {at}"
    yield "mae_typical", kinks.typical, NONE, typical
    yield "mae_most", kinks.most, NONE, most
    yield "mae_flattest", kinks.flattest, NONE, flattest
    yield "mae_gradient", kinks.gradient, NONE, f"Length of the subgradient, {at}"
    yield "mae_evaluations", kinks.evaluations, COUNT, f"Before the end, {at}"
    yield "mae_searched", kinks.searched, COUNT, f"Spent by the last search, {at}"
    yield "mae_before", ray.before, NONE, f"Slope before the kink / first, {at}"
    yield "mae_after", ray.after, NONE, f"Slope after the kink / first, {at}"


numbers = listed(_closures, _defaults, _units, _methods, _elsewhere, _noise, _kinks)

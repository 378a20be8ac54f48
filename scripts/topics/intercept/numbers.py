"""The numbers of the page on the intercept, by key.

The one rule: a value is read off the data; only shares of two values are taken here.
"""

from scripts.drawing.declarations import Rows, listed
from scripts.topics.intercept.data import Data
from scripts.topics.intercept.data.example import TILT
from scripts.topics.intercept.data.exercises import DIVISOR, OWN_RATE
from scripts.topics.intercept.data.geometry import FAN, SIDE_STEPS, SIDES
from scripts.topics.intercept.data.remedies import (
    ADAM_DEFAULT,
    ADAM_FAST,
    ADAM_STEPS,
    FIX_RATE,
)
from scripts.topics.intercept.data.thread import EPOCHS, EVERY, LATE, SEEDS, TOLERANCE
from scripts.topics.intercept.data.thread import THREAD_RATE as RATE

NONE = "dimensionless"
LEFT = f"{100 * TOLERANCE:g} %"
AFTER = f"after {EPOCHS} epochs"
KINDS = {
    "random": ("seeds", "the seeds"),
    "zero": ("seeds_zero", "the seeds with slope 0"),
}
REMEDIES = {
    "plain": "gradient descent at its best rate",
    "centering": "centering x",
    "standardizing": "standardizing x",
    "rates": "one rate per parameter",
    "momentum": "the best momentum",
    "adam": "Adam at the fastest rate tried that stays",
    "lbfgs": "L-BFGS",
}


def _thread(data: Data) -> Rows:
    run = data.run
    yield "learning_rate", RATE, NONE, "learning rate of the thread"
    yield "epochs", EPOCHS, "epochs", "epochs of the thread's run"
    yield "samples", len(data.x), "points", "points of the thread's data"
    yield "x_largest", data.x[-1], "units of x", "largest x of the thread's data"
    for i, name in enumerate(("slope", "intercept")):
        yield f"{name}_true", data.true[i], NONE, f"{name} that made the data, seed 0"
        yield f"{name}_best", data.best[i], NONE, f"{name} of the least-squares line"
        yield f"{name}_after", run.x[-1, i], NONE, f"{name} {AFTER} from 0"
        left = f"share of the {name}'s first error that is left {AFTER}"
        yield f"{name}_share_left", run.share[-1, i], NONE, left
    yield "loss_start", run.value[0], NONE, "loss of the line (0, 0)"
    yield "loss_after", run.value[-1], NONE, f"loss {AFTER}"
    yield "loss_best", data.spectrum.loss_min, NONE, "least loss of any line"


def _seeds(data: Data) -> Rows:
    yield "seeds", SEEDS, "runs", "seeds with which the thread was repeated"
    for kind, seeds in data.seeds.items():
        key, over = KINDS[kind]
        for name, share in (("intercept", seeds.intercept), ("slope", seeds.slope)):
            median = f"median over {over} of the share of the {name}'s error left"
            yield f"{key}_{name}_share_left", share, NONE, f"{median} {AFTER}"
        least = f"share of the intercept's error that nine in ten of {over} still have"
        yield f"{key}_nine_in_ten", seeds.nine_in_ten, NONE, least
        for end, steps in zip(("fewest", "most"), seeds.steps, strict=True):
            what = f"{end} steps to {LEFT} of b in the middle nine tenths of {over}"
            yield f"{key}_steps_{end}", steps, "steps", what


def _three(data: Data) -> Rows:
    three, of = data.three, "of three points"
    for i, x in enumerate(three.x.tolist()):
        at = f"at point {i + 1} {of}"
        yield f"three.x_{i}", x, NONE, f"x {at}"
        tilted = f"what a tilt by {TILT} about x = 0 adds {at}"
        yield f"three.tilted_{i}", three.tilted[i], NONE, tilted
        answer = f"what the slope's answer to a lift by 1 adds {at}"
        yield f"three.answer_{i}", three.answer[i], NONE, answer
        left = f"residual that lift and answer leave {at}"
        yield f"three.left_{i}", three.left[i], NONE, left
    yield "three.tilt", TILT, NONE, "tilt that imitates a lift by 1 at the mean"
    yield "three.mean", three.mean, NONE, f"mean of x {of}"
    yield "three.mean_square", three.square, NONE, f"mean of x^2 {of}"
    yield "three.variance", three.variance, NONE, f"variance of x {of}"
    slope = "change of slope that answers a lift by 1: -mean(x) / mean(x^2)"
    yield "three.slope", three.slope, NONE, slope
    yield "three.gradient", three.gradient, NONE, f"dL/db of a lift by 1 {of}"
    left = "dL/db of the lift and the slope's answer together"
    yield "three.gradient_left", three.gradient_left, NONE, left
    factor = "the first of these gradients over the second: mean(x^2) / v"
    yield "three.factor", three.gradient / three.gradient_left, NONE, factor
    yield "three.lambda_min", three.lambda_min, NONE, f"flat curvature {of}"
    yield "three.lambda_max", three.lambda_max, NONE, f"steep curvature {of}"
    ratio = f"condition number {of}"
    yield "three.condition", three.lambda_max / three.lambda_min, NONE, ratio


def _gradients(data: Data) -> Rows:
    grad, late = data.run.grad, data.late
    for i, name in enumerate("wb"):
        yield f"gradient_{name}_start", grad[0, i], NONE, f"dL/d{name} at (0, 0)"
        after = f"dL/d{name} at epoch {EPOCHS}"
        yield f"gradient_{name}_after", grad[-1, i], NONE, after
        later = f"dL/d{name} at epoch {LATE}"
        yield f"gradient_{name}_late", late.quoted[i], NONE, later
    yield "gradient_late_epoch", LATE, "epochs", "epoch of the late gradients"
    yield "ratio_start", grad[0, 0] / grad[0, 1], NONE, "dL/dw over dL/db at (0, 0)"
    ratio = f"dL/db over dL/dw at epoch {LATE}"
    yield "ratio_late", late.quoted[1] / late.quoted[0], NONE, ratio
    first = "first epoch at which the bias gradient is the larger one"
    yield "crossing_epoch", late.crossing, "epochs", first
    share = RATE * abs(late.quoted[1]) / abs(late.error)
    what = f"share of b's distance still to go that one step covers at epoch {LATE}"
    yield "step_share", share, NONE, what


def _terms(data: Data) -> Rows:
    for terms, when in zip(data.terms, ("start", "after"), strict=True):
        at = f"at epoch {terms.epoch}"
        size = f"mean size of a sample's term 2 r of dL/db {at}"
        share = f"share of the terms' size that survives their mean {at}"
        positive = f"samples that push the intercept down {at}"
        yield f"term_mean_{when}", terms.mean, NONE, f"dL/db {at}"
        yield f"term_size_{when}", terms.size, NONE, size
        yield f"terms_positive_{when}", terms.positive, "samples", positive
        yield f"term_left_{when}", abs(terms.mean) / terms.size, NONE, share


def _moments(data: Data) -> Rows:
    v, square = data.spectrum.variance, data.spectrum.square
    yield "mean_x", data.spectrum.mean, "units of x", "mean of x"
    yield "variance_x", v, "squared units of x", "variance of x"
    yield "sd_x", v**0.5, "units of x", "standard deviation of x"
    yield "mean_square_x", square, "squared units of x", "mean of x^2"
    left = "v / mean(x^2): what cancelling leaves of the bias gradient"
    yield "signal_left", v / square, NONE, left
    factor = "mean(x^2) / v: by how much cancelling weakens the bias gradient"
    yield "cancelling", square / v, NONE, factor


def _spectrum(data: Data) -> Rows:
    spectrum = data.spectrum
    (low, high), T = spectrum.formula, 1 + spectrum.square
    rough = "2 v / T, the smaller eigenvalue where v is far below T^2"
    yield "half_trace", T, NONE, "T = 1 + mean^2 + v"
    yield "lambda_min", low, NONE, "T - sqrt(T^2 - 4 v), flat curvature"
    yield "lambda_max", high, NONE, "T + sqrt(T^2 - 4 v), steep curvature"
    yield "lambda_min_rough", 2 * spectrum.variance / T, NONE, rough
    for name, value in zip(("min", "max"), spectrum.measured, strict=True):
        what = f"{name} eigenvalue of the Hessian that differences of the gradient give"
        yield f"lambda_{name}_measured", value, NONE, what
    condition = "lambda_max / lambda_min"
    yield "condition_number", spectrum.condition, NONE, condition
    yield "learning_rate_limit", spectrum.limit, NONE, "2 / lambda_max"
    gain = "learning rate limit over the thread's rate"
    yield "limit_gain", spectrum.limit / RATE, NONE, gain
    for side, share in SIDES.items():
        at = f"after {SIDE_STEPS:,} steps at {share} of the limit"
        what = f"gradient {at}, over the first one"
        yield f"growth_{side}_limit", spectrum.growth[side], NONE, what


def _steps(data: Data) -> Rows:
    steps = data.steps
    yield "slow_loss", 1 - steps.slow_factor, NONE, "lr lambda_min"
    for name, count in (("slow", steps.slow), ("fast", steps.fast)):
        what = f"steps of the {name} direction to {LEFT} at the thread's rate"
        yield f"{name}_steps_to_1_percent", count, "steps", what
    for i, name in enumerate("wb"):
        what = f"steps until {name} is within {LEFT} at the thread's rate"
        predicted, measured = steps.predicted[i], steps.measured[i]
        yield f"steps_{name}_predicted", predicted, "steps", f"{what}, predicted"
        yield f"steps_{name}_measured", measured, "steps", f"{what}, measured"
    floor = "share of b's error at which float32 begins to lose the updates of b"
    yield "float32_floor", steps.float32_floor, NONE, floor
    plateau = f"share of w's error left at epoch {EVERY:,}, which waits for b"
    yield "slope_plateau", steps.plateau, NONE, plateau


def _pivot(data: Data) -> Rows:
    pivot, unit = data.pivot, "units of x"
    zero = "(mean(x^2) - lambda_min / 2) / mean(x): zero of the flat direction"
    crossing = f"x at which the lines of epochs {FAN[1]:,} and {FAN[2]:,} cross"
    yield "pivot_x", pivot.ratio, unit, "mean(x^2) / mean(x)"
    yield "pivot_x_exact", pivot.flat, unit, zero
    yield "pivot_x_measured", pivot.crossing, unit, crossing


def _systems(data: Data) -> Rows:
    q = data.spectrum.correlation
    kinds = {"centered": "centered", "scaled": "jacobi", "standardized": "standardized"}
    for name, key in kinds.items():
        system = data.systems[name]
        condition = f"condition number of the Hessian with x {name}"
        limit = f"2 / lambda_max with x {name}"
        yield f"{key}_condition_number", system.condition, NONE, condition
        yield f"{key}_limit", system.limit, NONE, limit
    formula = "(1 + q) / (1 - q) with the cosine q"
    cosine = "q = mean / sqrt(mean^2 + v), the cosine between x and the column of ones"
    steps = f"steps of the centered intercept to {LEFT} at the thread's rate"
    yield "jacobi_predicted", (1 + q) / (1 - q), NONE, formula
    yield "correlation", q, NONE, cosine
    yield "centered_steps_at_thread_rate", data.steps.centered, "steps", steps


def _remedies(data: Data) -> Rows:
    race = data.race
    for name, one in race.remedies.items():
        words = REMEDIES[name]
        cost = f"gradients that {words} takes until b is within {LEFT}"
        cost = f"{cost}, the first included"
        yield f"{name}_steps", one.steps, "steps", f"steps of {words} to {LEFT} of b"
        yield f"{name}_steps_w", one.slope_steps, "steps", f"{words}, to {LEFT} of w"
        yield f"{name}_evaluations", one.evaluations, "evaluations", cost
        if one.condition is not None:
            condition = f"condition number that {words} meets"
            yield f"{name}_meets", one.condition, NONE, condition
        if isinstance(one.rate, float):
            yield f"{name}_rate", one.rate, NONE, f"learning rate of {words}"
    fixed = f"share of b's error left {AFTER} on standardized x at rate {FIX_RATE}"
    yield "fixed_share_left", race.fixed, NONE, fixed
    yield "momentum_beta", race.momentum_beta, NONE, "beta of the best momentum"
    rate_w, rate_b = race.remedies["rates"].rate
    yield "rates_w", rate_w, NONE, "rate of w: 1 / (2 mean(x^2))"
    yield "rates_b", rate_b, NONE, "rate of b: 1 / 2"
    gap = "gradient at the least-squares solution over that at (0, 0)"
    yield "lstsq_gradient", race.exact_gradient, NONE, gap


def _adam(data: Data) -> Rows:
    trials = data.race.adam
    slow, fast = trials[ADAM_DEFAULT], trials[ADAM_FAST]
    what = f"steps of Adam to {LEFT} of b at torch's default rate {ADAM_DEFAULT}"
    at = f"Adam at rate {ADAM_FAST}"
    first = f"step at which {at} is first within {LEFT} of b"
    left = f"least times that {at} leaves {LEFT} of b in {ADAM_STEPS:,} steps"
    yield "adam_rates_tried", len(trials), "rates", "rates of Adam that were tried"
    yield "adam_trial_steps", ADAM_STEPS, "steps", "steps for which each rate was tried"
    yield "adam_default_steps", slow.stays, "steps", what
    yield "adam_fast_first", fast.first, "steps", first
    yield "adam_fast_left", fast.left, "times", f"{left}, of two runs"


def _advice(data: Data) -> Rows:
    loss = f"loss {AFTER} at a hundred times the thread's rate"
    yield "large_rate_loss", data.advice.large_loss, NONE, loss
    for size, (_, b) in data.advice.batches.items():
        end = f"intercept {AFTER} in shuffled batches of {size}"
        same = f"intercept after as many full-batch steps as batches of {size} make"
        left = f"share of b's error left {AFTER} in batches of {size}"
        taken = f"steps that {EPOCHS} epochs in batches of {size} take"
        count = EPOCHS * len(data.x) // size
        yield f"batch_{size}_steps", count, "steps", taken
        yield f"batch_{size}_intercept", b, NONE, end
        yield f"full_{size}_intercept", data.advice.full[size][1], NONE, same
        yield f"batch_{size}_share_left", abs(1 - b / data.best[1]), NONE, left


def _exercises(data: Data) -> Rows:
    answers, x = data.exercises, f"x / {DIVISOR}"
    steps = f"steps of the slow direction to {LEFT} with {x} at rate {OWN_RATE}"
    alone = f"steps to {LEFT} of b at rate {OWN_RATE} for b, the thread's for w"
    years = "condition number of the years"
    own = f"steps to {LEFT} of b at the thread's rate, data of the first snippet"
    yield "snippet_steps_b", answers.snippet_steps, "steps", own
    yield "bias_rate_steps", answers.bias_rate_steps, "steps", alone
    yield "years_condition_number", answers.years, NONE, "x = 1950, …, 2020"
    yield "years_pivot", answers.years_pivot, "years", "mean(x^2) / mean(x)"
    yield "years_mean", answers.years_mean, "years", "mean of the years"
    yield "years_centered", answers.years_centered, NONE, f"{years}, centered alone"
    yield "years_scaled", answers.years_scaled, NONE, f"{years}, scaled alone"
    yield "since_condition_number", answers.since, NONE, "x = years since 1950"
    yield "hundredth_condition_number", answers.hundredth, NONE, f"with {x}"
    yield "hundredth_limit", answers.hundredth_limit, NONE, f"2 / lambda_max with {x}"
    yield "hundredth_steps", answers.hundredth_steps, "steps", steps


numbers = listed(
    *(_thread, _seeds, _three, _gradients, _terms, _moments, _spectrum),
    *(_steps, _pivot, _systems, _remedies, _adam, _advice, _exercises),
)

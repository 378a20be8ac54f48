"""The numbers of the page on absolute error.

The one rule: a number is read off the computed data here, and never worked out anew.
"""

import numpy as np

from scripts.drawing.declarations import Rows, listed
from scripts.topics.mae.data import Data, runs
from scripts.topics.mae.data.lines import TRUE_SLOPE, UNIT_ERRORS

NONE, POINTS, STEPS, PULL = "dimensionless", "points", "steps", "loss per unit"
X, Y, SLOPE = "units of x", "units of y", "units of y per unit of x"


def _fits(data: Data) -> Rows:
    for name, fit in data.fits.items():
        (w, b), signs = fit.mae.theta, fit.signs
        line, squares = f"MAE line on {name}", f"MSE line on {name}"
        error, rest = "mean |y - w x - b| of the", "of y - w x - b,"
        mean, median = fit.mae.residuals.mean(), np.median(fit.mse.residuals)
        yield f"optimum_w.{name}", w, SLOPE, f"slope of the {line}"
        yield f"optimum_b.{name}", b, Y, f"intercept of the {line}"
        yield f"error.{name}", fit.mae.error, Y, f"{error} {line}"
        yield f"error_mse.{name}", fit.mse.error, Y, f"{error} {squares}"
        yield f"above.{name}", int((signs < 0).sum()), POINTS, f"above the {line}"
        yield f"below.{name}", int((signs > 0).sum()), POINTS, f"below the {line}"
        yield f"mean_rest.{name}", mean, Y, f"mean {rest} {line}"
        yield f"median_rest_mse.{name}", median, Y, f"median {rest} {squares}"


def _outliers(data: Data) -> Rows:
    fit, (lifted, lifted_mse) = data.fits["outliers"], data.lifted
    slope_w, slope_b = fit.subgradient
    at = "part of the subgradient at the optimum on outliers, sign(0) = 0"
    yield "true_slope", TRUE_SLOPE, SLOPE, "slope that made outliers"
    yield "slope", fit.mae.theta[0], SLOPE, "slope of the MAE line on outliers"
    yield "slope_mse", fit.mse.theta[0], SLOPE, "slope of the MSE line on outliers"
    yield "subgradient_w", slope_w, PULL, f"slope {at}"
    yield "subgradient_b", slope_b, PULL, f"intercept {at}"
    for i, (row, s) in enumerate(zip(fit.on, fit.multipliers, strict=True), 1):
        point = f"point {i} on the MAE line of outliers"
        yield f"on_{i}.x", fit.x[row], X, f"x of {point}"
        yield f"on_{i}.y", fit.y[row], Y, f"y of {point}"
        yield f"on_{i}.s", s, NONE, f"sign that makes the gradient 0, {point}"
    higher = "slope on outliers with the ten points lifted ten times as far"
    yield "lifted_slope", lifted, SLOPE, f"MAE {higher}"
    yield "lifted_slope_mse", lifted_mse, SLOPE, f"MSE {higher}"


def _three(data: Data) -> Rows:
    three, of = data.three, "of three targets"
    for i, y in enumerate(three.y.tolist(), 1):
        yield f"three.y{i}", y, Y, f"number {i} {of}"
    yield "three.high", three.high, Y, f"the last {of}, ten times as high"
    for name in ("mean", "median"):
        before, after = getattr(three, name)
        yield f"three.{name}", before, Y, f"{name} {of}"
        yield f"three.{name}_moved", after, Y, f"{name} {of}, the last one moved"


def _toy(data: Data) -> Rows:
    for i, r in enumerate(data.toy.r):
        of = f"of example {i + 1} of {len(data.toy.r)}"
        yield f"toy.r{i + 1}", r, Y, f"residual w x + b - y {of}"
        yield f"toy.sign{i + 1}", np.sign(r), NONE, f"sign of the residual {of}"
        for loss, terms in data.toy.terms.items():
            for part, value in zip("wb", terms[i], strict=True):
                yield f"toy.{loss}_{part}{i + 1}", value, PULL, f"{loss} by {part} {of}"
    for key, gradient in data.toy.gradients.items():
        how = "MAE by differences" if key == "differences" else f"{key} by formula"
        for part, value in zip("wb", gradient, strict=True):
            yield f"toy.{key}_{part}", value, PULL, f"gradient by {part}: {how}"


def _constant(data: Data) -> Rows:
    for system, x in (("raw", "x as it is"), ("scaled", "standardized x")):
        size = data.sizes[system]
        yield f"g_squared.{system}", size.tight, NONE, f"mean(|x|)^2 + 1, {x}"
        yield f"g_squared_loose.{system}", size.loose, NONE, f"mean(x^2) + 1, {x}"
    length = "length of each constant-step run on raw x"
    yield "raw.steps", runs.RAW_STEPS, STEPS, length
    raw, share = data.raw, "largest ratio of the mean gap so far to its bound"
    for i, rate in enumerate(raw.rates):
        at, end = f"constant step {rate:g} on raw outliers", f"{rate:g}"
        yield f"raw.band.{end}", raw.band[i], Y, f"eta G^2 / 2, {at}"
        yield f"raw.floor.{end}", raw.floor[i], Y, f"mean gap at the end, {at}"
        yield f"raw.best.{end}", raw.best[i], Y, f"smallest gap, {at}"
        yield f"raw.share.{end}", raw.bound_share[i], NONE, f"{share}, {at}"


def _floor(data: Data) -> Rows:
    floor, law = data.floor, "eta times half the mean of |g|^2"
    for i in (4, 12):
        end = f"{floor.rates[i]:g}"
        at = f"constant step {end}, standardized x, begun at the optimum"
        length, adam_step = np.sqrt(floor.square[i]), floor.adam_step[i]
        yield f"floor.measured.{end}", floor.measured[i], Y, f"mean gap, {at}"
        yield f"floor.predicted.{end}", floor.predicted[i], Y, f"{law}, {at}"
        yield f"floor.length.{end}", length, PULL, f"root mean square of |g|, {at}"
        yield f"floor.step.{end}", floor.step[i], NONE, f"mean step over eta, {at}"
        yield f"floor.adam_step.{end}", adam_step, NONE, f"same of Adam, {at}"
        yield f"floor.worst.{end}", floor.worst[i], Y, f"eta G^2 / 2, {at}"
        yield f"floor.adam.{end}", floor.adam[i], Y, f"mean gap of Adam, {at}"
    factor = np.median(floor.adam / floor.measured)
    yield "floor.adam_factor", factor, NONE, "Adam's floor over plain steps', median"


def _decay(data: Data) -> Rows:
    decay, shrinking = data.decay, "step 1 / sqrt(k + 1)"
    yield "decay.steps", runs.DECAY_STEPS, STEPS, "length of the runs compared"
    for key, step in (("constant", "step 1"), ("shrinking", shrinking)):
        late, half = (decay.curves[key + end][-1, 1] for end in ("", "_half"))
        yield f"decay.{key}", late, Y, f"mean gap at the end, {step}"
        yield f"decay.{key}_half", half, Y, f"gap of the later half's mean, {step}"
    law = f"bound on the best gap, {shrinking}"
    yield "decay.whole", decay.whole, Y, f"gap of the mean of all, {shrinking}"
    yield "decay.bound", decay.bound[-1, 1], Y, law
    yield "decay.share", decay.bound_share, NONE, f"largest share of the {law}"
    yield "decay.distance", decay.distance, NONE, "distance from start to optimum"
    yield "decay.every", decay.every, STEPS, "steps between two halvings"
    until = f"steps until the gap is below {runs.ROUNDING:.0e}"
    exact = f"{until}, step 1 halved again and again"
    yield "decay.halved_steps", decay.halved_steps, STEPS, exact
    short = f"gap at the end, step halved as often but begun at {runs.SHORT_RATE:g}"
    yield "decay.halved_short", decay.halved_short, Y, short
    (w, b), end = data.trained.line, "at which the training loop ends"
    yield "train.steps", runs.TRAIN_STEPS, STEPS, "length of the training loop"
    yield "train.w", w, SLOPE, f"slope {end}"
    yield "train.b", b, Y, f"intercept {end}"
    yield "train.gap", data.trained.gap, Y, f"gap {end}"


def _leverage(data: Data) -> Rows:
    leverage = data.leverage
    for key, row, loss in (("", 0, "MAE"), ("_mse", 1, "MSE")):
        one = f"{loss} slope on clean and one more point"
        first, last = leverage.lifted[[0, -1], row]
        far, unit = leverage.moved[-1, row], leverage.unit_errors[row]
        yield f"leverage.slope{key}", first, SLOPE, f"{one}, on the line"
        yield f"leverage.lifted{key}", last, SLOPE, f"{one}, lifted in y"
        yield f"leverage.moved{key}", far, SLOPE, f"{one}, far in x"
        moved = f"{loss} slope on clean with a few x ten times too large"
        yield f"units.slope{key}", unit, SLOPE, moved
    yield "units.points", UNIT_ERRORS, POINTS, "points whose x is ten times off"
    height = "lift of that point, at the most"
    yield "leverage.height", leverage.heights[-1], Y, height
    through = "x from which on the MAE line goes through that point"
    yield "capture", leverage.capture, X, f"{through}, found by bisection"
    yield "capture_bound", leverage.capture_bound, X, f"{through} at the latest"


def _conventions(data: Data) -> Rows:
    for name, convention in data.conventions.items():
        on, apart = f"on {name}, constant step", "largest difference between the runs"
        yield f"zero.{name}.hits", convention.zeros, "residuals", f"exactly 0 {on}"
        yield f"zero.{name}.apart", convention.apart, NONE, f"{apart} {on}"
        yield f"zero.{name}.steps", runs.SIGN_STEPS, STEPS, f"length of the runs {on}"
        yield f"zero.{name}.bound", convention.bound, Y, f"bound on the best gap {on}"
        for sign, best in zip(("minus", "zero", "plus"), convention.best, strict=True):
            yield f"zero.{name}.{sign}", best, Y, f"best gap, sign(0) {sign} {on}"


def _exercises(data: Data) -> Rows:
    answers, hops = data.exercises, "the hops over one kink"
    yield "hop.rate", runs.HOP, NONE, f"learning rate of {hops}"
    yield "hop.gap", answers.hop_gap, Y, f"smallest loss of {hops}"
    yield "hop.bound", runs.HOP / 2, Y, "eta G^2 / 2 of the hops, with G = 1"
    level = "level where descent on mean |b - y| ends"
    yield "median.run", answers.median_run, Y, level
    yield "median.exact", answers.median_exact, Y, "median of y on outliers"
    yield "median.mean", answers.median_mean, Y, "mean of y on outliers"
    yield "target.gap", runs.TARGET, Y, "gap that the exercise asks for"
    yield "target.rate", runs.TARGET_RATE, NONE, "learning rate of the run"
    promised, taken = answers.target_promised, answers.target_taken
    yield "target.promised", promised, STEPS, "steps the bound asks for"
    yield "target.taken", taken, STEPS, "steps the run took"


numbers = listed(
    *(_fits, _outliers, _three, _toy, _constant, _floor, _decay),
    *(_leverage, _conventions, _exercises),
)

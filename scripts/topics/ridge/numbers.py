"""What the page may show as a number.

The one rule: a key is an address in numbers.json, and so a promise.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from scripts.drawing.declarations import Number
from scripts.topics.ridge.data import Data, fits, runs, spectra
from scripts.topics.ridge.data.selection import LASSO_ALPHA, ONE_ALPHA, SECOND_MOMENTS

Rows = Iterator[tuple[str, Any, str, str]]  # key, value, unit, meaning

NONE, STEPS, ROWS = "dimensionless", "steps", "rows"
X, Y, SLOPE = "units of x", "units of y", "units of y per unit of x"
SQUARE = "units of y squared"


def numbers(data: Data) -> list[Number]:
    """All of them, part by part."""
    parts = (_three, _line, _shift, _scale, _choice, _pair, _thread, _ways, _decays)
    return [Number(*row) for part in (*parts, _lasso) for row in part(data)]


def _three(data: Data) -> Rows:
    three, of = data.three, "of three points"
    n, alpha, (w, b) = len(three.x), three.alpha, three.ridge
    residual = w * three.x + b - three.y
    variance = three.x.var()
    covariance = ((three.x - three.x.mean()) * three.y).mean()
    yield "three_alpha", alpha, NONE, f"ridge weight {of}"
    for i in range(n):
        yield f"three_x{i + 1}", three.x[i], X, f"x of point {i + 1} {of}"
        yield f"three_y{i + 1}", three.y[i], Y, f"y of point {i + 1} {of}"
        deviation = three.x[i] - three.x.mean()
        yield f"three_d{i + 1}", deviation, X, f"x less its mean, point {i + 1}"
        yield f"three_square{i + 1}", deviation**2, NONE, f"its square, point {i + 1}"
        term = deviation * three.y[i]
        yield f"three_term{i + 1}", term, NONE, f"deviation times y, point {i + 1}"
        yield f"three_r{i + 1}", residual[i], Y, f"ridge residual, point {i + 1}"
        pull = residual[i] * three.x[i]
        yield f"three_pull{i + 1}", pull, NONE, f"residual times x, point {i + 1}"
    yield "three_mean_x", three.x.mean(), X, f"mean of x {of}"
    yield "three_mean_y", three.y.mean(), Y, f"mean of y {of}"
    yield "three_variance", variance, NONE, f"variance of x {of}"
    yield "three_covariance", covariance, NONE, f"covariance of x and y {of}"
    for name, line in (("plain", three.plain), ("ridge", three.ridge)):
        yield f"three_{name}_w", line[0], SLOPE, f"slope {of}, {name}"
        yield f"three_{name}_b", line[1], Y, f"intercept {of}, {name}"
    pull = 2 * (residual * three.x).mean()
    yield "three_pull", pull, NONE, "slope gradient of the data at the ridge line"
    yield "three_penalty", 2 * alpha * w, NONE, "slope gradient of the penalty there"
    yield "three_both_w", three.both[0], SLOPE, f"slope {of}, b penalized too"
    yield "three_both_b", three.both[1], Y, f"intercept {of}, b penalized too"
    left = (three.both[0] * three.x + three.both[1] - three.y).mean()
    yield "three_both_mean", left, Y, "mean residual, b penalized too"


def _line(data: Data) -> Rows:
    line, of = data.line, "of the ten rows"
    yield "alpha", fits.ALPHA, NONE, "ridge weight of the page"
    yield "rows", len(fits.X), ROWS, "rows of the page's data"
    yield "sum_alpha", len(fits.X) * fits.ALPHA, NONE, "the same for a sum of squares"
    yield "torch_decay", 2 * fits.ALPHA, NONE, "the same as weight_decay of PyTorch"
    yield "variance", fits.X.var(), NONE, f"variance of x {of}"
    yield "mean_x", fits.X.mean(), X, f"mean of x {of}"
    yield "mean_y", fits.Y.mean(), Y, f"mean of y {of}"
    yield "share", line.share, NONE, "share v / (v + alpha) of the slope that is kept"
    for name in ("plain", "ridge", "both"):
        w, b = getattr(line, name)
        yield f"{name}_w", w, SLOPE, f"slope {of}, {name}"
        yield f"{name}_b", b, Y, f"intercept {of}, {name}"


def _shift(data: Data) -> Rows:
    for i, up in enumerate(fits.SHIFTS):
        yield f"shift_up{i}", up, Y, "lift of y before the fit"
        for name, lines in (("free", data.shift.free), ("tied", data.shift.tied)):
            at = f"lift {i}, b {name}"
            yield f"shift_{name}_w{i}", lines[i, 0], SLOPE, f"slope, {at}"
            moved = f"intercept moved back, {at}"
            yield f"shift_{name}_b{i}", lines[i, 1], Y, moved
            whole = f"intercept, {at}"
            yield f"shift_{name}_whole{i}", lines[i, 1] + up, Y, whole


def _scale(data: Data) -> Rows:
    for name, share in data.scale.units.items():
        at = f"of the slope kept, x in {name}"
        yield f"scale_{name}", share, NONE, f"share {at}, by formula"
        yield f"scale_{name}_lost", 1 - share, NONE, f"1 less the share {at}"
        measured = data.scale.measured[name]
        yield f"scale_{name}_measured", measured, NONE, f"share {at}, by fit"
    half = 1 / (1 + fits.ALPHA)
    yield "scale_standardized", half, NONE, "share of the slope kept, x standardized"


def _choice(data: Data) -> Rows:
    choice = data.choice
    best = choice.formula.argmin()
    apart = np.abs(choice.left_out / choice.formula[::25] - 1).max()
    held = np.abs(choice.rescaled / choice.left_out - 1).max()
    largest = choice.hat.argmax()
    yield "choice_best", choice.best, NONE, "alpha of least error on rows left out"
    yield "choice_best_error", choice.formula[best], SQUARE, "that error"
    first = choice.formula[0]
    yield "choice_first_error", first, SQUARE, "the same at the smallest alpha"
    training = choice.training[best]
    yield "choice_training", training, SQUARE, "training error at the best alpha"
    yield "choice_apart", apart, NONE, "formula against leaving out, relative"
    held_by = "error left out with alpha, not n alpha, held: relative difference"
    yield "choice_held", held, NONE, held_by
    yield "choice_hat", choice.hat[largest], NONE, "largest diagonal of the hat matrix"
    yield "choice_hat_x", fits.X[largest], X, "x of that row"
    r, h = choice.residual[largest], choice.hat[largest]
    yield "choice_residual", r, Y, "its residual at the best alpha"
    yield "choice_left", r / (1 - h), Y, "its residual when left out"
    freedom = choice.hat.sum()
    yield "choice_freedom", freedom, NONE, "sum of the diagonal at the best alpha"


def _pair(data: Data) -> Rows:
    two, of = data.pair, "of two like columns"
    yield "pair_alpha", spectra.PAIR_ALPHA, NONE, f"ridge weight {of}"
    yield "pair_rows", spectra.ROWS, ROWS, f"rows {of}"
    yield "pair_lambda_min", two.lambda_min, NONE, f"smallest eigenvalue {of}"
    yield "pair_lambda_max", two.lambda_max, NONE, f"largest eigenvalue {of}"
    predicted = (two.lambda_max + 2 * spectra.PAIR_ALPHA) / (
        two.lambda_min + 2 * spectra.PAIR_ALPHA
    )
    plain, ridge, steps, fewer = two.first
    yield "pair_kappa_plain", plain, NONE, f"condition number {of}"
    yield "pair_kappa", ridge, NONE, "the same with the penalty, from its Hessian"
    yield "pair_kappa_predicted", predicted, NONE, "the same by formula"
    yield (
        "pair_steps_plain",
        steps,
        STEPS,
        f"until a percent of the error is left, {of}",
    )
    yield "pair_steps", fewer, STEPS, "the same with the penalty"
    for name, line in (("plain", two.plain), ("ridge", two.ridge)):
        for i in (0, 1):
            yield f"pair_{name}_{i + 1}", line[i], SLOPE, f"w{i + 1} {of}, {name}"
    yield "pair_error_plain", two.error[0], Y, "root mean square error of the signal"
    yield "pair_error", two.error[1], Y, "the same with the penalty"
    for name, value in (("flat", two.lambda_min), ("steep", two.lambda_max)):
        kept = value / (value + 2 * spectra.PAIR_ALPHA)
        yield f"pair_kept_{name}", kept, NONE, f"share kept of the {name} direction"


def _thread(data: Data) -> Rows:
    thread = data.thread
    for i, alpha in enumerate(spectra.THREAD_ALPHAS):
        yield f"thread_alpha{i}", alpha, NONE, "ridge weight on the thread's data"
        for name in ("free", "tied"):
            at = f"of the thread's data, b {name}, weight {i}"
            kappa, (w, b) = getattr(thread, name)[i], getattr(thread, f"{name}_line")[i]
            yield f"thread_{name}{i}", kappa, NONE, f"condition number {at}"
            yield f"thread_{name}_w{i}", w, SLOPE, f"slope {at}"
            yield f"thread_{name}_b{i}", b, Y, f"intercept {at}"


def _ways(data: Data) -> Rows:
    for name in ("closed", "rows", "descent"):
        w, b = getattr(data.ways, name)
        yield f"ways_{name}_w", w, SLOPE, f"ridge slope by {name}"
        yield f"ways_{name}_b", b, Y, f"ridge intercept by {name}"
    yield "ways_steps", runs.WAYS_STEPS, STEPS, "of descent with weight decay"
    more = np.sqrt(len(fits.X) * fits.ALPHA)
    yield "ways_row", more, X, "x of the row that is added"


def _decays(data: Data) -> Rows:
    decays = data.decays
    for name, end in decays.ends.items():
        yield f"decays_{name}", end[0], SLOPE, f"slope where {name} ends"
        yield f"decays_{name}_steps", len(decays.paths[name]) - 1, STEPS, f"of {name}"
    yield "decays_tenth", decays.tenth[0], SLOPE, "ridge slope at (1 - beta) alpha"
    yield "decays_tenth_alpha", (1 - runs.BETA) * fits.ALPHA, NONE, "(1 - beta) alpha"
    yield "decays_beta", runs.BETA, NONE, "momentum of the runs"
    apart = "largest difference of plain descent with l2 and with decay"
    yield "decays_apart", decays.apart, SLOPE, apart
    wall = 1 / (2 * fits.ALPHA)
    yield "decays_wall", wall, SLOPE, "1 / (2 alpha), the wall of AdamW"
    corner = 1 / (2 * decays.plain[0])
    yield "decays_corner", corner, NONE, "alpha from which AdamW's wall is felt"


def _lasso(data: Data) -> Rows:
    lasso = data.lasso
    yield "lasso_alpha", LASSO_ALPHA, NONE, "weight of the lasso in the picture"
    yield "lasso_correlation", SECOND_MOMENTS[0, 1], NONE, "correlation of the columns"
    for i in (0, 1):
        yield f"lasso_least_{i + 1}", lasso.least[i], NONE, f"w{i + 1}, least squares"
        yield f"lasso_lasso_{i + 1}", lasso.lasso[i], NONE, f"w{i + 1}, lasso"
        yield f"lasso_ridge_{i + 1}", lasso.ridge[i], NONE, f"w{i + 1}, ridge"
    yield "lasso_one", ONE_ALPHA, NONE, "weight of both penalties on one coefficient"
    yield "lasso_threshold", ONE_ALPHA / 2, NONE, "below it lasso makes it zero"

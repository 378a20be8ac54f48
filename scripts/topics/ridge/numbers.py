"""What the page may show as a number.

The one rule: a key is an address in numbers.json, and so a promise.
"""

import numpy as np

from scripts.drawing.declarations import Rows, listed
from scripts.topics.ridge import data as fits
from scripts.topics.ridge.data import Data, columns, runs

NONE, STEPS, ROWS = "dimensionless", "steps", "rows"
X, Y, SLOPE = "units of x", "units of y", "units of y per unit of x"
SQUARE = "units of y squared"
NAMES = {False: "free", True: "tied"}


def _three(data: Data) -> Rows:
    x, y, alpha = fits.THREE_X, fits.THREE_Y, 3.0
    (w, b), apart, of = data.three["ridge"], x - x.mean(), "of three points"
    r = w * x + b - y
    for name, values, meaning in (
        ("x", x, f"x {of}"),
        ("y", y, f"y {of}"),
        ("d", apart, "x less its mean"),
        ("square", apart**2, "its square"),
        ("term", apart * y, "deviation times y"),
        ("r", r, "residual of the ridge line"),
        ("pull", r * x, "that residual times x"),
    ):
        for i, value in enumerate(values, 1):
            yield f"three_{name}{i}", value, NONE, f"{meaning}, point {i}"
    yield "three_alpha", alpha, NONE, f"ridge weight {of}"
    yield "three_mean_x", x.mean(), NONE, f"mean of x {of}"
    yield "three_mean_y", y.mean(), NONE, f"mean of y {of}"
    yield "three_variance", x.var(), NONE, f"variance of x {of}"
    yield "three_covariance", (apart * y).mean(), NONE, f"covariance {of}"
    for name, line in data.three.items():
        yield f"three_{name}_w", line[0], NONE, f"slope {of}, {name}"
        yield f"three_{name}_b", line[1], NONE, f"intercept {of}, {name}"
    yield "three_pull", 2 * (r * x).mean(), NONE, "slope gradient of the data there"
    yield "three_penalty", 2 * alpha * w, NONE, "slope gradient of the penalty there"
    slope, intercept = data.three["both"]
    left = (slope * x + intercept - y).mean()
    yield "three_both_mean", left, NONE, "mean residual, b penalized too"


def _line(data: Data) -> Rows:
    of = "of the ten rows"
    yield "alpha", runs.ALPHA, NONE, "ridge weight of the page"
    yield "rows", len(runs.X), ROWS, "rows of the page's data"
    yield "variance", runs.X.var(), NONE, f"variance of x {of}"
    yield "mean_y", runs.Y.mean(), Y, f"mean of y {of}"
    share = data.units["meters"][0]
    yield "share", share, NONE, "share v / (v + alpha) of the slope that is kept"
    for name, line in (("plain", data.plain), ("ridge", data.ridge)):
        yield f"{name}_w", line[0], SLOPE, f"slope {of}, {name}"
    for name, (formula, fitted) in data.units.items():
        at = f"of the slope kept, x in {name}"
        yield f"scale_{name}", formula, NONE, f"share {at}, by formula"
        yield f"scale_{name}_measured", fitted, NONE, f"share {at}, by fit"
    lost = 1 - data.units["millimeters"][0]
    yield "scale_millimeters_lost", lost, NONE, "share of the slope lost"
    half = 1 / (1 + runs.ALPHA)
    yield "scale_standardized", half, NONE, "share of the slope kept, x standardized"


def _thread(data: Data) -> Rows:
    for i, stage in enumerate(("first", "second", "third")):
        up, alpha = fits.SHIFTS[i], fits.THREAD_ALPHAS[i]
        yield f"shift_up{i}", up, Y, "lift of y before the fit"
        yield f"thread_alpha{i}", alpha, NONE, "ridge weight on the thread's data"
        for tied, name in NAMES.items():
            w, b = data.shifted[tied][i]
            at = f"b {name}, {stage} lift"
            yield f"shift_{name}_w{i}", w, SLOPE, f"slope, {at}"
            yield f"shift_{name}_whole{i}", b + up, Y, f"intercept, {at}"
            at = f"of the thread's data, b {name}, {stage} weight"
            yield f"thread_{name}{i}", data.kappas[tied][i], NONE, f"kappa {at}"
            yield f"thread_{name}_b{i}", data.thread[tied][i, 1], Y, f"intercept {at}"


def _choice(data: Data) -> Rows:
    choice, far, first = data.choice, data.choice.hat.argmax(), data.choice.formula[0]
    least = "alpha of least error on rows left out, in tenths"
    yield "choice_best", choice.best, NONE, least
    yield "choice_best_error", choice.formula.min(), SQUARE, "that error"
    yield "choice_first_error", first, SQUARE, "the same at the smallest alpha"
    yield "choice_held", choice.held, NONE, "difference with alpha, not n alpha, held"
    h, r = choice.hat[far], choice.residual[far]
    yield "choice_hat", h, NONE, "largest diagonal of the hat matrix"
    yield "choice_hat_x", runs.X[far], X, "x of that row"
    yield "choice_residual", r, Y, "its residual at the best alpha"
    yield "choice_left", r / (1 - h), Y, "its residual when left out"
    freedom = choice.hat.sum()
    yield "choice_freedom", freedom, NONE, "sum of the diagonal at the best alpha"


def _pair(data: Data) -> Rows:
    two, of, alpha = data.pair, "of two like columns", columns.SPOTS[columns.AT]
    low, high = two.values
    yield "pair_alpha", alpha, NONE, f"ridge weight {of}"
    yield "pair_rows", columns.ROWS, ROWS, f"rows {of}"
    predicted = (high + 2 * alpha) / (low + 2 * alpha)
    yield "pair_kappa_predicted", predicted, NONE, "condition number by formula"
    for i, end, name in ((0, "_plain", "no penalty"), (columns.AT, "", "a penalty")):
        yield f"pair_kappa{end}", two.kappa[i], NONE, f"condition number {of}, {name}"
        yield f"pair_steps{end}", int(two.taken[i]), STEPS, f"to a percent, {name}"
        yield f"pair_error{end}", two.error[i], Y, f"error of the signal, {name}"
        for j, w in enumerate(two.spots[i], 1):
            yield f"pair{end or '_ridge'}_{j}", w, SLOPE, f"w{j} {of}, {name}"
    for end, way, value in (("min", "flat", low), ("max", "steep", high)):
        kept = value / (value + 2 * alpha)
        yield f"pair_lambda_{end}", value, NONE, f"eigenvalue {of}, {way}"
        yield f"pair_kept_{way}", kept, NONE, f"share kept of the {way} direction"


def _runs(data: Data) -> Rows:
    for name, (w, b) in data.runs.ways.items():
        yield f"ways_{name}_w", w, SLOPE, f"ridge slope by {name}"
        yield f"ways_{name}_b", b, Y, f"ridge intercept by {name}"
    yield "ways_steps", runs.WAYS_STEPS, STEPS, "of descent with weight decay"
    for name, path in data.runs.paths.items():
        yield f"decays_{name}", path[-1, 0], SLOPE, f"slope where {name} ends"
    tenth = data.path[np.abs(runs.ALPHAS - (1 - runs.BETA)).argmin(), 0]
    yield "decays_tenth", tenth, SLOPE, "ridge slope at (1 - beta) alpha"
    yield "decays_beta", runs.BETA, NONE, "momentum of the runs"
    wall, corner = 1 / (2 * runs.ALPHA), 1 / (2 * data.plain[0])
    yield "decays_wall", wall, SLOPE, "1 / (2 alpha), the wall of AdamW"
    yield "decays_corner", corner, NONE, "alpha from which AdamW's wall is felt"
    for name, theta in data.lasso.theta.items():
        yield f"lasso_{name}_2", theta[1], NONE, f"w2, {name}"
    yield "lasso_least_2", columns.LEAST[1], NONE, "w2, least squares"
    threshold = columns.ONE_ALPHA / 2
    yield "lasso_threshold", threshold, NONE, "below it lasso makes it zero"


numbers = listed(_three, _line, _thread, _choice, _pair, _runs)

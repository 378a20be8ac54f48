"""What the page on momentum may show as a number.

The one rule: a number is read off the computed data here; only the formulas of the page
are worked out, from the example's two curvatures.
"""

import numpy as np

from gdcore.spectral import learning_rate_limit
from scripts.drawing.declarations import Rows, listed
from scripts.topics.momentum.data import Data, beyond, modes, valley
from scripts.topics.momentum.data.valley import BALL, HABIT, METHODS, settled

NONE, STEPS, RATE = "dimensionless", "steps", "squared parameter per loss"
CURVATURE = "loss per squared parameter"
NAMES = {
    "plain": "plain descent at its best rate",
    "nesterov": "Nesterov's method at its best",
    "ball": "the heavy ball at its best",
    "chebyshev": "Chebyshev's schedule",
    "slow": "plain descent at one over the largest curvature",
    "habit": "the usual momentum at the same rate",
}
FITTED = {"half": 0.5, "habit": HABIT, "high": 0.95, "heavy": modes.HEAVY}


def _example(data: Data) -> Rows:
    curved, star = valley.CURVED, valley.STAR
    kappa = curved.condition_number
    yield "lambda_min", curved.lambda_min, CURVATURE, "smallest curvature, along b"
    yield "lambda_max", curved.lambda_max, CURVATURE, "largest curvature, along w"
    yield "kappa", kappa, NONE, "condition number of the example"
    yield "deviation", np.sqrt(kappa), "units of x", "standard deviation of x"
    yield "points", len(valley.X), "points", "rows of the example"
    yield "star_w", star[0], "units of y per unit of x", "best slope"
    yield "star_b", star[1], "units of y", "best intercept"
    yield "safe_rate", valley.SAFE_RATE, RATE, "one over the largest curvature"
    yield "safe_beta", (1 - kappa**-0.5) ** 2, NONE, "best momentum at that rate"
    for name in ("plain", "ball", "nesterov"):
        rate = METHODS[name].learning_rate
        yield f"{name}_rate", rate, RATE, f"rate of {NAMES[name]}"
    yield "ball_beta", BALL.beta, NONE, "best momentum of the example"
    yield "nesterov_beta", METHODS["nesterov"].beta, NONE, "Nesterov's best momentum"


def _race(data: Data) -> Rows:
    for name, part in data.racers.items():
        who, left = NAMES[name], "left after a hundred steps"
        yield f"{name}_factor", part.factor, NONE, f"factor per step of {who}"
        yield f"{name}_hundred", part.share[100], NONE, f"{left}, {who}"
        for i, end in enumerate(("", "_finest")):
            at = f"until {valley.TOLERANCES[i]:.0e} of the error is left, {who}"
            yield f"{name}_alone{end}", part.by_factor[i], STEPS, f"{at}: alone"
            yield f"{name}_predicted{end}", part.predicted[i], STEPS, f"{at}: predicted"
            yield f"{name}_steps{end}", part.measured[i], STEPS, f"{at}: steps"
    ball = data.racers["ball"]
    ratios = np.divide(ball.measured, ball.by_factor)
    yield "ratio", ratios[0], NONE, "steps to one percent over those of the factor"
    yield "ratio_finest", ratios[-1], NONE, "the same, to the finest tolerance"
    left = data.racers["slow"].share[data.racers["habit"].measured[0]]
    yield "slow_left", left, NONE, "left by plain descent where the ball has arrived"


def _small(data: Data) -> Rows:
    part, of = data.modes.small, "for the two curvatures by hand"
    yield "small_rate", part.ball.learning_rate, RATE, f"best rate {of}"
    yield "small_beta", part.ball.beta, NONE, f"best momentum {of}"
    yield "small_plain_rate", part.plain.learning_rate, RATE, f"best plain rate {of}"
    left = 1 - part.plain.learning_rate * modes.SMALL[1]
    yield "small_plain_factor", left, NONE, f"left per step by plain descent {of}"
    for name, steps in zip(("ball", "plain"), part.steps, strict=True):
        yield f"small_{name}_steps", steps, STEPS, f"to one percent {of}, {name}"
    for j, way in enumerate(("steep", "flat")):
        yield f"small_{way}", modes.SMALL[j], CURVATURE, f"{way} curvature {of}"
        for k in range(modes.SMALL_STEPS + 1):
            at = f"{way} direction after step {k}, by hand"
            error = part.errors[k, j]
            yield f"small_{way}_v{k}", part.velocity[k, j], NONE, f"velocity, {at}"
            yield f"small_{way}_e{k}", error, NONE, f"error, {at}"
            yield f"small_{way}_g{k}", modes.SMALL[j] * error, NONE, f"gradient, {at}"


def _modes(data: Data) -> Rows:
    part, rho = data.modes, np.sqrt(BALL.beta)
    steep, flat = np.abs(part.measured).T
    for key, error in (("alone", part.alone), ("steep", steep), ("flat", flat)):
        steps = settled(error)
        yield f"double_{key}", steps, STEPS, f"to one percent at the best, {key}"
    yield "double_factor", 1 + settled(steep) * (1 + rho), NONE, "beside rho^k there"
    yield "double_peak", steep.max(), NONE, "largest error of the steep direction"
    yield "root_radius", rho, NONE, "modulus of complex roots, the root of beta"
    yield "ripple", np.sqrt(HABIT), NONE, "root of the usual momentum"
    yield "ripple_measured", part.ripple, NONE, "factor per step of a long run with it"
    yield "period", part.period, STEPS, "of one swing with very high momentum"


def _fitted(data: Data) -> Rows:
    for key, beta in FITTED.items():
        root = np.sqrt(beta)
        best, safe = ((1 + root) / (1 - root)) ** 2, (1 - root) ** -2
        with_it = f"with momentum {beta:g}"
        yield f"fits_{key}_beta", beta, NONE, "a momentum in use"
        yield f"fits_{key}_kappa", best, NONE, f"largest condition number {with_it}"
        yield f"fits_{key}_safe", safe, NONE, f"the same at the safe rate, {with_it}"
        yield f"fits_{key}_factor", root, NONE, f"factor per step {with_it}"
        yield f"fits_{key}_reach", 1 / (1 - beta), NONE, f"reach {with_it}"


def _choice(data: Data) -> Rows:
    for kappa, part in data.choices.items():
        key, at = f"choice_{kappa:.0f}", f"condition number {kappa:.0f}"
        yield f"{key}_kappa", kappa, NONE, "a condition number of the figure"
        yield f"{key}_beta", part.beta, NONE, f"best momentum in theory, {at}"
        yield f"{key}_steps", part.best, STEPS, f"with it, {at}"
        for name, beta in (("none", 0.0), ("habit", HABIT), ("heavy", modes.HEAVY)):
            count = part.steps[np.abs(valley.BETAS - beta).argmin()]
            yield f"{key}_{name}", count, STEPS, f"with momentum {beta:g}, {at}"


def _limits(data: Data) -> Rows:
    plain = learning_rate_limit(valley.PROBLEM)
    yield "limit_plain", plain, RATE, "limit of plain descent"
    for name, measured in data.limits.items():
        limit = learning_rate_limit(valley.PROBLEM, METHODS[name])
        yield f"limit_{name}", limit, RATE, f"limit of {NAMES[name]}, by formula"
        yield f"limit_{name}_measured", limit * measured, RATE, "by bisection"
        yield f"limit_{name}_ratio", limit / plain, NONE, "over that of plain descent"
        share = METHODS[name].learning_rate / limit
        yield f"share_{name}", share, NONE, "best rate over the method's own limit"
    for name, factor in zip(("predicted", "measured"), data.too_low, strict=True):
        yield f"too_low_{name}", factor, NONE, "Chebyshev's factor, bound too low"
    yield "too_low", 1 - valley.TOO_LOW, NONE, "by how much the bound is too low"


def _beyond(data: Data) -> Rows:
    part, there = data.cycle, "on the function with a flat middle"
    yield "cycle_curvature", beyond.STEEP, CURVATURE, f"largest curvature {there}"
    yield "cycle_rate", part.ball.learning_rate, RATE, f"best rate {there}"
    yield "cycle_beta", part.ball.beta, NONE, f"best momentum {there}"
    yield "cycle_safe", part.safe, RATE, f"rate below which it converges {there}"
    yield "cycle_from", part.starts[0], NONE, "first start that ends in the cycle"
    yield "cycle_to", part.starts[-1], NONE, "last start of that range"
    around = part.paths["tuned"][-3:]
    for name, place in zip(("first", "second", "third"), around, strict=True):
        yield f"cycle_{name}", place, NONE, "a place that the ball visits for ever"
    for name in ("plain", "nesterov", "small"):
        steps = settled(np.abs(part.paths[name]) / beyond.CYCLE_START)
        yield f"cycle_{name}", steps, STEPS, f"to one percent {there}, {name}"
    yield "cut_at", beyond.CUT_AT, STEPS, "before the rate is cut to a tenth"
    for name, path in zip(("outside", "inside"), data.cut, strict=True):
        moves, where = np.diff(path[:, 1]), f"rate {name} the velocity"
        ratio = moves[beyond.CUT_AT] / moves[beyond.CUT_AT - 1]
        yield f"cut_{name}", ratio, NONE, f"next step over the last, {where}"
        yield f"cut_{name}_end", path[-1, 1], "units of y", f"intercept, {where}"
    yield "cut_steps", len(data.cut[0]) - 1, STEPS, "of the run with a cut rate"


numbers = listed(_example, _race, _small, _modes, _fitted, _choice, _limits, _beyond)

"""The numbers of the page on rounding.

The one rule: a number is read off the computed data here, and never worked out anew.
"""

import numpy as np

from gdcore.problems import line_fit
from gdcore.spectral import spectrum
from scripts.drawing.declarations import Rows, listed
from scripts.topics.floats.data import Data, runs, sums
from scripts.topics.floats.data.formats import FLOAT16, FLOAT32, FORMATS

NONE, STEPS, Y = "dimensionless", "steps", "units of y"
LOSS = "units of y squared"
SINGLE = "in float32"
ORDINALS = ("first", "second", "third", "fourth")
RATES = ("small", "large")
FIXES = ("float32", "compensated", "float64")


def _hand(data: Data) -> Rows:
    yield "hand.start", float(runs.HAND_START), NONE, "start of the run by hand"
    yield "hand.best", float(runs.HAND_BEST), NONE, "minimizer of the run by hand"
    for name, rate, rows in zip(RATES, runs.HAND_RATES, data.hand, strict=True):
        yield f"hand.rate.{name}", float(rate), NONE, f"the {name} rate by hand"
        for k, (theta, update) in enumerate(rows):
            where = f"by hand at the {name} rate, {ORDINALS[k]} step"
            yield f"hand.theta.{name}.{k}", theta, NONE, f"parameter {where}"
            yield f"hand.update.{name}.{k}", update, NONE, f"update {where}"
            yield f"hand.exact.{name}.{k}", theta + update, NONE, f"sum {where}"


def _example(data: Data) -> Rows:
    example, problem, best = data.example, line_fit(runs.X, runs.Y), runs.INTERCEPT
    on = "of the example"
    yield "example.rows", len(runs.X), "rows", f"points {on}"
    yield "example.intercept", best, Y, f"intercept {on}"
    yield "example.rate", runs.RATE, NONE, f"learning rate {on}"
    low = spectrum(problem).lambda_min
    yield "example.lambda_min", low, NONE, f"flat curvature {on}"
    for kept in FORMATS:
        name, loss = kept.name, example.loss[kept.name]
        rest = int(example.k[np.argmax(loss == loss[-1])])
        yield f"spacing.{name}", kept.spacing(best), Y, f"spacing there, {name}"
        yield f"bits.{name}", kept.bits, "bits", f"significand of {name}"
        yield f"example.loss.{name}", loss[-1], LOSS, f"last loss {on}, {name}"
        yield f"example.floor.{name}", example.floor[name], LOSS, f"its floor, {name}"
        yield f"example.still.{name}", rest, STEPS, f"until {name} stands still"
    stuck, half = example.loss[FLOAT32.name][-1], FLOAT32.spacing(best) / 2
    change = abs(example.backwards / stuck - 1)
    largest = float(np.finfo(FLOAT16.dtype).max)
    yield "stuck_loss", stuck, LOSS, f"loss {on} at which float32 stands still"
    yield "example.half", half, Y, f"half the spacing {SINGLE} at the best intercept"
    yield "example.lost", half / runs.RATE, LOSS, f"gradient that is lost {SINGLE}"
    yield "example.distance", half / runs.RATE / low, Y, "distance of b at the floor"
    yield "example.turned", change, NONE, "change of that loss with rows turned round"
    yield "example.square", best**2, LOSS, f"first squared residual {on}"
    yield "largest.float16", largest, NONE, "largest number of float16"


def _thread(data: Data) -> Rows:
    thread, at = data.thread, "on the intercept thread, by learning rate"
    for i, rate in enumerate(runs.RATES.tolist()):
        key, rule, rest = f"{rate:.0e}", thread.predicted[i], thread.measured[i]
        yield f"thread.predicted.{key}", rule, Y, f"rest by the rule {at}"
        yield f"thread.measured.{key}", rest, Y, f"distance of b at rest {at}"
        yield f"thread.excess.{key}", thread.excess[i], LOSS, f"loss at rest {at}"
    off = float(np.max(np.abs(thread.measured / thread.predicted - 1)))
    yield "thread.off", off, NONE, "largest relative error of the rule on that thread"
    yield "long.rate", runs.LONG_RATE, NONE, "learning rate of the long run"
    yield "long.steps", runs.LONG_STEPS, STEPS, "length of the long run"
    yield "still", thread.still, STEPS, "until the long run stands still in float32"
    for key, left in zip(FIXES, thread.distance[-1], strict=True):
        yield f"long.{key}", left, Y, f"distance of b after the long run, {key}"


def _pair(data: Data) -> Rows:
    at = "on the two-variable thread, by learning rate"
    for rate, (rule, rest, loss) in zip(runs.PAIR_RATES, data.pair, strict=True):
        yield f"pair.predicted.{rate:.0e}", rule, NONE, f"rest by the rule {at}"
        yield f"pair.measured.{rate:.0e}", rest, NONE, f"rest {SINGLE} {at}"
        yield f"pair.loss.{rate:.0e}", loss, NONE, f"loss at rest {at}"


def _sums(data: Data) -> Rows:
    variances, (product, intercept), (w, b) = data.variances, data.back, sums.BACK_LINE
    yield "orders.n", int(sums.SIZES[-1]), "numbers", "terms of the longest sum"
    for name, errors in data.orders.items():
        of = f"error of the longest sum, {name}"
        yield f"orders.{name}", errors[-1], "roundings", of
    share = data.orders["in_turn"][-1] * sums.UNIT
    yield "orders.relative", share, NONE, "error of the longest sum, in turn"
    spreads, large = "a mean, in standard deviations", variances.one_pass[sums.LARGE]
    yield "variance.large_mean", sums.MEANS[sums.LARGE], NONE, spreads
    yield "variance.large", large, NONE, "error of one pass at that mean"
    yield "variance.far_mean", sums.FAR_MEAN, NONE, spreads
    yield "variance.far", variances.far, NONE, "variance by one pass, true is one"
    two = float(np.max(variances.two_pass))
    yield "variance.two_pass", two, NONE, "largest error of two passes"
    yield "back.slope", w, NONE, "slope that is mapped back"
    yield "back.mean", sums.BACK_MEAN, "units of x", "mean of x"
    yield "back.true", b, Y, "intercept that is mapped back"
    yield "back.intercept", intercept, Y, f"the same {SINGLE}"
    yield "back.product", product, Y, f"slope times mean {SINGLE}"
    yield "back.spacing", FLOAT32.spacing(product), Y, f"spacing {SINGLE} there"


def _unhelped(data: Data) -> Rows:
    clock, centered = data.clocks
    of = "determinant of the normal equations, clock"
    for name, loss in data.broadcast.items():
        steps, rule = data.example.overflow[name]
        yield f"broadcast.{name}", loss, LOSS, f"loss of the wrong gradient, {name}"
        yield f"overflow.{name}", steps, STEPS, f"until the loss is inf, {name}"
        yield f"overflow.rule.{name}", rule, STEPS, f"the same by the rule, {name}"
    ratio = clock.mean() / clock.std()
    yield "overflow.share", runs.PAST_LIMIT, NONE, "rate as a share of its limit"
    yield "clock.seconds", len(clock), "rows", "readings of a clock"
    yield "clock.normal", sums.determinant(clock), NONE, f"{of}, float64"
    yield "clock.centered", sums.determinant(centered), NONE, f"{of} from its mean"
    yield "clock.ratio", ratio, NONE, "mean of the clock over its spread"


numbers = listed(_hand, _example, _thread, _pair, _sums, _unhelped)

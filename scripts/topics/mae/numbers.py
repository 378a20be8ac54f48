"""The numbers of the page on absolute error.

The one rule: a number is read off the computed data here, and never worked out anew.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from scripts.drawing.declarations import Data, Number

Rows = Iterator[tuple[str, Any, str, str]]  # key, value, unit, meaning

NONE, POINTS, STEPS, PULL = "dimensionless", "points", "steps", "loss per unit"
Y, SLOPE = "units of y", "units of y per unit of x"


def numbers(data: Data) -> list[Number]:
    """All of them: per dataset, per example, per run."""
    parts = (_fits, _outliers, _toy, _constant, _floor, _decay)
    more = (_leverage, _conventions, _exercises)
    return [Number(*row) for part in (*parts, *more) for row in part(data)]


def _fits(data: Data) -> Rows:
    for name, fit in data["fits"].items():
        (w, b), signs, error = fit["mae"], fit["signs"], fit["error"]
        mean, median = (
            fit["residuals"]["mae"].mean(),
            np.median(fit["residuals"]["mse"]),
        )
        line, squares = f"MAE line on {name}", f"MSE line on {name}"
        yield f"optimum_w.{name}", w, SLOPE, f"slope of the {line}"
        yield f"optimum_b.{name}", b, Y, f"intercept of the {line}"
        yield f"error.{name}", error["mae"], Y, f"mean |y - w x - b| of the {line}"
        yield (
            f"error_mse.{name}",
            error["mse"],
            Y,
            f"mean |y - w x - b| of the {squares}",
        )
        yield f"above.{name}", int((signs < 0).sum()), POINTS, f"above the {line}"
        yield f"below.{name}", int((signs > 0).sum()), POINTS, f"below the {line}"
        yield f"mean_rest.{name}", mean, Y, f"mean of y - w x - b, {line}"
        yield f"median_rest_mse.{name}", median, Y, f"median of y - w x - b, {squares}"


def _outliers(data: Data) -> Rows:
    fit, lifted = data["fits"]["outliers"], data["lifted"]
    slope_w, slope_b = fit["subgradient"]
    at = "part of the subgradient at the optimum on outliers, sign(0) = 0"
    yield "true_slope", data["true_slope"], SLOPE, "slope that made outliers"
    yield "slope", fit["mae"][0], SLOPE, "slope of the MAE line on outliers"
    yield "slope_mse", fit["mse"][0], SLOPE, "slope of the MSE line on outliers"
    yield "subgradient_w", slope_w, PULL, f"slope {at}"
    yield "subgradient_b", slope_b, PULL, f"intercept {at}"
    for i, (row, s) in enumerate(zip(fit["on"], fit["multipliers"], strict=True), 1):
        point = f"point {i} on the MAE line of outliers"
        yield f"on_{i}.x", fit["x"][row], "units of x", f"x of {point}"
        yield f"on_{i}.y", fit["y"][row], Y, f"y of {point}"
        yield f"on_{i}.s", s, NONE, f"sign that makes the gradient 0, {point}"
    higher = "slope on outliers with the ten points lifted ten times as far"
    yield "lifted_slope", lifted["mae"][0], SLOPE, f"MAE {higher}"
    yield "lifted_slope_mse", lifted["mse"][0], SLOPE, f"MSE {higher}"


def _toy(data: Data) -> Rows:
    toy = data["toy"]
    for i, r in enumerate(toy["r"]):
        of = f"of example {i + 1} of 4"
        yield f"toy.r{i + 1}", r, Y, f"residual w x + b - y {of}"
        yield f"toy.sign{i + 1}", np.sign(r), NONE, f"sign of the residual {of}"
        for loss in ("mae", "mse"):
            for part, value in zip("wb", toy[f"{loss}_terms"][i], strict=True):
                yield f"toy.{loss}_{part}{i + 1}", value, PULL, f"{loss} by {part} {of}"
    for key in ("mae", "mse", "differences"):
        how = "MAE by differences" if key == "differences" else f"{key} by formula"
        for part, value in zip("wb", toy[key], strict=True):
            yield f"toy.{key}_{part}", value, PULL, f"gradient by {part}: {how}"


def _constant(data: Data) -> Rows:
    for system, x in (("raw", "x as it is"), ("scaled", "standardized x")):
        size = data["sizes"][system]
        yield f"g_squared.{system}", size["tight"], NONE, f"mean(|x|)^2 + 1, {x}"
        yield f"g_squared_loose.{system}", size["loose"], NONE, f"mean(x^2) + 1, {x}"
    raw = data["raw"]
    yield "raw.steps", raw["steps"], STEPS, "length of each constant-step run on raw x"
    for i, rate in enumerate(raw["rates"]):
        at, end = f"constant step {rate:g} on raw outliers", f"{rate:g}"
        share = "largest ratio of the mean gap so far to its bound"
        yield f"raw.band.{end}", raw["band"][i], Y, f"eta G^2 / 2, {at}"
        yield f"raw.floor.{end}", raw["floor"][i], Y, f"mean gap at the end, {at}"
        yield f"raw.best.{end}", raw["best"][i], Y, f"smallest gap, {at}"
        yield f"raw.share.{end}", raw["bound_share"][i], NONE, f"{share}, {at}"


def _floor(data: Data) -> Rows:
    floor = data["floor"]
    for i in (4, 12):
        end = f"{floor['rates'][i]:g}"
        at = f"constant step {end}, standardized x, begun at the optimum"
        law = "eta times half the mean of |g|^2"
        yield f"floor.measured.{end}", floor["measured"][i], Y, f"mean gap, {at}"
        yield f"floor.predicted.{end}", floor["predicted"][i], Y, f"{law}, {at}"
        length = np.sqrt(floor["square"][i])
        yield f"floor.length.{end}", length, PULL, f"root mean square of |g|, {at}"
        yield f"floor.step.{end}", floor["step"][i], NONE, f"mean step over eta, {at}"
        yield (
            f"floor.adam_step.{end}",
            floor["adam_step"][i],
            NONE,
            f"same of Adam, {at}",
        )
        yield f"floor.worst.{end}", floor["worst"][i], Y, f"eta G^2 / 2, {at}"
        yield f"floor.adam.{end}", floor["adam"][i], Y, f"mean gap of Adam, {at}"
    factor = np.median(floor["adam"] / floor["measured"])
    yield "floor.adam_factor", factor, NONE, "Adam's floor over plain steps', median"


def _decay(data: Data) -> Rows:
    decay, train = data["decay"], data["train"]
    yield "decay.steps", decay["steps"], STEPS, "length of the runs compared"
    for key, step in (("constant", "1"), ("shrinking", "1 / sqrt(k + 1)")):
        late, half = decay[key][-1, 1], decay[f"{key}_half"][-1, 1]
        yield f"decay.{key}", late, Y, f"mean gap at the end, step {step}"
        yield f"decay.{key}_half", half, Y, f"gap of the later half's mean, step {step}"
    law = "bound on the best gap, step 1 / sqrt(k + 1)"
    yield (
        "decay.whole",
        decay["whole"],
        Y,
        "gap of the mean of all, step 1 / sqrt(k + 1)",
    )
    yield "decay.bound", decay["bound"][-1, 1], Y, law
    yield "decay.share", decay["bound_share"], NONE, f"largest share of the {law}"
    yield "decay.distance", decay["distance"], NONE, "distance from start to optimum"
    yield "decay.every", decay["every"], STEPS, "steps between two halvings"
    exact = "steps until the gap is below 1e-14, step 1 halved again and again"
    yield "decay.halved_steps", decay["halved_steps"], STEPS, exact
    short = "gap at the end, step halved as often but begun at 0.05"
    yield "decay.halved_short", decay["halved_short"], Y, short
    yield "train.steps", train["steps"], STEPS, "length of the training loop"
    yield "train.w", train["line"][0], SLOPE, "slope at which the training loop ends"
    yield "train.b", train["line"][1], Y, "intercept at which the training loop ends"
    yield "train.gap", train["gap"], Y, "gap at which the training loop ends"


def _leverage(data: Data) -> Rows:
    seen = data["leverage"]
    for key, row, loss in (("", 0, "MAE"), ("_mse", 1, "MSE")):
        one = f"{loss} slope on clean and one more point"
        first, last = seen["lifted"][0, row], seen["lifted"][-1, row]
        yield f"leverage.slope{key}", first, SLOPE, f"{one}, on the line"
        yield f"leverage.lifted{key}", last, SLOPE, f"{one}, lifted in y"
        yield f"leverage.moved{key}", seen["moved"][-1, row], SLOPE, f"{one}, far in x"
        moved = f"{loss} slope on clean with a few x ten times too large"
        yield f"units.slope{key}", seen["unit_errors"][row], SLOPE, moved
    yield "units.points", seen["unit_points"], POINTS, "points whose x is ten times off"
    yield "leverage.height", seen["heights"][-1], Y, "lift of that point, at the most"
    through = "x from which on the MAE line goes through that point"
    yield "capture", seen["capture"], "units of x", f"{through}, found by bisection"
    yield (
        "capture_bound",
        seen["capture_bound"],
        "units of x",
        f"{through} at the latest",
    )


def _conventions(data: Data) -> Rows:
    for name, seen in data["conventions"].items():
        on, apart = f"on {name}, constant step", "largest difference between the runs"
        yield f"zero.{name}.hits", seen["zeros"], "residuals", f"exactly 0 {on}"
        yield f"zero.{name}.apart", seen["apart"], NONE, f"{apart} {on}"
        yield f"zero.{name}.steps", seen["steps"], STEPS, f"length of the runs {on}"
        yield f"zero.{name}.bound", seen["bound"], Y, f"bound on the best gap {on}"
        for sign, best in zip(("minus", "zero", "plus"), seen["best"], strict=True):
            yield f"zero.{name}.{sign}", best, Y, f"best gap, sign(0) {sign} {on}"


def _exercises(data: Data) -> Rows:
    hop, median, target = (data["exercises"][k] for k in ("hop", "median", "target"))
    yield "hop.rate", hop["rate"], NONE, "learning rate of the hops over one kink"
    yield "hop.gap", hop["gap"], Y, "smallest loss of the hops over one kink"
    yield "hop.bound", hop["bound"], Y, "eta G^2 / 2 of the hops, with G = 1"
    yield "median.run", median["run"], Y, "level where descent on mean |b - y| ends"
    yield "median.exact", median["exact"], Y, "median of y on outliers"
    yield "median.mean", median["mean"], Y, "mean of y on outliers"
    yield "target.gap", target["gap"], Y, "gap that the exercise asks for"
    yield "target.rate", target["rate"], NONE, "learning rate of the run"
    yield "target.promised", target["promised"], STEPS, "steps the bound asks for"
    yield "target.taken", target["taken"], STEPS, "steps the run took"

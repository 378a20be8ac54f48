"""The numbers of the page on the gradients, each with what it means.

The one rule: a number that has a twin says in its meaning which of the two it is,
the predicted or the measured one.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from scripts.drawing.declarations import Number
from scripts.topics.mse import checks

Data = dict[str, Any]
LETTERS = ("w", "b")
START = "at w = −1, b = 4 on the five points"
LABELS = {
    "formula": "the formula in NumPy",
    "forward": "forward differences, h the square root of the precision",
    "central": "central differences, h the cube root of the precision",
    "central_long": "central differences with h = 1",
    "complex_step": "a complex step",
    "autograd": f"PyTorch {checks.TORCH_VERSION} autograd in float64, recorded",
    "autograd_float32": f"PyTorch {checks.TORCH_VERSION} autograd in float32, recorded",
}
CONVENTIONS = {
    "mean": "the mean of the squares",
    "half_mean": "half the mean of the squares",
    "sum": "the sum of the squares",
    "half_sum": "half the sum of the squares",
}


def numbers(data: Data) -> list[Number]:
    """All of them, in the order of the page."""
    parts = (_example, _descent, _ways, _differences, _conventions, _mistakes, _clean)
    found = [
        Number(k, v, "dimensionless", m) for part in parts for k, v, m in part(data)
    ]
    found += [Number(k, v, unit, m) for k, v, unit, m in _steps(data)]
    found += [Number(k, v, "dimensionless", m) for k, v, m in _datasets(data)]
    return found + [
        Number(k, v, "dimensionless", m) for k, v, m in _exercises(data["exercises"])
    ]


def _example(data: Data) -> Iterator[tuple[str, Any, str]]:
    yield "points", len(data["x"]), "number N of points in the example"
    yield from _pair("grad_{}", data["grad"], f"dL/d{{}} {START}")
    yield "loss", data["loss"], f"mean squared error {START}"
    for i, (r, pull) in enumerate(zip(data["residual"], data["pulls"], strict=True), 1):
        yield f"residual.{i}", r, f"residual of point {i} {START}"
        yield from _pair(f"pull_{{}}.{i}", pull, f"share of point {i} in dL/d{{}}")
    yield "residual_sum", data["residual"].sum(), f"sum of the residuals {START}"
    product = (data["residual"] * data["x"]).sum()
    yield "residual_x_sum", product, f"sum of residual times x {START}"
    yield from _pair("fit_{}", data["optimum"], "least-squares {} of the five points")
    yield "loss_least", data["loss_optimum"], "least mean squared error, five points"
    for key, meaning in (
        ("prediction", "prediction for point 5"),
        ("residual", "residual of point 5"),
        ("square", "squared residual of point 5"),
        ("d_w", "derivative of point 5's squared residual in w"),
        ("d_b", "derivative of point 5's squared residual in b"),
    ):
        yield f"chain.{key}", data["chain"][key], f"{meaning} {START}"


def _descent(data: Data) -> Iterator[tuple[str, Any, str]]:
    train, g = data["training"], data["grad"]
    yield "learning_rate", data["rate"], "learning rate of the run on the page"
    first = "loss after the first step"
    yield "loss_1_predicted", train["first_step_predicted"], f"{first}, from g and H"
    yield "loss_1", train["loss"][1], f"{first}, measured"
    yield from _pair("step_1_{}", train["path"][1], "{} after the first step")
    predicted = "{} after 20 steps, predicted by the closed form"
    yield from _pair("step_20_{}_predicted", train["step_20_predicted"], predicted)
    yield from _pair("step_20_{}", train["path"][20], "{} after 20 steps, measured")
    yield "error_left", train["error"], "largest error of w and b after the 200 steps"
    end = f"{{}} after 200 steps, PyTorch {checks.TORCH_VERSION} in float32, recorded"
    yield from _pair("torch_end_{}", checks.TORCH_TRAINED, end)
    yield from _pair("end_{}", train["path"][-1], "{} after 200 steps, by hand")
    yield "grad_length", np.hypot(*g), f"length of the gradient {START}"
    yield (
        "off_course",
        data["level"]["off_course"],
        (f"degrees between downhill and the straight way to the minimum {START}"),
    )
    for name, entry in zip(
        ("ww", "wb", "bb"), data["hessian"].flat[[0, 1, 3]], strict=True
    ):
        yield f"hessian_{name}", entry, "entry of the Hessian, the same at every point"
    for name, value in zip(("min", "max"), data["eigenvalues"], strict=True):
        yield f"lambda_{name}", value, "eigenvalue of the Hessian on the five points"


def _ways(data: Data) -> Iterator[tuple[str, Any, str]]:
    for name, grad in data["ways"].items():
        yield from _pair(
            f"way.{name}.{{}}", grad, f"dL/d{{}} by {LABELS[name]} {START}"
        )
        error = np.abs(np.subtract(grad, (-42 / 5, 8 / 5))).max()
        yield f"way.{name}.error", error, f"largest error of {LABELS[name]}"


def _differences(data: Data) -> Iterator[tuple[str, Any, str]]:
    found = data["differences"]
    yield "best_h_forward", found["best_forward"], "square root of the precision 2^-52"
    yield "best_h_central", found["best_central"], "cube root of the precision 2^-52"
    for loss, way in (
        ("square", "forward"),
        ("fourth", "forward"),
        ("fourth", "central"),
    ):
        for suffix, how in (("", "measured"), ("_predicted", "predicted")):
            error = found[loss][way + suffix]
            key = f"difference.{loss}.{way}{suffix}"
            what = f"{way} difference, power {2 if loss == 'square' else 4}, {how}"
            yield (
                f"{key}.h",
                found["h"][error.argmin()],
                f"h of the least error: {what}",
            )
            yield f"{key}.error", error.min(), f"least error: {what}"
    error = found["square"]["central"]
    yield "difference.square.central.error", error[-1], "its error at the largest h"
    yield "difference.square.central.h", found["h"][-1], "the largest h that was tried"


def _conventions(data: Data) -> Iterator[tuple[str, Any, str]]:
    for name, found in data["conventions"].items():
        of = f"when the loss is {CONVENTIONS[name]}"
        yield from _pair(
            f"convention.{name}.grad_{{}}", found["grad"], f"dL/d{{}} {of}"
        )
        limit = f"learning rate from which on descent diverges {of}"
        yield f"convention.{name}.limit", found["limit"], f"{limit}: 2 / λmax"
        measured = f"{limit}: measured by runs"
        yield f"convention.{name}.limit_measured", found["limit_measured"], measured
        clean = f"{limit}; the 100 points of the clean line"
        yield f"convention.{name}.limit_clean", found["limit_clean"], clean


def _mistakes(data: Data) -> Iterator[tuple[str, Any, str]]:
    grown = data["accumulated"]
    swing = "largest error along the flat direction over the first one"
    yield (
        "no_zero_grad.swing_predicted",
        grown["swing_predicted"],
        f"{swing}, predicted",
    )
    yield "no_zero_grad.swing", grown["swing_measured"], f"{swing}, measured"
    late = grown["loss"][-100:]
    yield "no_zero_grad.loss_low", late.min(), "least loss of steps 1901 to 2000"
    yield "no_zero_grad.loss_high", late.max(), "largest loss of steps 1901 to 2000"
    turn = data["in_turn"]
    yield (
        "in_turn.error_left",
        turn["error"],
        "largest error of w and b after 200 steps",
    )
    limit = "learning rate from which on updates in turn diverge, measured"
    yield "in_turn.limit", turn["limit"], f"{limit}; the five points"
    yield "in_turn.limit_clean", turn["limit_clean"], f"{limit}; the clean line"
    yield "in_turn.safe", turn["safe"], "2 over the largest diagonal entry of H"
    paired = data["broadcast"]
    yield from _pair(
        "shapes.grad_{}", paired["grad"], f"dL/d{{}} with wrong shapes {START}"
    )
    yield from _pair(
        "shapes.end_{}", paired["end"], "{} that the wrong shapes converge to"
    )
    yield "shapes.loss", paired["loss"], "true loss where the wrong shapes converge"
    yield "shapes.cells", paired["residual"].size, "residuals that broadcasting makes"
    yield "shapes.extra", paired["residual"].size - len(data["x"]), "those too many"
    yield "mean_y", float(np.mean(data["y"])), "mean of y, five points"


def _clean(data: Data) -> Iterator[tuple[str, Any, str]]:
    scaled = data["scaled"]
    yield "clean.points", scaled["n"], "points of the clean line"
    yield "clean.mean_x", scaled["mean_x"], "mean of x, clean line"
    yield "clean.mean_part", scaled["mean_part"], "mean of x times dL/db at zero, clean"
    spread = "twice the covariance of x and residual at zero, clean line"
    yield "clean.spread_part", scaled["spread_part"], spread
    for name in ("no_two_over_n", "sum"):
        factor = "factor by which that gradient is too large, clean line"
        yield f"clean.factor.{name}", scaled["factors"][name], factor


def _steps(data: Data) -> Iterator[tuple[str, Any, str, str]]:
    yield "steps", len(data["training"]["path"]) - 1, "steps", "steps of the page's run"
    for how in ("predicted", "measured"):
        period = data["accumulated"][f"period_{how}"]
        meaning = f"time of one swing without zero_grad, {how}"
        yield f"no_zero_grad.period_{how}", period, "steps", meaning
    for name in ("no_two_over_n", "sum"):
        meaning = "steps until the float32 loss is inf, lr 0.001 on the clean line"
        yield (
            f"clean.overflow.{name}",
            data["scaled"]["overflow"][name],
            "steps",
            meaning,
        )


def _datasets(data: Data) -> Iterator[tuple[str, Any, str]]:
    for name, found in data["datasets"].items():
        of = f"on the dataset {name}"
        for letter, best in zip(LETTERS, found["optimum"], strict=True):
            yield f"optimum_{letter}.{name}", best, f"least-squares {letter} {of}"
        start = f"dL/d{{}} at w = b = 0 {of}"
        yield from _pair(f"grad_{{}}_at_zero.{name}", found["grad_at_zero"], start)
        yield f"loss_least.{name}", found["loss"], f"least mean squared error {of}"
    left = max(found["grad_left"] for found in data["datasets"].values())
    yield (
        "grad_left",
        left,
        "largest gradient entry at the least-squares lines of the datasets",
    )


def _exercises(found: Data) -> Iterator[tuple[str, Any, str]]:
    yield from _pair(
        "zero.grad_{}", found["grad_at_zero"], "dL/d{} at w = b = 0, five points"
    )
    yield "best_b", found["best_b"], "best b while w stays −1, five points"
    yield "best_b_loss", found["best_b_loss"], "loss there"
    yield "best_b_grad_w", found["best_b_grad"][0], "dL/dw there"
    yield from _pair(
        "wide.grad_{}", found["wide_grad"], "dL/d{} with every x ten times larger"
    )
    yield (
        "wide.limit",
        found["wide_limit"],
        "learning-rate limit with x ten times larger",
    )
    yield "large.limit", found["large_limit"], "limit for x = 100 to 600, mean loss"
    yield "large.limit_sum", found["large_limit_sum"], "the same for the sum"
    for i, r in enumerate(found["residual_at_optimum"], 1):
        yield (
            f"best_residual.{i}",
            r,
            f"residual of point {i} at the least-squares line",
        )


def _pair(key: str, values: Any, meaning: str) -> Iterator[tuple[str, Any, str]]:
    """The same number for w and for b; {} in key and meaning is the letter."""
    for letter, value in zip(LETTERS, values, strict=True):
        yield key.format(letter), value, meaning.format(letter)

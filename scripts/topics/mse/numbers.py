"""The numbers of the page on the gradients, each with what it means.

The one rule: a number that has a twin says in its meaning which of the two it is,
the predicted or the measured one.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from scripts.drawing.declarations import Number
from scripts.topics.mse.data import LARGE_X, Data, checks
from scripts.topics.mse.data.example import EARLY, STEPS
from scripts.topics.mse.data.mistakes import ACCUMULATED_STEPS, CLEAN_RATE

Rows = Iterator[tuple[str, Any, str]]  # key, value, meaning

LETTERS = ("w", "b")
LATE = 100  # steps, the last ones of the run without zero_grad
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
    return [
        Number(key, value, "steps" if part is _steps else "dimensionless", meaning)
        for part in (*parts, _steps, _datasets, _exercises)
        for key, value, meaning in part(data)
    ]


def _example(data: Data) -> Rows:
    yield "points", len(data.x), "number N of points in the example"
    yield from _pair("grad_{}", data.grad, f"dL/d{{}} {START}")
    yield "loss", data.loss, f"mean squared error {START}"
    for i, (r, pull) in enumerate(zip(data.residual, data.pulls, strict=True), 1):
        yield f"residual.{i}", r, f"residual of point {i} {START}"
        yield from _pair(f"pull_{{}}.{i}", pull, f"share of point {i} in dL/d{{}}")
    yield "residual_sum", data.residual.sum(), f"sum of the residuals {START}"
    product = (data.residual * data.x).sum()
    yield "residual_x_sum", product, f"sum of residual times x {START}"
    yield from _pair("fit_{}", data.optimum, "least-squares {} of the five points")
    yield "loss_least", data.loss_optimum, "least mean squared error, five points"
    chain, square = data.chain, "derivative of point 5's squared residual in"
    yield "chain.prediction", chain.prediction, f"prediction for point 5 {START}"
    yield "chain.residual", chain.residual, f"residual of point 5 {START}"
    yield "chain.square", chain.square, f"squared residual of point 5 {START}"
    yield from _pair("chain.d_{}", (chain.d_w, chain.d_b), f"{square} {{}} {START}")


def _descent(data: Data) -> Rows:
    training, grad = data.training, data.grad
    yield "learning_rate", data.rate, "learning rate of the run on the page"
    first = "loss after the first step"
    yield "loss_1_predicted", training.first_loss_predicted, f"{first}, from g and H"
    yield "loss_1", training.loss[1], f"{first}, measured"
    yield from _pair("step_1_{}", training.path[1], "{} after the first step")
    early = f"{{}} after {EARLY} steps"
    predicted = f"{early}, predicted by the closed form"
    yield from _pair("step_20_{}_predicted", training.early_predicted, predicted)
    yield from _pair("step_20_{}", training.path[EARLY], f"{early}, measured")
    left = f"largest error of w and b after the {STEPS} steps"
    yield "error_left", training.error, left
    end = f"{{}} after {STEPS} steps"
    recorded = f"{end}, PyTorch {checks.TORCH_VERSION} in float32, recorded"
    yield from _pair("torch_end_{}", checks.TORCH_TRAINED, recorded)
    yield from _pair("end_{}", training.path[-1], f"{end}, by hand")
    yield "grad_length", np.hypot(*grad), f"length of the gradient {START}"
    away = f"degrees between downhill and the straight way to the minimum {START}"
    yield "off_course", data.level.off_course, away
    entry = "entry of the Hessian, the same at every point"
    for name, value in zip(
        ("ww", "wb", "bb"), data.hessian.flat[[0, 1, 3]], strict=True
    ):
        yield f"hessian_{name}", value, entry
    for name, value in zip(("min", "max"), data.eigenvalues, strict=True):
        yield f"lambda_{name}", value, "eigenvalue of the Hessian on the five points"


def _ways(data: Data) -> Rows:
    for name, grad in data.ways.items():
        meaning = f"dL/d{{}} by {LABELS[name]} {START}"
        yield from _pair(f"way.{name}.{{}}", grad, meaning)
        error = np.abs(np.subtract(grad, (-42 / 5, 8 / 5))).max()
        yield f"way.{name}.error", error, f"largest error of {LABELS[name]}"


def _differences(data: Data) -> Rows:
    h, best = data.differences.h, data.differences.best
    yield "best_h_forward", best["forward"], "square root of the precision 2^-52"
    yield "best_h_central", best["central"], "cube root of the precision 2^-52"
    for loss, way in product(checks.POWERS, ("forward", "central")):
        error = data.differences.errors[loss][way].measured
        measured = float(h[error.argmin()]), float(error.min())
        predicted = data.differences.least[loss][way]
        for end, how, pair in (
            ("", "measured", measured),
            ("_predicted", "predicted", predicted),
        ):
            key = f"difference.{loss}.{way}{end}"
            what = f"{way} difference, power {checks.POWERS[loss]}, {how}"
            yield f"{key}.h", pair[0], f"h of the least error: {what}"
            yield f"{key}.error", pair[1], f"least error: {what}"
    error = data.differences.errors["square"]["central"].measured
    yield "difference.square.central.largest_h", h[-1], "the largest h that was tried"
    yield "difference.square.central.largest_error", error[-1], "the error there"
    turn = np.sqrt(2 * data.loss / data.hessian[0, 0])
    yield "best_h_parabola", turn, "root mean square of r over that of x"


def _conventions(data: Data) -> Rows:
    for name, convention in data.conventions.items():
        of, key = f"when the loss is {CONVENTIONS[name]}", f"convention.{name}"
        yield from _pair(f"{key}.grad_{{}}", convention.grad, f"dL/d{{}} {of}")
        limit = f"learning rate from which on descent diverges {of}"
        yield f"{key}.limit", convention.limit.predicted, f"{limit}: 2 / λmax"
        measured = f"{limit}: measured by runs"
        yield f"{key}.limit_measured", convention.limit.measured, measured
        clean = f"{limit}; the {data.clean.n} points of the clean line"
        yield f"{key}.limit_clean", convention.limit_clean, clean


def _mistakes(data: Data) -> Rows:
    swing = "largest error along the flat direction over the first one"
    for suffix, how in (("_predicted", "predicted"), ("", "measured")):
        value = getattr(data.accumulated.swing, how)
        yield f"no_zero_grad.swing{suffix}", value, f"{swing}, {how}"
    late = data.accumulated.loss[-LATE:]
    of = f"loss of steps {ACCUMULATED_STEPS - LATE + 1} to {ACCUMULATED_STEPS}"
    yield "no_zero_grad.loss_low", late.min(), f"least {of}"
    yield "no_zero_grad.loss_high", late.max(), f"largest {of}"
    turn = data.in_turn
    left = f"largest error of w and b after {STEPS} steps"
    yield "in_turn.error_left", turn.error, left
    limit = "learning rate from which on updates in turn diverge, measured"
    yield "in_turn.limit", turn.limit, f"{limit}; the five points"
    yield "in_turn.limit_clean", turn.limit_clean, f"{limit}; the clean line"
    yield "in_turn.safe", turn.safe, "2 over the largest diagonal entry of H"
    paired, cells = data.broadcast, data.broadcast.residual.size
    yield from _pair(
        "shapes.grad_{}", paired.grad, f"dL/d{{}} with wrong shapes {START}"
    )
    yield from _pair(
        "shapes.end_{}", paired.end, "{} that the wrong shapes converge to"
    )
    yield "shapes.loss", paired.loss, "true loss where the wrong shapes converge"
    yield "shapes.cells", cells, "residuals that broadcasting makes"
    yield "shapes.extra", cells - len(data.x), "those too many"
    yield "mean_y", float(np.mean(data.y)), "mean of y, five points"


def _clean(data: Data) -> Rows:
    clean = data.clean
    yield "clean.points", clean.n, "points of the clean line"
    yield "clean.mean_x", clean.mean_x, "mean of x, clean line"
    yield "clean.mean_part", clean.mean_part, "mean of x times dL/db at zero, clean"
    spread = "twice the covariance of x and residual at zero, clean line"
    yield "clean.spread_part", clean.spread_part, spread
    for name, excess in clean.excess.items():
        factor = "factor by which that gradient is too large, clean line"
        yield f"clean.factor.{name}", excess.factor, factor


def _steps(data: Data) -> Rows:
    yield "steps", STEPS, "steps of the page's run"
    for how in ("predicted", "measured"):
        period = getattr(data.accumulated.period, how)
        meaning = f"time of one swing without zero_grad, {how}"
        yield f"no_zero_grad.period_{how}", period, meaning
    meaning = (
        f"steps until the float32 loss is inf, lr {CLEAN_RATE:g} on the clean line"
    )
    for name, excess in data.clean.excess.items():
        yield f"clean.overflow.{name}", excess.overflow, meaning


def _datasets(data: Data) -> Rows:
    for name, fitted in data.datasets.items():
        of = f"on the dataset {name}"
        yield from _pair(
            f"optimum_{{}}.{name}", fitted.optimum, f"least-squares {{}} {of}"
        )
        start = f"dL/d{{}} at w = b = 0 {of}"
        yield from _pair(f"grad_{{}}_at_zero.{name}", fitted.grad_at_zero, start)
        yield f"loss_least.{name}", fitted.loss, f"least mean squared error {of}"
    left = max(fitted.grad_left for fitted in data.datasets.values())
    meaning = "largest gradient entry at the least-squares lines of the datasets"
    yield "grad_left", left, meaning


def _exercises(data: Data) -> Rows:
    answers = data.exercises
    zero, wide = "dL/d{} at w = b = 0, five points", "with every x ten times larger"
    yield from _pair("zero.grad_{}", answers.grad_at_zero, zero)
    yield "best_b", answers.best_b, "best b while w stays −1, five points"
    yield "best_b_loss", answers.best_b_loss, "loss there"
    yield "best_b_grad_w", answers.best_b_grad_w, "dL/dw there"
    yield from _pair("wide.grad_{}", answers.wide_grad, f"dL/d{{}} {wide}")
    limit = "learning-rate limit with x ten times larger"
    yield "wide.limit", answers.wide_limit, limit
    large = f"limit for x = {LARGE_X[0]:.0f} to {LARGE_X[-1]:.0f}, mean loss"
    yield "large.limit", answers.large_limit, large
    yield "large.limit_sum", answers.large_limit_sum, "the same for the sum"
    for i, r in enumerate(answers.residual_at_optimum, 1):
        meaning = f"residual of point {i} at the least-squares line"
        yield f"best_residual.{i}", r, meaning


def _pair(key: str, values: Any, meaning: str) -> Rows:
    """The same number for w and for b; {} in key and meaning is the letter."""
    for letter, value in zip(LETTERS, values, strict=True):
        yield key.format(letter), value, meaning.format(letter)

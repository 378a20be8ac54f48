"""The numbers of the page on preconditioning, each with what it means.

The one rule: a value is picked from the data here, and none is computed.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

from scripts.drawing.declarations import Number

SYSTEMS = {
    "raw": "raw (w, b)",
    "centered": "x minus its mean",
    "minmax": "x scaled to [0, 1]",
    "jacobi": "(w, b) scaled by Jacobi",
    "symmetric": "x scaled to [-1, 1]",
    "standardized": "standardized x",
    "whitened": "whitened coordinates",
}
SYSTEM = {
    "condition_number": "Condition number of the Hessian",
    "limit": "Learning rate limit of gradient descent",
    "best_rate": "Best learning rate of gradient descent",
    "steps": "Steps to 1 % at the best rate, predicted,",
    "steps_counted": "Steps to 1 % at the best rate, counted on the run,",
}
SCALARS = {
    "mean": "Mean of x, intercept thread",
    "sd": "Standard deviation of x (divided by m), intercept thread",
    "u": "Slope in standardized x, intercept thread",
    "c": "Intercept in standardized x, the mean of y, intercept thread",
    "w": "Slope mapped back to raw x, w = u / sd, intercept thread",
    "b": "Intercept mapped back to raw x, b = c - u mean / sd, intercept thread",
    "back_gap": "Largest difference of the mapped-back w and b from a fit in raw x",
    "same_path_gap": "Largest difference of the two paths, relative to the largest "
    "coordinate: descent in z carried back, and descent in x preconditioned by M M^T",
    "newton_gap": "Largest entry of M M^T H - 2 I for standardizing",
    "fit_gap": "Largest difference of the fitted lines at the data, raw and "
    "standardized x",
    "condition_number_with_y_standardized": "Condition number in raw x with y "
    "standardized",
    "torch_sd_condition_number": "Condition number with x divided by the deviation "
    "that torch.std gives, with m - 1",
    "ridge_slope_raw": "Slope with l2 = 1, raw x",
    "ridge_slope_standardized": "Slope with l2 = 1 on standardized x, mapped back",
    "parabola_correlation": "Correlation of the features x and x^2",
    "parabola_raw": "Condition number with the features x and x^2, raw",
    "parabola_standardized": "Condition number with the features x and x^2, each "
    "standardized",
    "parabola_whitened": "Condition number with the features x and x^2, whitened",
    "test_error": "Root mean square error on new points, scaled with the mean and "
    "deviation of the training data",
    "test_error_own_scale": "Root mean square error on new points, scaled with their "
    "own mean and deviation",
}
EPOCHS = {
    "to_1_percent": (
        "epochs_to_1_percent_at_0.01_standardized",
        "Epochs until 1 % of the error is left, standardized x, learning rate 0.01, "
        "counted on the run",
    ),
    "factor": ("epoch_factor", "Factor of the error per epoch, standardized x, 0.01"),
    "share": (
        "share_after_50_epochs",
        "Share of the error left after 50 epochs at 0.01, standardized x",
    ),
    "loss_share": (
        "loss_share_after_50_epochs",
        "Share of the loss above its minimum left after 50 epochs at 0.01, "
        "standardized x",
    ),
    "gap": (
        "epochs_gap",
        "Largest difference of the measured share from 0.98^k in 300 epochs",
    ),
    "rate_for_claim": (
        "rate_for_claim",
        "Learning rate at which 50 epochs would reach 1 %, standardized x",
    ),
    "one_step_gap": (
        "one_step_gap",
        "Largest relative difference from the least-squares w and b after one step "
        "at learning rate 1/2 on standardized x",
    ),
}
TWO_RATES = {
    "final_x0": "First variable after 1001 steps, two rates and momentum, float32",
    "final_x1": "Second variable after 1001 steps, two rates and momentum, float32",
    "final_loss": "Loss after 1001 steps, two rates and momentum, float32",
    "final_loss_float64": "Loss after 1001 steps, two rates and momentum, float64",
    "raw_condition": "Condition number of the Hessian, two-variable thread",
    "condition": "Condition number of the Hessian scaled by the thread's two rates",
    "jacobi_condition": "Condition number of the Hessian scaled by Jacobi: the least "
    "that any two rates can give",
    "curvature_min": "Smallest curvature in the thread's scaled coordinates",
    "curvature_max": "Largest curvature in the thread's scaled coordinates",
    "complex_from": "Smallest scaled curvature at which beta = 0.95 oscillates",
    "complex_to": "Largest scaled curvature at which beta = 0.95 oscillates",
    "factor": "Factor of the error per step, two rates and momentum",
    "factor_alone": "Factor of the error per step, two rates without momentum",
    "steps": "Steps to 1 %, two rates and momentum, from the factor per step",
    "steps_counted": "Steps to 1 %, two rates and momentum, counted on the run",
    "steps_neither": "Steps to 1 %, the best single rate, no momentum, predicted",
    "steps_momentum_alone": "Steps to 1 %, the best single rate with the best "
    "momentum, predicted",
    "steps_rates_alone": "Steps to 1 %, the thread's two rates, both reduced by the "
    "best factor, no momentum, predicted",
    "steps_ideal": "Steps to 1 %, Jacobi's two rates with the best momentum, predicted",
    "ideal_rate_0": "Best rate of the first variable with Jacobi and best momentum",
    "ideal_rate_1": "Best rate of the second variable with Jacobi and best momentum",
    "ideal_beta": "Best beta with Jacobi's two rates",
}
BANDS = {
    "low": "a tenth of the draws is below",
    "median": "median of the draws",
    "high": "nine tenths of the draws are below",
    "worst": "worst case",
}
KINDS = {"entries": "each entry of B is off by up to", "norm": "B is off in norm by"}
COUNTED = {
    "condition": "Condition number",
    "steps": "Steps to 1 % at the best rate",
}
ROUNDED = {
    "error": "Largest relative error of an entry",
    "error_norm": "Relative error in norm",
    "condition": "Condition number",
    "steps": "Steps to 1 % at the best rate, predicted",
    "steps_counted": "Steps to 1 % at the best rate, counted on the run",
}
POINT = {
    "ratio": "Mean of x over its standard deviation",
    "correlation": "Correlation r of the two parameters",
    "raw": "Condition number in raw (w, b)",
    "jacobi": "Condition number after Jacobi scaling",
    "jacobi_predicted": "(1 + r) / (1 - r)",
}
DATASETS = {
    "intercept": ("intercept_thread", "intercept thread"),
    "years": ("years", "x = 2000 ... 2024"),
}


def numbers(data: dict[str, Any]) -> list[Number]:
    """Every number of the page."""
    scalars, epochs = data["scalars"], data["epochs"]["scalars"]
    thread = data["two_rates"]["scalars"]
    return [
        *_systems(data["systems"]),
        *_points(data["correlations"]["points"]),
        *_film(data["film"]["runs"]),
        *(_number(key, scalars[key], text) for key, text in SCALARS.items()),
        *(_number(key, epochs[name], text) for name, (key, text) in EPOCHS.items()),
        *(_number(f"thread_{k}", thread[k], v) for k, v in TWO_RATES.items()),
        *_approximate(data["approximate"]),
        *_rounded(data["approximate"]["rounded"]),
    ]


def _number(key: str, value: Any, meaning: str) -> Number:
    """Steps and epochs count something; all the rest is a bare number here."""
    counted = next((u for u in ("steps", "epochs") if f"{u}_to_1" in key), "")
    steps = "steps" if "steps" in key and "condition" not in key else ""
    return Number(key, value, counted or steps or "dimensionless", meaning)


def _systems(systems: dict[str, dict[str, float]]) -> Iterator[Number]:
    for name, words in SYSTEMS.items():
        for key, meaning in SYSTEM.items():
            text = f"{meaning} in {words}, intercept thread"
            yield _number(f"{name}_{key}", systems[name][key], text)


def _points(points: dict[str, dict[str, float]]) -> Iterator[Number]:
    for name, (dataset, words) in DATASETS.items():
        for key, meaning in POINT.items():
            value = points[dataset][key]
            yield _number(f"{name}_{key}", value, f"{meaning}, {words}")


def _film(runs: dict[str, dict[str, Any]]) -> Iterator[Number]:
    left = {"left": "Share of the error left after five steps at the best rate"}
    for name, made in runs.items():
        for key, meaning in (SYSTEM | left).items():
            if key in made:
                text = f"{meaning} in {SYSTEMS[name]}, dataset clean with x in tens"
                yield _number(f"film_{name}_{key}", made[key], text)


def _approximate(found: dict[str, Any]) -> Iterator[Number]:
    text = "Condition number of A, two-variable thread"
    yield _number("condition_number_of_a", found["condition_of_a"], text)
    yield _number("draws", found["draws"], "Random matrices B at each size of error")
    for error in (float(found["errors"][k]) for k in found["decades"]):
        yield _number(f"error_{error:.0e}", error, "Relative error given to B")
    text = "One percent of the norm of A over its smallest entry"
    yield _number("one_percent_of_norm", found["one_percent_of_norm"], text)
    for kind, words in KINDS.items():
        text = f"Least error at which B can be singular, where {words} so much"
        yield _number(f"{kind}_singular", found[kind]["singular"], text)
        for k, band, what in product(found["decades"], BANDS, COUNTED):
            error = float(found["errors"][k])
            value = float(found[kind][what][band][k])
            text = f"{COUNTED[what]} where {words} {error:.4g}: {BANDS[band]}"
            yield _number(f"{kind}_{what}_{band}_{error:.0e}", value, text)


def _rounded(rounded: dict[int, dict[str, float]]) -> Iterator[Number]:
    for digits, made in rounded.items():
        for key, meaning in ROUNDED.items():
            text = f"{meaning}, where B is A rounded to {digits} significant digits"
            yield _number(f"rounded_{digits}_{key}", made[key], text)

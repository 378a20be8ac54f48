"""What the numbers of the ill-conditioning page are called, and what they mean.

The one rule: a key ends in the learning rate, as Python prints it, where it depends on
one; nothing is computed here but quotients of what was computed.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from scripts.drawing.declarations import Number

ONE = "dimensionless"
UNITS = {"tilt": "degrees"}
T = "1,000,000 steps from zero"


def numbers(data: dict[str, Any]) -> list[Number]:
    """Every number of the page."""
    return [
        Number(key, value, UNITS.get(key, ONE), meaning)
        for part in (_valley, _limits, _table, _overflow, _rounding, _costs)
        for key, value, meaning in part(data)
    ]


Row = tuple[str, Any, str]


def _valley(data: dict[str, Any]) -> Iterator[Row]:
    (mu, L), (low, high) = data["curvature"], (data["sigma"][1], data["sigma"][0])
    of_a, of_h = data["condition"]
    flat, steep = data["error"]
    share = mu * flat**2 / (mu * flat**2 + L * steep**2)
    yield "condition_number_of_a", of_a, "Largest over smallest singular value of A"
    yield "condition_number_of_hessian", of_h, "Largest over smallest curvature"
    yield "sigma_max", high, "Largest singular value of A"
    yield "sigma_min", low, "Smallest singular value of A"
    yield "lambda_max", L, "Curvature of the loss in its steep direction"
    yield "lambda_min", mu, "Curvature of the loss in its flat direction"
    yield "solution_0", float(data["solution"][0]), "First entry of the solution"
    yield "solution_1", float(data["solution"][1]), "Second entry of the solution"
    yield "distance", float(np.hypot(flat, steep)), "Distance from zero to the solution"
    yield "steep_error", float(steep), "Part of that distance in the steep direction"
    yield "flat_share", float(share), "Share of the first loss in the flat direction"
    tilt = np.degrees(np.arctan2(abs(data["steep"][1]), abs(data["steep"][0])))
    yield "tilt", float(tilt), "Angle between valley and second axis"
    yield "half_width", float(np.sqrt(200 / L)), "Half width of the contour of loss 100"
    yield "half_length", float(np.sqrt(200 / mu)), "Half length of the same contour"


def _limits(data: dict[str, Any]) -> Iterator[Row]:
    steps, (eta, beta) = data["steps"], data["momentum"]
    yield "learning_rate_limit", data["limit"], "2 over the largest curvature"
    yield "best_learning_rate", data["best"], "2 over the sum of both curvatures"
    yield (
        "steps_to_1_percent_at_best_learning_rate",
        steps["best"],
        "Steps until one percent of the first error in the parameters is left",
    )
    yield "steps_at_1e-05", steps["1e-05"], "The same at the learning rate 1e-05"
    yield "steps_at_1e-06", steps["1e-06"], "The same at the learning rate 1e-06"
    gain = steps["1e-05"] / steps["best"]
    yield "gain_of_tuning", gain, "Steps at 1e-05 over steps at the best rate"
    wrong = "Steps to one percent if the condition number of A were the Hessian's"
    yield "steps_if_not_squared", steps["wrong_condition"], wrong
    yield "steep_steps", steps["steep"], "Steps to one percent, steep direction, 1e-05"
    yield (
        "ratio_of_steps",
        steps["1e-05"] / steps["steep"],
        "Flat steps over steep steps",
    )
    momentum = "Steps to one percent by the rate of the best momentum"
    yield "steps_momentum_predicted", steps["momentum"], momentum
    yield "momentum_learning_rate", eta, "Best learning rate with best momentum"
    yield "momentum_beta", beta, "Best momentum"
    needed = (
        "Learning rate that would leave one percent of the loss after a million steps"
    )
    yield "rate_needed", data["needed"], needed
    over = data["needed"] / data["limit"]
    yield "rate_needed_over_limit", over, "That learning rate over the limit"
    for rate, (flat, steep) in data["factors"].items():
        yield f"flat_factor.{rate}", float(flat), f"Flat error factor a step at {rate}"
        yield (
            f"steep_factor.{rate}",
            float(steep),
            f"Steep error factor a step at {rate}",
        )
    yield "jacobi_condition", data["jacobi"], "Condition number after Jacobi scaling"
    yield "rounded_condition", data["rounded"], "The same with A to two digits"


def _table(data: dict[str, Any]) -> Iterator[Row]:
    last = data["float32"]["losses"][-1]
    _, steep = data["error"]
    for i, rate in enumerate(data["factors"]):
        yield (
            f"loss_float32.{rate}",
            float(last[i]),
            f"Float32 loss at {rate} after {T}",
        )
        if rate in data["exact"]:
            exact = float(data["exact"][rate]["every"][-1])
            yield f"loss_exact.{rate}", exact, f"Exact loss at {rate} after {T}"
            difference = float(last[i]) - exact
            yield (
                f"difference.{rate}",
                difference,
                f"Float32 minus exact loss at {rate}",
            )
            x1 = float(data["exact"][rate]["x"][1])
            yield f"x1_exact.{rate}", x1, f"Second parameter at {rate} after {T}"
            continue
        beyond = "; the number itself does not fit into float64"
        yield f"loss_exact.{rate}", np.inf, f"Exact loss at {rate} after {T}{beyond}"
        growth = 2e6 * np.log10(abs(data["factors"][rate][1]))
        power = growth + np.log10(data["curvature"][1] * steep**2 / 2)
        yield (
            f"loss_exponent.{rate}",
            float(power),
            f"Power of ten of that loss at {rate}",
        )
    start = float(data["float32"]["losses"][0, 0])
    yield "loss_at_start", start, "Loss at zero"
    first = float(data["float32"]["losses"][1, 2])
    yield "loss_after_1000", first, "Float32 loss after 1,000 steps at 1e-05"


def _overflow(data: dict[str, Any]) -> Iterator[Row]:
    seen = data["float32"]["overflow"]
    for i, rate in enumerate(list(data["factors"])[4:]):
        at = f"at {rate}"
        yield (
            f"inf_step.{rate}",
            int(seen["inf"][i]),
            f"First infinite float32 loss {at}",
        )
        yield f"nan_step.{rate}", int(seen["nan"][i]), f"First NaN float32 loss {at}"
        predicted, double = int(seen["inf_predicted"][i]), int(seen["inf_float64"][i])
        yield f"inf_predicted.{rate}", predicted, f"The same by the growth factor {at}"
        yield f"inf_float64.{rate}", double, f"The same for float64 {at}"


def _rounding(data: dict[str, Any]) -> Iterator[Row]:
    mixed = data["float32"]
    for i, rate in enumerate(data["exact"]):
        only, kept = mixed["only_parameters"][i], mixed["only_arithmetic"][i]
        meaning = f"Loss at {rate} after {T} if"
        yield f"only_parameters.{rate}", float(only), f"{meaning} only x is float32"
        yield f"only_arithmetic.{rate}", float(kept), f"{meaning} only x is float64"
    for rate, stall in data["stall"].items():
        at, rule = f"at {rate}", data["rule"][rate]["end"]
        by_rule = float(data["rule_at_T"][rate]["losses"][-1])
        yield f"rule_loss.{rate}", by_rule, f"Loss {at} after {T} by the rounding rule"
        yield (
            f"stall_x1.{rate}",
            stall["x1"],
            f"Second parameter where float32 stops {at}",
        )
        yield f"stall_loss.{rate}", stall["loss"], f"Loss where float32 stops {at}"
        yield f"stall_update.{rate}", stall["update"], f"Update that is lost there {at}"
        half = f"Half the spacing of float32 there {at}"
        yield f"stall_half_spacing.{rate}", stall["half_spacing"], half
        yield (
            f"stall_steps.{rate}",
            float(rule["steps"]),
            f"Steps to that place by rule {at}",
        )
    near = data["rule_near_limit"]
    yield (
        "rule_loss.1.603e-05",
        near,
        f"Loss at 1.603e-05 after {T} by the rounding rule",
    )
    stop = data["exercise"]
    yield "exercise_x1", stop["x1"], "Second parameter where float32 stops at 3e-06"
    yield "exercise_loss", stop["loss"], "Loss where float32 stops at 3e-06"
    lost = data["squared_in_float32"]
    stored = "Relative error of the solution if float32 holds"
    yield "error_from_a", lost["plain"], f"{stored} A"
    yield "error_from_ata", lost["squared"], f"{stored} the product of A with itself"
    ratio = lost["squared"] / lost["plain"]
    yield "error_ratio", ratio, "The second of these errors over the first"


def _costs(data: dict[str, Any]) -> Iterator[Row]:
    for key, label, evaluations in data["remedies"]:
        yield f"evaluations_{key}", evaluations, f"{label}: gradients to one percent"
    evaluations, left = data["searched"]
    yield (
        "searched_evaluations",
        evaluations,
        "Evaluations of 30,000 backtracking steps",
    )
    yield "searched_loss", left, "Loss after 30,000 backtracking steps"
    (mu, _), (flat, _) = data["curvature"], data["error"]
    fixed = 0.5 * mu * flat**2 * (1 - 1e-5 * mu) ** (2 * evaluations)
    yield "fixed_loss", float(fixed), "Exact loss at 1e-05 after as many gradients"

"""What the numbers of the ill-conditioning page are called, and what they mean.

The one rule: a key ends in the learning rate, as Python prints it, where it depends on
one; nothing is computed here but quotients of what was computed.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from scripts.drawing.declarations import Number
from scripts.topics.ill_conditioning.data import EXERCISE, Data
from scripts.topics.ill_conditioning.data.example import DIAGONAL, RATE, TOO_LARGE
from scripts.topics.ill_conditioning.data.remedies import SEARCHED
from scripts.topics.ill_conditioning.data.thread import (
    BELOW,
    DOTS,
    EVERY,
    MIDDLE,
    SMALL,
    SMALLEST,
    TOLERANCE,
    T,
)

ONE = "dimensionless"
UNITS = {"tilt": "degrees"}
END = f"{T:,} steps from zero"
Row = tuple[str, Any, str]


def numbers(data: Data) -> list[Number]:
    """Every number of the page."""
    parts = (
        _small,
        _valley,
        _words,
        _limits,
        _factors,
        _table,
        _overflow,
        _rounding,
        _stops,
        _costs,
        _dial,
    )
    return [
        Number(key, value, UNITS.get(key, ONE), meaning)
        for part in parts
        for key, value, meaning in part(data)
    ]


def _valley(data: Data) -> Iterator[Row]:
    valley, flat, steep = data.valley, data.valley.flat_error, data.valley.steep_error
    low, high = valley.spectrum.eigenvalues.tolist()
    start = float(data.losses[MIDDLE][0])
    of_a, of_hessian = valley.condition_of_a, valley.spectrum.condition_number
    yield "condition_number_of_a", of_a, "Largest over smallest singular value of A"
    yield "condition_number_of_hessian", of_hessian, "Largest over smallest curvature"
    yield "sigma_max", float(valley.sigma[0]), "Largest singular value of A"
    yield "sigma_min", float(valley.sigma[1]), "Smallest singular value of A"
    yield "lambda_max", high, "Curvature of the loss in its steep direction"
    yield "lambda_min", low, "Curvature of the loss in its flat direction"
    yield "solution_0", float(valley.solution[0]), "First entry of the solution"
    yield "solution_1", float(valley.solution[1]), "Second entry of the solution"
    yield "distance", float(np.hypot(flat, steep)), "Distance from zero to the solution"
    yield "steep_error", steep, "Part of that distance in the steep direction"
    share = low * flat**2 / (low * flat**2 + high * steep**2)
    yield "flat_share", share, "Share of the first loss in the flat direction"
    tilt = float(np.degrees(np.arctan2(abs(valley.steep[1]), abs(valley.steep[0]))))
    yield "tilt", tilt, "Angle between valley and second axis"
    width, length = (float(np.sqrt(2 * start / curvature)) for curvature in (high, low))
    yield "half_width", width, f"Half width of the contour of loss {start:.0f}"
    yield "half_length", length, "Half length of the same contour"
    yield "loss_at_start", start, "Loss at zero"


def _small(data: Data) -> Iterator[Row]:
    small, of = data.small, "A = diag({:g}, {:g})".format(*DIAGONAL)
    yield "small.lambda_max", small.lambda_max, f"Curvature of the first axis, {of}"
    yield "small.lambda_min", small.lambda_min, f"Curvature of the second axis, {of}"
    ratio = small.lambda_max / small.lambda_min
    yield "small.condition", ratio, f"Condition number of the Hessian, {of}"
    yield "small.condition_of_a", DIAGONAL[0] / DIAGONAL[1], "That of A itself"
    yield "small.limit", small.limit, f"2 / lambda_max, {of}"
    yield "small.rate", RATE, "Learning rate of the example"
    yield "small.too_large", TOO_LARGE, "Learning rate of the example that diverges"
    for k, ((steep, flat), (grown, _)) in enumerate(
        zip(small.errors, small.growing, strict=True)
    ):
        after = f"error after {k} steps at {RATE}, {of}"
        yield f"small.steep_{k}", float(steep), f"Steep {after}"
        yield f"small.flat_{k}", float(flat), f"Flat {after}"
        grows = f"Steep error after {k} steps at {TOO_LARGE}, {of}"
        yield f"small.grown_{k}", float(grown), grows
    yield "small.steps", small.steps, f"Steps to one percent at {RATE}, {of}"


def _words(data: Data) -> Iterator[Row]:
    """What the page says in round figures."""
    theory, squared = data.theory, data.squared
    left = theory.factors[MIDDLE].flat ** T
    yield "flat_left", left, f"Share of the flat error left at {MIDDLE} after {END}"
    yield "floor_covered", 1 - left, "Share of the valley's floor covered by then"
    yield "dots_every", DOTS, "Steps between the dots in the valley"
    for key, counts, method in (
        ("squared", squared.plain, "gradient descent"),
        ("momentum", squared.heavy, "momentum"),
    ):
        slope = np.polyfit(np.log(squared.condition), np.log(counts), 1)[0]
        meaning = f"Power of the condition number of A with which {method} grows"
        yield f"{key}_slope", float(slope), meaning
    most = 2 * T / -np.log(TOLERANCE)
    meaning = "Condition number of A for which a million steps reach one percent"
    yield "condition_for_million", float(np.sqrt(most)), meaning
    times = data.valley.condition_of_a / np.sqrt(most)
    yield "condition_over_that", float(times), "The thread's over that one"
    times = float(np.asarray(theory.momentum.learning_rate)) / theory.best_rate
    yield "momentum_rate_ratio", times, "Best rate with momentum over that without"
    costs = {remedy.key: remedy.evaluations for remedy in data.costs}
    meaning = "Steps at the best rate over those with momentum out of habit"
    yield "gain_of_habit", costs["best"] / costs["habit"], meaning
    meaning = f"Spacings of float32 in an update at {SMALLEST}, theta_1 a quarter"
    yield "spacings_asked", data.spacings, meaning
    yield "spacings_taken", round(data.spacings), "Whole spacings taken there"


def _limits(data: Data) -> Iterator[Row]:
    theory, best = data.theory, data.theory.steps_best
    yield "learning_rate_limit", theory.limit, "2 over the largest curvature"
    yield "best_learning_rate", theory.best_rate, "2 over the sum of both curvatures"
    meaning = "Steps until one percent of the first error in the parameters is left"
    yield "steps_to_1_percent_at_best_learning_rate", best, meaning
    for rate, steps in theory.steps.items():
        yield f"steps_at_{rate}", steps, f"The same at the learning rate {rate}"
    gain, steep = theory.steps[MIDDLE] / best, theory.steps_steep
    yield "gain_of_tuning", gain, f"Steps at {MIDDLE} over steps at the best rate"
    meaning = "Steps to one percent if the condition number of A were the Hessian's"
    yield "steps_if_not_squared", theory.steps_not_squared, meaning
    yield "steep_steps", steep, f"Steps to one percent, steep direction, {MIDDLE}"
    yield "ratio_of_steps", theory.steps[MIDDLE] / steep, "Flat steps over steep steps"
    meaning = "Steps to one percent by the rate of the best momentum"
    yield "steps_momentum_predicted", theory.steps_momentum, meaning
    meaning = "Best learning rate with best momentum"
    yield "momentum_learning_rate", theory.momentum.learning_rate, meaning
    yield "momentum_beta", theory.momentum.beta, "Best momentum"
    needed, over = theory.rate_needed, theory.rate_needed / theory.limit
    meaning = (
        "Learning rate that would leave one percent of the loss after a million steps"
    )
    yield "rate_needed", needed, meaning
    yield "rate_needed_over_limit", over, "That learning rate over the limit"
    jacobi, rounded = data.valley.jacobi, data.valley.rounded
    meaning = "Condition number after Jacobi scaling"
    yield "jacobi_condition", jacobi.condition_number, meaning
    yield "rounded_condition", rounded.condition_number, "The same with A to two digits"
    yield "middle_rate", MIDDLE, "Learning rate in the middle of the thread's table"


def _factors(data: Data) -> Iterator[Row]:
    for rate, factors in data.theory.factors.items():
        for name, factor in (("flat", factors.flat), ("steep", factors.steep)):
            meaning = f"{name.title()} error factor a step at {rate}"
            yield f"{name}_factor.{rate}", float(factor), meaning


def _table(data: Data) -> Iterator[Row]:
    for rate, losses in data.losses.items():
        meaning = f"Float32 loss at {rate} after {END}"
        yield f"loss_float32.{rate}", float(losses[-1]), meaning
    for rate, run in data.converging.items():
        exact, x1 = float(run.every[-1]), float(run.x[1])
        yield f"loss_exact.{rate}", exact, f"Exact loss at {rate} after {END}"
        difference = float(data.losses[rate][-1]) - exact
        yield f"difference.{rate}", difference, f"Float32 minus exact loss at {rate}"
        yield f"x1_exact.{rate}", x1, f"Second parameter at {rate} after {END}"
    first = np.log10(data.valley.spectrum.lambda_max * data.valley.steep_error**2 / 2)
    for rate in data.diverging:
        beyond = "; the number itself does not fit into float64"
        yield f"loss_exact.{rate}", np.inf, f"Exact loss at {rate} after {END}{beyond}"
        power = 2 * T * np.log10(abs(data.theory.factors[rate].steep)) + first
        meaning = f"Power of ten of that loss at {rate}"
        yield f"loss_exponent.{rate}", float(power), meaning
    loss, meaning = data.losses[MIDDLE][1], f"Float32 loss after {EVERY:,} steps"
    yield f"loss_after_{EVERY}", float(loss), f"{meaning} at {MIDDLE}"
    exact = float(data.converging[BELOW].every[-1])
    meaning = f"Exact loss at the largest rate below the limit after {END}"
    yield "loss_below_limit", exact, meaning


def _overflow(data: Data) -> Iterator[Row]:
    for rate, steps in data.diverging.items():
        at, by_theory = f"at {rate}", f"The same by the growth factor at {rate}"
        yield f"inf_step.{rate}", steps.inf, f"First infinite float32 loss {at}"
        yield f"nan_step.{rate}", steps.nan, f"First NaN float32 loss {at}"
        yield f"inf_predicted.{rate}", steps.inf_predicted, by_theory
        yield f"inf_float64.{rate}", steps.inf_float64, f"The same for float64 {at}"


def _rounding(data: Data) -> Iterator[Row]:
    for rate, run in data.converging.items():
        meaning = f"Loss at {rate} after {END} if only theta is"
        yield f"only_parameters.{rate}", run.only_parameters, f"{meaning} float32"
        yield f"only_arithmetic.{rate}", run.only_arithmetic, f"{meaning} float64"
    by_rule = {rate: float(run.losses[-1]) for rate, run in data.stalled.items()}
    for rate, loss in {**by_rule, BELOW: data.rule_below}.items():
        meaning = f"Loss at {rate} after {END} by the rounding rule"
        yield f"rule_loss.{rate}", loss, meaning
    plain, squared = data.stored.plain, data.stored.squared
    meaning = "Relative error of the solution if float32 holds"
    yield "error_from_a", plain, f"{meaning} A"
    yield "error_from_ata", squared, f"{meaning} the product of A with itself"
    yield "error_ratio", squared / plain, "The second of these errors over the first"


def _stops(data: Data) -> Iterator[Row]:
    for rate, run in data.stalled.items():
        stop, at = run.stop, f"at {rate}"
        x1, half = "Second parameter where", "Half the spacing of float32 there"
        yield f"stall_x1.{rate}", stop.x1, f"{x1} float32 stops {at}"
        yield f"stall_loss.{rate}", stop.loss, f"Loss where float32 stops {at}"
        yield f"stall_update.{rate}", stop.update, f"Update that is lost there {at}"
        yield f"stall_half_spacing.{rate}", stop.half_spacing, f"{half} {at}"
        steps = float(run.rule.steps[-1])
        yield f"stall_steps.{rate}", steps, f"Steps to that place by rule {at}"
    for name, rate in (("smallest", SMALLEST), ("small", SMALL), ("middle", MIDDLE)):
        stop, at = data.stalled[rate].stop, f"at the {name} rate"
        meaning = f"Size of the second parameter where float32 stops {at}"
        yield f"stall_size_{name}", abs(stop.x1), meaning
        yield f"stall_loss_{name}", stop.loss, f"Loss where float32 stops {at}"
    stop, at = data.exercise, f"where float32 stops at {EXERCISE}"
    yield "exercise_x1", stop.x1, f"Second parameter {at}"
    yield "exercise_loss", stop.loss, f"Loss {at}"


def _dial(data: Data) -> Iterator[Row]:
    for name, curve in data.dial.items():
        meaning = f"On the clean line, {name}: steps to one percent"
        yield f"dial_fewest_{name}", curve.fewest, f"{meaning}, at the best rate tried"
        yield f"dial_half_{name}", curve.at_half, f"{meaning}, at half the limit"
    raw, best = data.dial["raw"], data.dial["standardized"]
    meaning = "On the clean line: steps raw over steps standardized, at half the limit"
    yield "dial_ratio", raw.at_half / best.at_half, meaning
    meaning = "On the clean line, raw: steps at half the limit over the fewest"
    yield "dial_gain", raw.at_half / raw.fewest, meaning


def _costs(data: Data) -> Iterator[Row]:
    for remedy in data.costs:
        meaning = f"{remedy.label}: gradients to one percent"
        yield f"evaluations_{remedy.key}", remedy.evaluations, meaning
    evaluations, steps = data.searched.evaluations, f"{SEARCHED:,}"
    meaning = f"Evaluations of {steps} backtracking steps"
    yield "searched_evaluations", evaluations, meaning
    meaning = f"Loss after {steps} backtracking steps"
    yield "searched_loss", data.searched.loss, meaning
    low, flat = data.valley.spectrum.lambda_min, data.valley.flat_error
    fixed = 0.5 * low * flat**2 * (1 - MIDDLE * low) ** (2 * evaluations)
    yield "fixed_loss", fixed, f"Exact loss at {MIDDLE} after as many gradients"

"""The numbers of the page on preconditioning, each with what it means.

The one rule: a value is picked from the data; nothing is computed but a square.
"""

from collections.abc import Iterator
from typing import Any

from scripts.drawing.declarations import Number
from scripts.topics.preconditioning.data import SAME_PATH_STEPS, Data, runs, thread

DONE = f"Steps to {100 * thread.TOLERANCE:g} %"
AT_BEST = f"{DONE} at the best rate"
CONDITION = "Condition number"
OF_HESSIAN = "Condition number of the Hessian"
BEST_RATE = "Best learning rate of gradient descent"
SYSTEMS = {
    "raw": "raw (w, b)",
    "centered": "x minus its mean",
    "minmax": "x scaled to [0, 1]",
    "jacobi": "(w, b) scaled by Jacobi",
    "symmetric": "x scaled to [-1, 1]",
    "standardized": "standardized x",
    "whitened": "whitened coordinates",
}
METHODS = {
    "both": "the thread's two rates and momentum",
    "neither": "the best single rate, no momentum",
    "momentum_alone": "the best single rate with the best momentum",
    "rates_alone": "the thread's two rates times their best factor, no momentum",
    "ideal": "Jacobi's two rates with the best momentum",
}
Row = tuple[str, Any, str]


def numbers(data: Data) -> list[Number]:
    """Every number of the page."""
    of_lines = (_three, _systems, _points, _film, _line, _mistakes, _epochs)
    of_thread = (_recipe, _steps, _approximate, _bands, _rounded)
    parts = of_lines + of_thread
    return [_number(*row) for part in parts for row in part(data)]


def _number(key: str, value: Any, meaning: str) -> Number:
    """Steps and epochs count something; all the rest is a bare number here."""
    unit = "steps" if "steps" in key else "dimensionless"
    epochs = key.startswith(("epochs_to", "claimed_epochs"))
    return Number(key, value, "epochs" if epochs else unit, meaning)


def _three(data: Data) -> Iterator[Row]:
    three, of = data.three, "three points"
    for i, (y, z) in enumerate(zip(three.y, three.standardized, strict=True)):
        yield f"three.y_{i}", float(y), f"y of point {i + 1} of {of}"
        yield f"three.z_{i}", float(z), f"Standardized x of point {i + 1} of {of}"
    after = f"after one step at one half, standardized, {of}"
    yield "three.sd", three.sd, f"Standard deviation of x, {of}"
    yield "three.u", three.u, f"Slope {after}"
    yield "three.c", three.c, f"Intercept {after}"
    yield "three.w", three.w, f"That slope mapped back to raw x, {of}"
    yield "three.b", three.b, f"That intercept mapped back to raw x, {of}"
    yield "three.condition", three.condition, f"{OF_HESSIAN} in raw x, {of}"
    yield "three.steps", three.steps, f"{AT_BEST}, raw x, {of}"


def _systems(data: Data) -> Iterator[Row]:
    for name, system in data.systems.items():
        where = f"in {SYSTEMS[name]}, intercept thread"
        limit = "Learning rate limit of gradient descent"
        yield (
            f"{name}_condition_number",
            system.condition_number,
            f"{OF_HESSIAN} {where}",
        )
        yield f"{name}_limit", system.limit, f"{limit} {where}"
        yield f"{name}_best_rate", system.best_rate, f"{BEST_RATE} {where}"
        yield f"{name}_steps", system.steps, f"{AT_BEST}, predicted, {where}"
        counted = f"{AT_BEST}, counted on the run, {where}"
        yield f"{name}_steps_counted", system.steps_counted, counted


def _points(data: Data) -> Iterator[Row]:
    drawn = len(data.correlations.points)
    yield "points_drawn", drawn, "Datasets on which Jacobi scaling was measured"
    for name, dataset, words in (
        ("intercept", "intercept_thread", "intercept thread"),
        ("years", "years", "x = 2000 ... 2024"),
    ):
        point = data.correlations.points[dataset]
        for key, value, meaning in (
            ("ratio", point.ratio, "Mean of x over its standard deviation"),
            ("correlation", point.correlation, "Correlation q of the two parameters"),
            ("raw", point.raw, "Condition number in raw (w, b)"),
            ("jacobi", point.jacobi, "Condition number after Jacobi scaling"),
            ("jacobi_predicted", point.jacobi_predicted, "(1 + q) / (1 - q)"),
        ):
            yield f"{name}_{key}", value, f"{meaning}, {words}"


def _film(data: Data) -> Iterator[Row]:
    left = "Share of the error left after five steps at the best rate"
    for name, run in data.film.runs.items():
        for key, value, meaning in (
            ("condition_number", run.condition_number, OF_HESSIAN),
            ("best_rate", run.best_rate, BEST_RATE),
            ("steps", run.steps, f"{AT_BEST}, counted,"),
            ("left", run.left, left),
        ):
            text = f"{meaning} in {SYSTEMS[name]}, dataset clean with x in tens"
            yield f"film_{name}_{key}", value, text


def _line(data: Data) -> Iterator[Row]:
    line, of = data.line, "intercept thread"
    yield "mean", line.mean, f"Mean of x, {of}"
    yield "sd", line.sd, f"Standard deviation of x (divided by n), {of}"
    yield "u", line.u, f"Slope in standardized x, {of}"
    yield "c", line.c, f"Intercept in standardized x, the mean of y, {of}"
    yield "w", line.w, f"Slope mapped back to raw x, w = u / sd, {of}"
    yield "b", line.b, f"Intercept mapped back to raw x, b = c - u mean / sd, {of}"
    text = "Largest difference of the mapped-back w and b from a fit in raw x"
    yield "back_gap", line.gap, text
    text = (
        "Largest difference of the two paths, relative to the largest coordinate: "
        "descent in phi carried back, and descent preconditioned by M M^T"
    )
    yield "same_path_gap", data.same_path_gap, text
    steps = "Steps of these paths"
    yield "same_path_steps", SAME_PATH_STEPS, steps
    text = "Largest entry of M M^T H - 2 I for standardizing"
    yield "newton_gap", data.newton_gap, text


def _mistakes(data: Data) -> Iterator[Row]:
    mistakes = data.mistakes
    text = "Largest difference of the fitted lines at the data, raw and standardized x"
    yield "fit_gap", mistakes.fit_gap, text
    key, text = "condition_number_with_y_standardized", f"{CONDITION} in raw x with y"
    yield key, mistakes.condition_y_standardized, f"{text} standardized"
    key, text = "torch_sd_condition_number", f"{CONDITION} with x divided by the"
    text = f"{text} deviation that torch.std gives, with n - 1"
    yield key, mistakes.condition_torch_sd, text
    yield "ridge_slope_raw", mistakes.ridge_slope_raw, "Slope with l2 = 1, raw x"
    text = "Slope with l2 = 1 on standardized x, mapped back"
    yield "ridge_slope_standardized", mistakes.ridge_slope_standardized, text
    text = "Correlation of the features x and x^2"
    yield "parabola_correlation", mistakes.parabola_correlation, text
    text = f"{CONDITION} with the features x and x^2,"
    yield "parabola_raw", mistakes.parabola_raw, f"{text} raw"
    standardized = mistakes.parabola_standardized
    yield "parabola_standardized", standardized, f"{text} each standardized"
    yield "parabola_whitened", mistakes.parabola_whitened, f"{text} whitened"
    text = "Root mean square error on new points, scaled with"
    of_training = f"{text} the mean and deviation of the training data"
    yield "test_error", mistakes.test_error, of_training
    own = f"{text} their own mean and deviation"
    yield "test_error_own_scale", mistakes.test_error_own_scale, own


def _epochs(data: Data) -> Iterator[Row]:
    epochs, at = data.epochs, f"at {runs.CLAIMED_RATE}, standardized x"
    left = f"left after {runs.CLAIMED_EPOCHS} epochs {at}"
    done = f"{100 * thread.TOLERANCE:g} %"
    yield (
        f"epochs_to_1_percent_at_{runs.CLAIMED_RATE}_standardized",
        epochs.done,
        f"Epochs until {done} of the error is left, standardized x, learning rate "
        f"{runs.CLAIMED_RATE}, counted on the run",
    )
    times = epochs.done / runs.CLAIMED_EPOCHS
    text = f"Epochs to {done} over those that are said to be enough"
    yield "epochs_over_claimed", times, text
    text = f"Factor of the error per epoch, standardized x, {runs.CLAIMED_RATE}"
    yield "epoch_factor", epochs.factor, text
    share, claimed = (
        float(epochs.share[runs.CLAIMED_EPOCHS]),
        f"{runs.CLAIMED_EPOCHS}_epochs",
    )
    yield f"share_after_{claimed}", share, f"Share of the error {left}"
    text = f"Share of the loss above its minimum {left}"
    yield f"loss_share_after_{claimed}", share**2, text
    text = (
        "Largest difference of the measured share from "
        f"{epochs.factor:g}^k in {runs.EPOCHS} epochs"
    )
    yield "epochs_gap", epochs.gap, text
    text = f"Learning rate at which {runs.CLAIMED_EPOCHS} epochs would reach {done}"
    yield "rate_for_claim", epochs.rate_for_claim, f"{text}, standardized x"
    text = (
        "Largest relative difference from the least-squares w and b after one step "
        "at learning rate 1/2 on standardized x"
    )
    yield "one_step_gap", epochs.one_step_gap, text
    yield "claimed_rate", runs.CLAIMED_RATE, "Learning rate that is said to be enough"
    yield "claimed_epochs", runs.CLAIMED_EPOCHS, "Epochs that are said to be enough"
    yield "tolerance", thread.TOLERANCE, "Share of the error that is left at the end"


def _recipe(data: Data) -> Iterator[Row]:
    recipe = data.two_rates
    after = f"after {thread.STEPS} steps, two rates and momentum"
    yield "thread_final_x0", float(recipe.x[0]), f"First variable {after}, float32"
    yield "thread_final_x1", float(recipe.x[1]), f"Second variable {after}, float32"
    yield "thread_final_loss", recipe.loss, f"Loss {after}, float32"
    yield "thread_final_loss_float64", recipe.loss_float64, f"Loss {after}, float64"
    text = f"{OF_HESSIAN}, two-variable thread"
    yield "thread_raw_condition", recipe.raw.condition_number, text
    text = f"{OF_HESSIAN} scaled by the thread's two rates"
    yield "thread_condition", recipe.scaled.condition_number, text
    text = f"{OF_HESSIAN} scaled by Jacobi: the least that any two rates can give"
    yield "thread_jacobi_condition", recipe.jacobi.condition_number, text
    text = "curvature in the thread's scaled coordinates"
    yield "thread_curvature_min", recipe.scaled.lambda_min, f"Smallest {text}"
    yield "thread_curvature_max", recipe.scaled.lambda_max, f"Largest {text}"
    text = f"scaled curvature at which beta = {thread.BETA} oscillates"
    yield "thread_complex_from", recipe.oscillating[0], f"Smallest {text}"
    yield "thread_complex_to", recipe.oscillating[1], f"Largest {text}"
    text = "Factor of the error per step, two rates"
    yield "thread_factor", recipe.factor, f"{text} and momentum"
    yield "thread_factor_alone", recipe.factor_alone, f"{text} without momentum"


def _steps(data: Data) -> Iterator[Row]:
    recipe = data.two_rates
    text = f"{DONE}, two rates and momentum"
    yield "thread_steps", recipe.steps_predicted, f"{text}, from the factor per step"
    yield "thread_steps_counted", recipe.steps_counted, f"{text}, counted on the run"
    for name, words in METHODS.items():
        coarse, fine = recipe.steps[name]
        yield f"thread_steps_{name}", coarse, f"{DONE}, {words}, counted"
        text = f"Steps to {thread.FINE:g} of the error, {words}, counted"
        yield f"thread_fine_steps_{name}", fine, text
    for i, name in enumerate(("first", "second")):
        text = f"Best rate of the {name} variable with Jacobi and best momentum"
        yield f"thread_ideal_rate_{i}", float(recipe.ideal_rates[i]), text
    text = "Best beta with Jacobi's two rates"
    yield "thread_ideal_beta", recipe.ideal_beta, text


def _approximate(data: Data) -> Iterator[Row]:
    approximations = data.approximations
    text = "Condition number of A, two-variable thread"
    yield "condition_number_of_a", approximations.condition_of_a, text
    yield "draws", thread.DRAWS, "Random matrices B at each size of error"
    for error in thread.ERRORS[thread.DECADES]:
        yield f"error_{error:.0e}", float(error), "Relative error given to B"
    text = "One percent of the norm of A over its smallest entry"
    yield "one_percent_of_norm", approximations.one_percent_of_norm, text


def _bands(data: Data) -> Iterator[Row]:
    entries, norm = data.approximations.entries, data.approximations.norm
    for kind, inexact, words in (
        ("entries", entries, "each entry of B is off by up to"),
        ("norm", norm, "B is off in norm by"),
    ):
        text = f"Least error at which B can be singular, where {words} so much"
        yield f"{kind}_singular", inexact.singular, text
        for what, bands, counted in (
            ("condition", inexact.condition, CONDITION),
            ("steps", inexact.steps, AT_BEST),
        ):
            for band, values, part in (
                ("low", bands.low, "a tenth of the draws is below"),
                ("median", bands.median, "median of the draws"),
                ("high", bands.high, "nine tenths of the draws are below"),
                ("worst", bands.worst, "worst case"),
            ):
                for error, value in zip(
                    thread.ERRORS[thread.DECADES], values[thread.DECADES], strict=True
                ):
                    text = f"{counted} where {words} {error:.4g}: {part}"
                    yield f"{kind}_{what}_{band}_{error:.0e}", float(value), text


def _rounded(data: Data) -> Iterator[Row]:
    for digits, rounded in data.approximations.rounded.items():
        for key, value, meaning in (
            ("error", rounded.error, "Largest relative error of an entry"),
            ("error_norm", rounded.error_norm, "Relative error in norm"),
            ("condition", rounded.condition, CONDITION),
            ("steps", rounded.steps, f"{AT_BEST}, predicted"),
            ("steps_counted", rounded.steps_counted, f"{AT_BEST}, counted on the run"),
        ):
            text = f"{meaning}, where B is A rounded to {digits} significant digits"
            yield f"rounded_{digits}_{key}", value, text

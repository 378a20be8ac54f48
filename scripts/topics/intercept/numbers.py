"""The numbers of the page on the intercept, by key.

The one rule: a value is read off the data; only shares of two values are taken here.
"""

from collections.abc import Iterator
from typing import Any

from scripts.drawing.declarations import Number
from scripts.topics.intercept.race import ADAM_STEPS, EPOCHS, THREAD_RATE

Row = tuple[str, Any, str, str]
NONE = "dimensionless"
NAMES = {
    "plain": "gradient descent at its best rate",
    "centering": "centering x",
    "standardizing": "standardizing x",
    "rates": "one rate per parameter",
    "momentum": "the best momentum",
    "adam": "Adam at the fastest rate tried that stays",
    "lbfgs": "L-BFGS",
}


def numbers(data: dict[str, Any]) -> list[Number]:
    """Every number that the page shows."""
    groups = (_thread, _seeds, _gradients, _terms, _moments, _spectrum, _steps, _pivot)
    rest = (_systems, _remedies, _adam, _advice, _exercises)
    return [Number(*row) for group in (*groups, *rest) for row in group(data)]


def _thread(data: dict[str, Any]) -> Iterator[Row]:
    run, best, true = data["thread"], data["best"], data["true"]
    yield "learning_rate", THREAD_RATE, NONE, "learning rate of the thread"
    yield "epochs", EPOCHS, "epochs", "epochs of the thread's run"
    yield "samples", len(data["x"]), "points", "points of the thread's data"
    yield "x_largest", data["x"][-1], "units of x", "largest x of the thread's data"
    for i, name in enumerate(("slope", "intercept")):
        yield f"{name}_true", true[i], NONE, f"{name} that made the data, seed 0"
        yield f"{name}_best", best[i], NONE, f"{name} of the least-squares line"
        yield f"{name}_after", run["x"][-1, i], NONE, f"{name} after 100 epochs from 0"
        left = f"share of the {name}'s first error that is left after 100 epochs"
        yield f"{name}_share_left", run["share"][-1, i], NONE, left
    yield "loss_start", run["value"][0], NONE, "loss of the line (0, 0)"
    yield "loss_after", run["value"][-1], NONE, "loss after 100 epochs"
    yield "loss_best", data["spectrum"]["loss_min"], NONE, "least loss of any line"


def _seeds(data: dict[str, Any]) -> Iterator[Row]:
    seeds = data["seeds"]
    yield "seeds", seeds["count"], "runs", "seeds with which the thread was repeated"
    for name in ("intercept", "slope"):
        median = f"median over the seeds of the share of the {name}'s error left"
        yield f"seeds_{name}_share_left", seeds[name], NONE, median
    at_least = (
        "share of the intercept's error that nine seeds in ten have at least left"
    )
    yield "seeds_nine_in_ten", seeds["nine_in_ten"], NONE, at_least


def _gradients(data: dict[str, Any]) -> Iterator[Row]:
    grad, late = data["thread"]["grad"], data["late"]["last_of_early"]
    for i, name in enumerate("wb"):
        yield f"gradient_{name}_start", grad[0, i], NONE, f"df/d{name} at (0, 0)"
        yield f"gradient_{name}_after", grad[-1, i], NONE, f"df/d{name} at epoch 100"
        yield f"gradient_{name}_late", late[i], NONE, f"df/d{name} at epoch 999"
    yield "gradient_late_epoch", 999, "epochs", "epoch of the late gradients"
    yield "ratio_start", grad[0, 0] / grad[0, 1], NONE, "df/dw over df/db at (0, 0)"
    yield "ratio_late", late[1] / late[0], NONE, "df/db over df/dw at epoch 999"
    first = "first epoch at which the bias gradient is the larger one"
    yield "crossing_epoch", data["late"]["crossing"], "epochs", first
    share = THREAD_RATE * abs(late[1]) / abs(data["steps"]["error_999"])
    what = "share of the way still to go that one step of b covers at epoch 999"
    yield "step_share", share, NONE, what


def _terms(data: dict[str, Any]) -> Iterator[Row]:
    for k, name in ((0, "start"), (EPOCHS, "after")):
        terms = data["terms"][k]
        left = abs(terms["mean"]) / terms["size"]
        size = f"mean size of a sample's term 2 r of df/db at epoch {k}"
        positive = f"samples that push the intercept down at epoch {k}"
        share = f"share of the terms' size that survives their mean at epoch {k}"
        yield f"term_mean_{name}", terms["mean"], NONE, f"df/db at epoch {k}"
        yield f"term_size_{name}", terms["size"], NONE, size
        yield f"terms_positive_{name}", terms["positive"], "samples", positive
        yield f"term_left_{name}", left, NONE, share


def _moments(data: dict[str, Any]) -> Iterator[Row]:
    seen = data["spectrum"]
    v, square = seen["variance"], seen["square"]
    yield "mean_x", seen["mean"], "units of x", "mean of x"
    yield "variance_x", v, "squared units of x", "variance of x"
    yield "sd_x", v**0.5, "units of x", "standard deviation of x"
    yield "mean_square_x", square, "squared units of x", "mean of x^2"
    left = "v / mean(x^2): what cancelling leaves of the bias gradient"
    yield "signal_left", v / square, NONE, left
    factor = "mean(x^2) / v: by how much cancelling weakens the bias gradient"
    yield "cancelling", square / v, NONE, factor


def _spectrum(data: dict[str, Any]) -> Iterator[Row]:
    seen = data["spectrum"]
    T = 1 + seen["square"]
    rough = "2 v / T, the smaller eigenvalue where v is far below T^2"
    yield "half_trace", T, NONE, "T = 1 + mean^2 + v"
    yield "eigenvalue_min", seen["min"], NONE, "T - sqrt(T^2 - 4 v), flat curvature"
    yield "eigenvalue_max", seen["max"], NONE, "T + sqrt(T^2 - 4 v), steep curvature"
    yield "eigenvalue_min_rough", 2 * seen["variance"] / T, NONE, rough
    for name in ("min", "max"):
        what = f"{name} eigenvalue of the Hessian that differences of the gradient give"
        yield f"eigenvalue_{name}_measured", seen[f"seen_{name}"], NONE, what
    yield "condition_number", seen["condition"], NONE, "eigenvalue_max / eigenvalue_min"
    yield "learning_rate_limit", seen["limit"], NONE, "2 / eigenvalue_max"
    gain = "learning rate limit over the thread's rate"
    yield "limit_gain", seen["limit"] / THREAD_RATE, NONE, gain
    for side, share in (("below", "0.99"), ("above", "1.01")):
        what = f"gradient after 2,000 steps at {share} of the limit, over the first one"
        yield f"growth_{side}_limit", seen[side], NONE, what


def _steps(data: dict[str, Any]) -> Iterator[Row]:
    steps = data["steps"]
    slow, fast = (
        f"steps of the {name} direction to 1 % at the thread's rate"
        for name in ("slow", "fast")
    )
    yield "slow_loss", 1 - steps["slow_factor"], NONE, "lr eigenvalue_min"
    yield "slow_steps_to_1_percent", steps["slow"], "steps", slow
    yield "fast_steps_to_1_percent", steps["fast"], "steps", fast
    for i, name in enumerate("wb"):
        for kind in ("predicted", "measured"):
            what = f"steps until {name} is within 1 % at the thread's rate, {kind}"
            yield f"steps_{name}_{kind}", steps[kind][i], "steps", what
    floor = "share of b's error at which float32 begins to lose the updates of b"
    yield "float32_floor", steps["float32_floor"], NONE, floor
    plateau = "share of w's error left at epoch 1,000, which waits for b"
    yield "slope_plateau", steps["plateau"], NONE, plateau


def _pivot(data: dict[str, Any]) -> Iterator[Row]:
    pivot, unit = data["pivot"], "units of x"
    zero = "(mean(x^2) - eigenvalue_min / 2) / mean(x): zero of the flat direction"
    crossing = "x at which the lines of epochs 100,000 and 300,000 cross"
    yield "pivot_x", pivot["ratio"], unit, "mean(x^2) / mean(x)"
    yield "pivot_x_exact", pivot["flat"], unit, zero
    yield "pivot_x_measured", pivot["crossing"], unit, crossing


def _systems(data: dict[str, Any]) -> Iterator[Row]:
    systems = data["systems"]
    kinds = {"centered": "centered", "scaled": "jacobi", "standardized": "standardized"}
    for name, key in kinds.items():
        condition = f"condition number of the Hessian with x {name}"
        limit = f"2 / eigenvalue_max with x {name}"
        yield f"{key}_condition_number", systems[name]["condition"], NONE, condition
        yield f"{key}_limit", systems[name]["limit"], NONE, limit
    formula = "(1 + r) / (1 - r) with the correlation r"
    cosine = "r = mean / sqrt(mean^2 + v), the cosine between x and the column of ones"
    steps = "steps of the centered intercept to 1 % at the thread's rate"
    yield "jacobi_predicted", systems["jacobi_predicted"], NONE, formula
    yield "correlation", data["spectrum"]["correlation"], NONE, cosine
    yield "centered_steps_at_thread_rate", systems["centered_steps"], "steps", steps


def _remedies(data: dict[str, Any]) -> Iterator[Row]:
    race = data["race"]
    for name, row in race["remedies"].items():
        said = NAMES[name]
        cost = f"gradients that {said} takes until b is within 1 %, the first included"
        met = f"condition number that {said} meets"
        yield f"{name}_steps", row["steps"], "steps", f"steps of {said} to 1 % of b"
        yield f"{name}_steps_w", row["slope_steps"], "steps", f"{said}, to 1 % of w"
        yield f"{name}_evaluations", row["evaluations"], "evaluations", cost
        if row["condition"] is not None:
            yield f"{name}_meets", row["condition"], NONE, met
        if isinstance(row["rate"], float):
            yield f"{name}_rate", row["rate"], NONE, f"learning rate of {said}"
    fixed = "share of b's error left after 100 epochs on standardized x at rate 0.1"
    yield "fixed_share_left", race["fixed"], NONE, fixed
    yield "momentum_beta", race["momentum_beta"], NONE, "beta of the best momentum"
    yield "rates_w", race["rates"][0], NONE, "rate of w: 1 / (2 mean(x^2))"
    yield "rates_b", race["rates"][1], NONE, "rate of b: 1 / 2"
    gap = "gradient at the least-squares solution over that at (0, 0)"
    yield "lstsq_gradient", race["lstsq_gap"] / race["start_gap"], NONE, gap


def _adam(data: dict[str, Any]) -> Iterator[Row]:
    scan = data["race"]["adam"]
    what = "steps of Adam to 1 % of b at torch's default rate 0.001"
    first = "step at which Adam at rate 0.1 is first within 1 % of b"
    left = (
        "least times that Adam at rate 0.1 leaves 1 % of b in 20,000 steps, of two runs"
    )
    yield "adam_rates_tried", len(scan), "rates", "rates of Adam that were tried"
    yield "adam_trial_steps", ADAM_STEPS, "steps", "steps for which each rate was tried"
    yield "adam_default_steps", scan[0.001]["stays"], "steps", what
    yield "adam_fast_first", scan[0.1]["first"], "steps", first
    yield "adam_fast_left", scan[0.1]["left"], "times", left


def _advice(data: dict[str, Any]) -> Iterator[Row]:
    wrong, best = data["wrong"], data["best"][1]
    loss = "loss after 100 epochs at a hundred times the thread's rate"
    yield "large_rate_loss", wrong["large_loss"], NONE, loss
    for size, (_, b) in wrong["batches"].items():
        end = f"intercept after 100 epochs in shuffled batches of {size}"
        left = f"share of b's error left after 100 epochs in batches of {size}"
        yield f"batch_{size}_intercept", b, NONE, end
        same = f"intercept after as many full-batch steps as batches of {size} make"
        yield f"full_{size}_intercept", wrong["full"][size][1], NONE, same
        yield f"batch_{size}_share_left", abs(1 - b / best), NONE, left


def _exercises(data: dict[str, Any]) -> Iterator[Row]:
    found = data["exercises"]
    steps = "steps of the slow direction to 1 % with x / 100 at rate 0.5"
    alone = "steps to 1 % of b at rate 0.5 for b, the thread's for w"
    yield "bias_rate_steps", found["bias_rate"], "steps", alone
    yield "years_condition_number", found["years"], NONE, "x = 1950, …, 2020"
    yield "years_pivot", found["years_pivot"], "years", "mean(x^2) / mean(x)"
    yield "years_mean", found["years_mean"], "years", "mean of the years"
    for kind in ("centered", "scaled"):
        what = f"condition number of the years, {kind} alone"
        yield f"years_{kind}", found[f"years_{kind}"], NONE, what
    yield "since_condition_number", found["since"], NONE, "x = years since 1950"
    yield "hundredth_condition_number", found["hundredth"], NONE, "with x / 100"
    yield "hundredth_limit", found["hundredth_limit"], NONE, "2 / λ max with x / 100"
    yield "hundredth_steps", found["hundredth_steps"], "steps", steps

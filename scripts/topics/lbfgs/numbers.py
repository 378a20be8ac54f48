"""The numbers of the page on L-BFGS, each with what it means.

The one rule: a value is picked from the data here, and none is computed.
"""

from collections.abc import Iterator
from typing import Any

from scripts.drawing.declarations import Number

NONE, COUNT = "dimensionless", "evaluations of the loss"
LOOP = "the thread's loop in float32"
SOLVED = (
    "Evaluations until the thread's assertion, allclose at 1e-4, holds at the "
    "beginning of an outer step"
)
METHODS = {
    "gd": "gradient descent at its best rate",
    "momentum": "momentum at its best settings",
    "backtracking": "L-BFGS with backtracking",
    "lbfgs": "L-BFGS with a strong Wolfe search",
    "exact": "L-BFGS with an exact search",
    "cg": "conjugate gradients",
}
ROSENBROCK = {
    "gd": "gradient descent at rate 0.001",
    "momentum": "momentum 0.95 at rate 0.001",
    "backtracking": "L-BFGS with backtracking",
    "lbfgs": "L-BFGS with a strong Wolfe search",
}
Row = tuple[str, Any, str, str]


def numbers(data: Any) -> list[Number]:
    """Everything the page quotes."""
    parts = (_closures, _defaults, _methods, _elsewhere, _limits)
    return [Number(*row) for part in parts for row in part(data)]


def _closures(data: Any) -> Iterator[Row]:
    found = data["closures"]
    for name, words in (("right", "the right"), ("thread", "the thread's own")):
        made = found[name]
        at = f"{LOOP}, {words} closure"
        yield f"evaluations_{name}_closure", made["solved"], COUNT, f"{SOLVED}: {at}"
        yield f"rounds_{name}_closure", made["rounds"], "outer steps", f"As many: {at}"
        yield f"largest_loss_{name}_closure", made["largest"], NONE, f"Most, {at}"
    thread = found["thread"]
    jump = float(thread["losses"][2:21].max())
    yield "first_round_loss", jump, NONE, "Largest loss of the first outer step"
    length = float(thread["lengths"][1])
    yield "repeated_step", length, NONE, "Length of the step that is repeated there"
    never = found["accumulated"]
    words = f"{LOOP}, the thread's closure, gradients never zeroed"
    yield "evaluations_accumulated", len(never["losses"]), COUNT, f"All: {words}"
    yield "largest_loss_accumulated", never["largest"], NONE, f"Largest loss: {words}"


def _defaults(data: Any) -> Iterator[Row]:
    found = data["defaults"]
    stuck, single = found["float64"], found["float32"]
    at = "no line search, right closure, float64"
    yield "default_evaluations", len(stuck["losses"]), COUNT, f"All of 51 rounds: {at}"
    yield "default_loss", float(stuck["losses"][-1]), NONE, f"Loss after them: {at}"
    yield "default_product", float(stuck["products"][2]), NONE, f"Third y^T s: {at}"
    yield "default_step", float(stuck["lengths"][2]), NONE, f"Third step's length: {at}"
    yield "default_pairs", int(stuck["kept"].sum()), "pairs", f"Kept in all: {at}"
    yield "default_refused", int((~stuck["kept"]).sum()), "pairs", f"Refused: {at}"
    yield (
        "default_product_float32",
        float(single["products"][2]),
        NONE,
        "Third y^T s in float32: rounding has supplied most of it",
    )
    ratio = float(single["lengths"][3] / single["lengths"][2])
    yield "float32_jump", ratio, NONE, "Fourth step over third step, float32"
    first = float(found["float64"]["losses"][2])
    yield "overshoot", first, NONE, "Loss after the first step, any precision"
    cliff, descent = found["cliff"], found["descent"]
    factor = "Factor on the loss above which the default works, float64"
    yield "factor_predicted", cliff["predicted"], NONE, f"{factor}: 1e-10 / y^T s"
    yield "factor_measured", cliff["measured"], NONE, f"{factor}: by bisection"
    for name, words in (("scaled", "loss times 9"), ("any_positive", "any y^T s > 0")):
        what = f"{SOLVED}: float64, no search, {words}"
        yield f"evaluations_{name}", found[name]["solved"], COUNT, what
    yield "descent_steps", descent["steps"], "steps", "Steps of the stuck run"
    yield "descent_loss", descent["loss"], NONE, "Loss after them, measured"
    predicted = "Loss after them, predicted for descent at rate 1/L"
    yield "descent_loss_predicted", descent["loss_predicted"], NONE, predicted
    needed = "Steps to one percent of the error at that rate"
    yield "descent_steps_needed", descent["steps_needed"], "steps", needed


def _methods(data: Any) -> Iterator[Row]:
    found = data["methods"]
    for name, words in METHODS.items():
        what = f"Evaluations to 1 % of the error, {words}"
        yield f"evaluations_{name}", found["counts"][name], COUNT, what
    for name in ("lbfgs", "backtracking"):
        steps, nfev, value = found["ends"][name]
        yield f"end_steps_{name}", steps, "steps", f"Steps, {METHODS[name]}"
        yield f"end_evaluations_{name}", nfev, COUNT, f"To the end, {METHODS[name]}"
        yield f"end_loss_{name}", value, NONE, f"Loss there, {METHODS[name]}"
    for k in (1, 2, 3):
        size = float(found["steps"][k])
        yield f"step_size_{k}", size, NONE, f"Step size t of L-BFGS step {k}"
        used = int(found["nfev"][k] - found["nfev"][k - 1])
        yield f"step_evaluations_{k}", used, COUNT, f"Evaluations in step {k}"


def _elsewhere(data: Any) -> Iterator[Row]:
    for name, words in ROSENBROCK.items():
        count = data["rosenbrock"]["counts"][name]
        what = f"Evaluations until f stays below 1e-8 on Rosenbrock, {words}"
        yield f"rosenbrock_{name}", count, COUNT, what
    steps = len(data["rosenbrock"]["path"]) - 1
    yield "rosenbrock_steps", steps, "steps", "Steps of the animated L-BFGS run"
    yield "rosenbrock_evaluations", data["rosenbrock"]["nfev"][-1], COUNT, "All of it"
    cg = data["conjugate"]
    yield "cg_gap", cg["gap"], NONE, "L-BFGS from conjugate gradients, 2 parameters"
    for m, key in ((1, "one"), (20, "twenty")):
        apart = cg["apart"][m]
        at = f"Distance from conjugate gradients over |x*|, memory {m}, 20 parameters"
        yield f"apart_{key}_5", float(apart[5]), NONE, f"{at}, after 5 steps"
        yield f"apart_{key}_10", float(apart[10]), NONE, f"{at}, after 10 steps"
        yield f"apart_{key}_20", float(apart[20]), NONE, f"{at}, after 20 steps"
    for name, made in data["searches"]["found"].items():
        yield f"search_{name}_t", made["t"], NONE, f"Accepted t, {name}, as drawn"
        yield f"search_{name}_trials", made["trials"], COUNT, f"Trials, {name}"
        share = made["slope_share"]
        yield f"search_{name}_slope", share, NONE, f"|slope| over first, {name}"


def _limits(data: Any) -> Iterator[Row]:
    noise, kinks = data["noise"], data["kinks"]
    for i, key in ((0, "short"), (6, "middle"), (12, "long")):
        at = f"of s^T y from two batches of 10, |s| = {noise['lengths'][i]:.3g}"
        yield f"negative_{key}", float(noise["share"][i]), NONE, f"Share <= 0 {at}"
        predicted = float(noise["predicted"][i])
        yield f"negative_predicted_{key}", predicted, NONE, f"Normal law, {at}"
    yield "negative_one_batch", noise["one_batch"], NONE, "The same from one batch"
    words = {
        "full": "L-BFGS, all rows",
        "one": "L-BFGS, one batch per pair",
        "two": "L-BFGS, two batches per pair",
        "sgd": "minibatch descent at rate 0.1",
    }
    for name, what in words.items():
        end = float(abs(noise["runs"][name][-1]))
        yield f"batch_{name}", end, NONE, f"Loss above its least, 40 steps, {what}"
    at = "mean absolute error of heavy_noise"
    yield "mae_value", kinks["value"], NONE, f"Where L-BFGS stops, {at}"
    yield "mae_least", kinks["least"], NONE, f"Least {at}"
    over = kinks["value"] / kinks["least"] - 1
    yield "mae_over", over, NONE, f"Share above the least, {at}"
    yield "mae_runs", kinks["runs"], NONE, f"Random starts, {at}"
    typical = f"Median over the random starts of the share above the least, {at}"
    yield "mae_typical", kinks["typical"], NONE, typical
    most = f"Largest of the random starts' shares above the least, {at}"
    yield "mae_most", kinks["most"], NONE, most
    flattest = f"Shortest subgradient at the end of a random start's run, {at}"
    yield "mae_flattest", kinks["flattest"], NONE, flattest
    yield "mae_gradient", kinks["gradient"], NONE, f"Length of the subgradient, {at}"
    yield "mae_evaluations", kinks["evaluations"], COUNT, f"Before the end, {at}"
    yield "mae_searched", kinks["searched"], COUNT, f"Spent by the last search, {at}"
    ray = kinks["ray"]
    yield "mae_before", ray["before"], NONE, f"Slope before the kink / first, {at}"
    yield "mae_after", ray["after"], NONE, f"Slope after the kink / first, {at}"

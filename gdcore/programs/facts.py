"""Framework, method, learning rate, loss, steps, precision and data of a program.

The one rule: a fact is given only if the program says it; "" or None otherwise.
"""

import ast
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from gdcore.programs.adaptive import takes_roots
from gdcore.programs.booking import updates
from gdcore.programs.edits import walk
from gdcore.programs.following import Outcome
from gdcore.programs.model_facts import Facts, _of_models, _of_optimizer
from gdcore.programs.rate_constants import rates
from gdcore.programs.sampling import SCALE
from gdcore.programs.schedules import is_constant
from gdcore.programs.trainings import loops, rounds
from gdcore.programs.values import Array
from gdcore.programs.verdict import Verdict

OTHER = ("unknown", "other")
"""The word and how of steps that follow no rule that is known."""


def framework(tree: ast.Module, run: Outcome) -> str:
    """By the modules that it imports, or that its names come from."""
    words = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    modules = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module.split(".")[0])
    for name in ("torch", "keras", "tensorflow"):
        if name in modules or name in words:
            return "keras" if name == "tensorflow" else name
    kinds = {n.about.kind for n in run.machine.noted("model")}
    if kinds & {"SGDRegressor", "LinearRegression", "Ridge", "Lasso"}:
        return "sklearn"
    if run.machine.noted("optimizer") or run.machine.noted("linear"):
        return "torch"
    if "numpy" in modules or words & {"np", "numpy"}:
        return "numpy"
    return "sklearn" if "sklearn" in modules else "plain"


def facts(tree: ast.Module, run: Outcome, verdict: Verdict) -> Facts:
    """All facts."""
    found = _of_optimizer(run) or _of_models(tree, run) or _by_hand(tree, run, verdict)
    if "rate" in verdict.guesses:
        found = replace(found, learning_rate=None)
    name = framework(tree, run)
    loop = verdict.training.loop if verdict.training else None
    steps = steps_of(run, verdict) if loop is not None else found.steps
    if steps is None and name in ("torch", "numpy", "plain"):
        outer = next(iter(run.machine.trained), None)
        total = run.machine.totals.get(outer) if outer is not None else None
        steps = found.steps if outer is None else _counted(run, total, outer)
    if "steps" in verdict.guesses or (
        loop is not None and not is_constant(run, verdict)
    ):
        steps = None  # of another rate than the first one
    return Facts(
        name, found.method, found.learning_rate, found.beta,
        _loss(run, verdict, found), steps, precision(run, name), data(verdict),
        found.nesterov, found.factor, bool(run.machine.trained), found.unnamed,
    )  # fmt: skip


def steps_of(run: Outcome, verdict: Verdict) -> int | None:
    """How many updates the loop makes, each row's or batch's for itself."""
    assert verdict.training is not None
    loop, names = verdict.training.loop, verdict.training.names
    held = run.machine.entered.get(id(loop))
    around = [o for o in loops(run.machine.tree) if o is not loop and loop in walk(o)]
    pieces = held.total if held and around else None  # calls may be in other loops
    return _counted(run, rounds(run, loop, pieces), id(loop), names)


def _counted(
    run: Outcome, total: int | None, loop: int, names: Iterable[str] = ("@",)
) -> int | None:
    """The rounds of a loop times the updates in each; None where rows are guessed."""
    each = updates(run.machine, loop, names)
    m = run.machine
    guessed = any(n.about == "rows" for n in m.noted("guess"))
    nested = next(iter(m.entered), loop) != loop
    if total is None or each is None or (guessed and (each > 1 or nested)):
        return None
    return total * each


def _by_hand(tree: ast.Module, run: Outcome, verdict: Verdict) -> Facts:
    """A loop of the program's own."""
    if verdict.training is None:
        rates = [r for _, r in run.machine.rates if 0 < r < 100]
        return Facts(learning_rate=rates[0] if rates else None)
    rates = [r for _, r in run.machine.rates if 0 < r < 100]
    constants = _constants(tree, verdict)
    rate = rates[0] if rates else constants[0] if constants else None
    if verdict.word != "right" or verdict.matrix is None:
        method = verdict.method or ("Adam" if _looks_adam(tree) else "")
        other = verdict.how == "adaptive" or (verdict.word, verdict.how) == OTHER
        return Facts(method=method, learning_rate=rate, unnamed=other and not method)
    beta = verdict.beta
    if verdict.training.autograd:
        rate = _effective(np.diag(verdict.matrix), rate)
    method = "momentum" if beta else "gradient descent"
    return Facts(method=method, learning_rate=rate, beta=beta)


def _effective(factors: Array, rate: float | None) -> float | None:
    """By what a step multiplies backward's gradient, where it is one number.

    Args:
        factors: Those of a run whose rate was made small, if one was seen.
        rate: That is seen, None if none is.
    """
    size = float(factors.mean()) / (1 if rate is None else SCALE)
    one = np.ptp(factors) <= 1e-3 * abs(factors.mean())
    usual = rate is None or (rate > 0 and 1e-3 < size / rate < 1e3)
    near = rate is not None and np.isclose(size, rate, rtol=1e-3, atol=0)
    return float(f"{size:.6g}") if one and usual and not near else rate


def _constants(tree: ast.Module, verdict: Verdict) -> list[float]:
    assert verdict.training is not None
    wanted = rates(tree, verdict.training)
    return [
        float(n.value)
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant)
        and id(n) in wanted
        and isinstance(n.value, float)
    ]


def _looks_adam(tree: ast.Module) -> bool:
    return "0.999" in ast.unparse(tree) and takes_roots(tree)


def _loss(run: Outcome, verdict: Verdict, found: Facts) -> str:
    """The convention of the loss: from a loss function, or from the steps."""
    if found.loss:
        return found.loss
    for note in run.machine.noted("loss")[:1]:
        kind, how, *_ = note.about
        if kind == "abs":
            return "absolute"
        return {"mean": "mean", "sum": "sum"}.get(how, "") if kind == "square" else ""
    if verdict.convention:
        return verdict.convention
    return ""


def precision(run: Outcome, name: str) -> str:
    """Of the parameters."""
    if name == "torch":
        kinds = {leaf.kind for leaf in run.machine.leaves}
        return (
            {"f4": "float32", "f8": "float64"}.get(kinds.pop(), "")
            if len(kinds) == 1
            else ""
        )
    if name in ("numpy", "plain"):
        words = ast.unparse(run.machine.tree)
        return "float32" if "float32" in words else "float64"
    return "float32" if name == "keras" else "float64"


def data(verdict: Verdict) -> dict[str, Any] | None:
    """X without the ones column, and y, where the program holds them as numbers."""
    if verdict.jacobian is None or verdict.offset is None or verdict.drawn:
        return None
    columns, y = design(verdict.jacobian, verdict.offset)
    if columns is None or not columns.size or len(y) > 2000:
        return None
    return {"X": columns.tolist(), "y": y.tolist()}


def design(jacobian: Array, offset: Array) -> tuple[Array | None, Array]:
    """(X, y) of residuals ±(X theta - y): signs so that a ones column is +1."""
    constant = [j for j in range(jacobian.shape[1]) if np.ptp(jacobian[:, j]) < 1e-12]
    sign = 1.0
    if constant and jacobian[0, constant[0]] < 0:
        sign = -1.0
    kept = [j for j in range(jacobian.shape[1]) if j not in constant]
    if not constant:
        return None, -offset
    return sign * jacobian[:, kept], -sign * offset

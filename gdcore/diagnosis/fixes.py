"""What would mend a run: each remedy on these data, ranked by the steps it leaves.

The one rule: a remedy is judged at the very numbers that its sentence tells you to
type.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from gdcore.diagnosis import wording
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.conventions import scaled
from gdcore.diagnosis.counts import predicted
from gdcore.diagnosis.fix import BACK, STANDARDIZE, Fix
from gdcore.diagnosis.trials import tried
from gdcore.diagnosis.wording import typed
from gdcore.optimizers import GradientDescent, Momentum, Nesterov, Optimizer
from gdcore.preconditioning import (
    ChangeOfVariables,
    Transformed,
    center,
    jacobi,
    standardize,
)
from gdcore.problems import LeastAbsolute, LeastSquares, Problem, Quadratic
from gdcore.spectral import best_gradient_descent, best_momentum, best_nesterov


def ranked(case: Case, now: float, evaluations: int) -> tuple[Fix, ...]:
    """Remedies that take fewer steps than `now` (nan: unknown), the fewest first.

    The direct solution, which takes none, stands at the end.
    """
    half = evaluations // 2
    tries = int(now) if now < half else half
    every = [*_predicted(case), *tried(case, tries), *_direct(case)]
    better = [fix for fix in every if not fix.steps >= now]
    return tuple(sorted(better, key=lambda fix: (not fix.steps, fix.steps)))


def _predicted(case: Case) -> Iterator[Fix]:
    """What theory counts, in the order of simplicity."""
    for name, descent, says in (
        ("best learning rate", _descent, "set the learning rate to {rate}"),
        ("momentum", _momentum, "use Momentum({rate}, beta={beta})"),
        ("Nesterov", _nesterov, "use Nesterov({rate}, beta={beta})"),
    ):
        yield from _counted(case, name, descent, says)
    problem = case.problem
    if isinstance(problem, LeastSquares):
        for name, change, says in (
            ("standardize", standardize, STANDARDIZE),
            ("center", center, "center x, x - x.mean(0)"),
        ):
            says = f"{says}, with a learning rate of {{rate}}; {BACK}"
            with contextlib.suppress(ValueError):
                yield from _counted(case, name, _descent, says, change(problem))
    yield from _rate_each(case)


def _counted(
    case: Case,
    name: str,
    best: Callable[[Problem, float], Optimizer[Any]],
    says: str,
    change: ChangeOfVariables | None = None,
) -> Iterator[Fix]:
    problem = case.problem if change is None else Transformed(case.problem, change)
    with contextlib.suppress(ValueError):
        method: Any = best(problem, case.convention.factor)
        internal = scaled(method, case.convention.factor)
        steps = predicted(case, problem, internal, change)
        if steps is not None:
            rate = wording.rate(method.learning_rate)
            beta = wording.rate(getattr(method, "beta", 0.0))
            says = says.format(rate=rate, beta=beta)
            yield Fix(name, steps, False, says, method, change)


def _descent(problem: Problem, factor: float) -> GradientDescent:
    best = best_gradient_descent(problem)
    return GradientDescent(typed(float(np.max(best.learning_rate)) / factor))


def _momentum(problem: Problem, factor: float) -> Momentum:
    best = best_momentum(problem)
    return Momentum(*_cut(best.learning_rate, best.beta, factor))


def _nesterov(problem: Problem, factor: float) -> Nesterov:
    best = best_nesterov(problem)
    return Nesterov(*_cut(best.learning_rate, best.beta, factor))


def _cut(rate: Any, beta: float, factor: float) -> tuple[float, float]:
    """The rate and beta with the rate, and 1 - beta, cut to what is typed."""
    return typed(float(rate) / factor), round(1 - typed(1 - beta), 15)


def _rate_each(case: Case) -> Iterator[Fix]:
    with contextlib.suppress(ValueError):
        own = jacobi(case.problem)
        inner = best_gradient_descent(Transformed(case.problem, own))
        best = own.M.diagonal() ** 2 * inner.learning_rate / case.convention.factor
        rates = [typed(rate) for rate in best.tolist()]
        method = GradientDescent(np.array(rates))
        internal = scaled(method, case.convention.factor)
        steps = predicted(case, case.problem, internal)
        if steps is not None and len(rates) > 1:
            shown = wording.rate(tuple(rates))
            says = f"give each parameter its own learning rate: {shown}"
            yield Fix("a rate each", steps, False, says, method)


def _direct(case: Case) -> Iterator[Fix]:
    """The minimizer without steps, where there is a formula."""
    if case.reference is None:
        return
    match case.problem:
        case LeastSquares(l2=0):
            how = "np.linalg.lstsq on columns of unit length"
        case LeastAbsolute():
            how = "best_absolute_fit(problem)"
        case LeastSquares() | Quadratic():
            how = "minimizer(problem)"
        case _:
            return
    yield Fix("direct solution", 0, False, f"solve it directly, {how}")

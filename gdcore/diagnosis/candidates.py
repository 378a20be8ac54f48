"""The methods that theory can count on a problem, each at its best parameters.

The one rule: a method is built from the very numbers that its sentence tells you to
type.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from gdcore.diagnosis import wording
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.conventions import scaled
from gdcore.diagnosis.fix import BACK, STANDARDIZE
from gdcore.diagnosis.wording import typed
from gdcore.optimizers import GradientDescent, Momentum, Nesterov, Optimizer
from gdcore.preconditioning import (
    ChangeOfVariables,
    Transformed,
    center,
    jacobi,
    standardize,
)
from gdcore.problems import LeastSquares, Problem
from gdcore.spectral import best_gradient_descent, best_momentum, best_nesterov


class Candidate(NamedTuple):
    """A method at its best, and where it runs.

    Attributes:
        name: That of its Fix.
        method: At the rate to type, for the loss as it is written.
        internal: The same steps on the problem without the loss's factor.
        problem: That of the case, or the same loss in z.
        change: From z to x, if others.
        says: What to do, with what to type.
    """

    name: str
    method: Optimizer[Any]
    internal: Optimizer[Any]
    problem: Problem
    change: ChangeOfVariables | None
    says: str


@functools.lru_cache(maxsize=1)
def candidates(case: Case) -> tuple[Candidate, ...]:
    """All that the problem allows, in the order of simplicity; the last are kept."""
    return tuple(_candidates(case))


def _candidates(case: Case) -> Iterator[Candidate]:
    for name, descent, says in (
        ("best learning rate", _descent, "set the learning rate to {rate}"),
        ("momentum", _momentum, "use Momentum({rate}, beta={beta})"),
        ("Nesterov", _nesterov, "use Nesterov({rate}, beta={beta})"),
    ):
        yield from _best(case, name, descent, says)
    problem = case.problem
    if isinstance(problem, LeastSquares):
        for name, change, says in (
            ("standardize", standardize, STANDARDIZE),
            ("center", center, "center x, x - x.mean(0)"),
        ):
            says = f"{says}, with a learning rate of {{rate}}; {BACK}"
            with contextlib.suppress(ValueError):
                yield from _best(case, name, _descent, says, change(problem))
    yield from _rate_each(case)


def _best(
    case: Case,
    name: str,
    best: Callable[[Problem, float], Optimizer[Any]],
    says: str,
    change: ChangeOfVariables | None = None,
) -> Iterator[Candidate]:
    problem = case.problem if change is None else Transformed(case.problem, change)
    with contextlib.suppress(ValueError):
        method: Any = best(problem, case.convention.factor)
        internal = scaled(method, case.convention.factor)
        rate = wording.rate(method.learning_rate)
        beta = wording.rate(getattr(method, "beta", 0.0))
        says = says.format(rate=rate, beta=beta)
        yield Candidate(name, method, internal, problem, change, says)


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


def _rate_each(case: Case) -> Iterator[Candidate]:
    with contextlib.suppress(ValueError):
        own = jacobi(case.problem)
        inner = best_gradient_descent(Transformed(case.problem, own))
        best = own.M.diagonal() ** 2 * inner.learning_rate / case.convention.factor
        rates = [typed(rate) for rate in best.tolist()]
        method = GradientDescent(np.array(rates))
        if len(rates) > 1:
            shown = wording.rate(tuple(rates))
            says = f"give each parameter its own learning rate: {shown}"
            internal = scaled(method, case.convention.factor)
            yield Candidate("a rate each", method, internal, case.problem, None, says)

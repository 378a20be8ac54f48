"""The method of a question, at its rate or at one that is chosen for it.

The one rule: a rate that was not given is the best one, and no verdict is about it.
"""

import contextlib
from typing import Any, NamedTuple

import numpy as np

from gdcore.algebra import length
from gdcore.diagnosis.candidates import candidates
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.wording import rate as written
from gdcore.diagnosis.wording import typed
from gdcore.optimizers import (
    LBFGS,
    AdaGrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    Optimizer,
    RMSProp,
)
from gdcore.reports.question import Question
from gdcore.spectral import learning_rate_limit

BETA = 0.9
DEFAULTS = {"Adam": 0.001, "RMSProp": 0.01, "AdaGrad": 0.01}
"""Learning rates of torch.optim where none is given."""


class Chosen(NamedTuple):
    """A method, whether its rate was given, and what was assumed."""

    method: Optimizer[Any]
    given: bool
    read: tuple[str, ...]


def chosen(asked: Question, case: Case) -> Chosen:
    """The method that is judged."""
    name, read = asked.method or "gradient descent", []
    if not asked.method:
        read.append("the method was not given: it is taken as gradient descent")
    if name == "L-BFGS":
        return Chosen(LBFGS(), True, tuple(read))
    if name == "least squares":
        read.append("least squares needs no steps; the others are compared with it")
        name = "gradient descent"
    beta = asked.beta
    rate = asked.learning_rate if asked.method != "least squares" else None
    if name in ("momentum", "Nesterov") and beta is None and rate is not None:
        read.append(f"beta was not given: it is taken as {BETA:g}")
        beta = BETA
    if rate is not None:
        return Chosen(_built(name, rate, beta), True, tuple(read))
    if name in DEFAULTS:
        rate = DEFAULTS[name]
        read.append(f"the rate was not given: it is {name}'s usual one, {rate:g}")
        return Chosen(_built(name, rate, None), True, tuple(read))
    read.append("the learning rate was not given: the report names one")
    return Chosen(_best(case, name, beta), False, tuple(read))


def _built(name: str, rate: float, beta: float | None) -> Optimizer[Any]:
    match name:
        case "momentum":
            return Momentum(rate, BETA if beta is None else beta)
        case "Nesterov":
            return Nesterov(rate, BETA if beta is None else beta)
        case "Adam":
            return Adam(rate)
        case "RMSProp":
            return RMSProp(rate)
        case "AdaGrad":
            return AdaGrad(rate)
    return GradientDescent(rate)


def _best(case: Case, name: str, beta: float | None) -> Optimizer[Any]:
    """The best of its kind, or half the limit where none is best."""
    wanted = {"gradient descent": "best learning rate"}.get(name, name)
    if beta is None and case.quadratic:
        with contextlib.suppress(ValueError):
            for one in candidates(case):
                if one.name == wanted:
                    return one.method
    if not case.quadratic:
        return GradientDescent(_first_rate(case))
    any_rate: Any = _built(name, 1.0, beta)
    limit = learning_rate_limit(case.problem, any_rate) / case.convention.factor
    return _built(name, float(written(typed(limit / 2))), beta)


def _first_rate(case: Case) -> float:
    """A tenth of the longest way, by the length of the first gradient."""
    assert case.reference is not None
    way = float(np.abs(case.reference - case.x0).max())
    steep = float(length(case.problem.grad(case.x0)))
    share = 0.1 * way / steep if way and steep else 0.1
    return typed(share, 1) if 1e-300 < share < 1e300 else 0.1

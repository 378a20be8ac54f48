"""By which factor a loss is written: mean or sum, with or without ½ in front.

The one rule: a loss with ½ in front is the same loss at half the learning rate, so the
factor changes rates and curvatures, and never the steps.
"""

from dataclasses import replace
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

from gdcore.optimizers import (
    LBFGS,
    AdaGrad,
    Adam,
    Averaged,
    Chebyshev,
    ConjugateGradient,
    Optimizer,
    RMSProp,
    SteepestDescent,
)
from gdcore.problems import LeastAbsolute, LeastSquares, Problem

Loss = Literal["mean", "half mean", "sum", "half sum"]
"""How a loss adds up its rows, and whether ½ stands in front of it."""


class Convention(NamedTuple):
    """How the loss is written.

    Attributes:
        name: One of Loss, or "" for a function without rows.
        words: In a sentence: "the mean of squares".
        factor: What the loss is, divided by the problem's value: 1 or ½.
    """

    name: str
    words: str
    factor: float


def convention(problem: Problem, loss: str | None) -> Convention:
    """The convention that `loss` names, or the problem's own.

    Raises:
        ValueError: If it is no convention, or not that of the problem's reduction.
    """
    if not isinstance(problem, LeastSquares | LeastAbsolute):
        if loss is not None:
            raise ValueError(
                f"loss={loss!r} is about rows of data: {type(problem).__name__} has "
                "none and is minimized as it is"
            )
        return Convention("", "this function", 1.0)
    squares = isinstance(problem, LeastSquares)
    reduction = problem.reduction if isinstance(problem, LeastSquares) else "mean"
    name = reduction if loss is None else loss
    if name not in get_args(Loss):
        raise ValueError(f"loss is one of {', '.join(get_args(Loss))}, not {loss!r}")
    half, _, kind = name.rpartition(" ")
    if kind != reduction:
        raise ValueError(
            f'loss="{name}" does not fit the problem, whose rows are added up with '
            f'reduction="{reduction}"'
        )
    words = f"the {kind} of {'squares' if squares else 'absolute errors'}"
    return Convention(name, f"half {words}" if half else words, 0.5 if half else 1.0)


def scaled(optimizer: Optimizer[Any], factor: float) -> Optimizer[Any]:
    """The method whose steps on f are those of `optimizer` on factor times f.

    What searches its own step takes the same steps, except that LBFGS tries another
    first one where the gradient is shorter than 1.
    """
    match optimizer:
        case _ if factor == 1:
            return optimizer
        case Adam() | AdaGrad() | RMSProp():
            return replace(optimizer, eps=optimizer.eps / factor)
        case Averaged():
            return replace(optimizer, inner=scaled(optimizer.inner, factor))
        case Chebyshev(lambda_min=low, lambda_max=high):
            return Chebyshev(low / factor, high / factor)
        case SteepestDescent():
            return replace(optimizer, first=optimizer.first * factor)
        case LBFGS() | ConjugateGradient():
            return optimizer
    given: Any = optimizer
    rates = np.multiply(given.learning_rate, factor)
    method: Optimizer[Any] = replace(given, learning_rate=rates[()])
    return method

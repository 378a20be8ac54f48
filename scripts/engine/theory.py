"""What theory says of a run before it is made: limit, share, condition, steps.

The one rule: where no theory predicts, the answer is None and never a guess.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.algebra import product
from gdcore.diagnosis import Diagnosis, diagnose
from gdcore.optimizers import GradientDescent, MinibatchGradientDescent, Optimizer
from gdcore.problems import LeastSquares
from gdcore.spectral import (
    FixedRate,
    LinearMethod,
    minimizer,
    rate,
    spectrum,
    steps_to,
    steps_until,
)
from gdcore.validation import Array
from scripts.engine.rates import named
from scripts.engine.setup import Rows, Setup

PERCENT = 0.01
MOST = 10**12
"""Counts above this are as good as never."""


@dataclass(frozen=True)
class Theory:
    """What is known of a method on a problem.

    Attributes:
        values: "limit", "share", "rates" and "condition_number" of the frame; None if
            unknown.
        diagnosis: None where `diagnose` has no answer.
    """

    values: dict[str, Any]
    diagnosis: Diagnosis | None


def theory(problem: Rows, optimizer: Optimizer[Any], z0: Array) -> Theory:
    """Limit of the learning rate, share of it in use, and the condition number.

    The run itself is drawn, so none is made for the diagnosis.
    """
    unknown = dict.fromkeys(("limit", "share", "rates", "condition_number"))
    if not isinstance(problem, LeastSquares):
        return Theory(unknown, None)
    kappa = spectrum(problem).condition_number
    known = {**unknown, "condition_number": kappa if np.isfinite(kappa) else None}
    exact = optimizer
    if type(optimizer) is MinibatchGradientDescent:  # not one whose rate decays
        optimizer = GradientDescent(optimizer.learning_rate)
    if not isinstance(optimizer, FixedRate):
        return Theory(known, None)
    diagnosis = diagnose(problem, optimizer, x0=z0, evaluations=0)
    limit = diagnosis.learning_rate_limit
    rates = {
        "limit": limit,
        "share": diagnosis.share,
        "rates": named(exact, limit, kappa),
    }
    return Theory({**known, **rates}, diagnosis)


def steps_within(setup: Setup, known: Theory) -> dict[str, int | None]:
    """Steps after which w, and b, stay within one percent of their first error.

    Of several features, the errors along the flat and the steep direction. By the
    closed form; None where a method does not converge, or an error is zero at first.
    """
    optimizer, problem = setup.optimizer, setup.exact
    assert isinstance(optimizer, LinearMethod)
    factor = rate(problem, optimizer)
    never = known.values["condition_number"] is None or not factor < 1
    if never or steps_to(factor, PERCENT) > MOST:
        return {"w": None, "b": None}
    parts = setup.plane.directions if setup.plane else setup.change.M.T
    first = product(setup.z0 - minimizer(problem), parts)

    def within(i: int) -> int:
        def size(error: Array) -> Array:
            return product(error, parts)[..., i]

        return steps_until(
            problem, optimizer, setup.z0, tolerance=PERCENT, measure=size
        )

    return {
        name: within(i) if first[i] or not first.any() else None
        for i, name in enumerate("wb")
    }

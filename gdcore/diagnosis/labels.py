"""Methods as a table names them, with their rates.

The one rule: the rate of a label is the one to type.
"""

import math
from typing import Any

import numpy as np

from gdcore.diagnosis import wording
from gdcore.diagnosis.candidates import Candidate

WORDS = {
    "GradientDescent": "gradient descent",
    "Momentum": "momentum",
    "Nesterov": "Nesterov",
    "Adam": "Adam",
    "RMSProp": "RMSProp",
    "AdaGrad": "AdaGrad",
    "LBFGS": "L-BFGS",
    "SubgradientDescent": "a rate that shrinks",
}
"""Names of methods as a sentence has them."""


def named(method: Any) -> str:
    """ "gradient descent at 0.0001", "L-BFGS"."""
    name = type(method).__name__
    words = WORDS.get(name, name)
    rates = np.asarray(getattr(method, "learning_rate", math.nan), np.float64)
    if rates.ndim or math.isnan(float(rates)):
        return words
    beta = getattr(method, "beta", None)
    more = "" if beta is None else f", beta {wording.rate(beta)}"
    return f"{words} at {float(rates):.6g}{more}"


def label_of(one: Candidate) -> str:
    """Of a candidate: \"x standardized, 0.5\"."""
    rate = getattr(one.method, "learning_rate", math.nan)
    match one.name:
        case "best learning rate":
            return f"{named(one.method)} (best)"
        case "standardize":
            return f"x standardized, {wording.rate(rate)}"
        case "center":
            return f"x centered, {wording.rate(rate)}"
        case "a rate each":
            return "a rate for each parameter"
    return named(one.method)

"""Pieces of the sentences: numbers, counts, factors, and what a factor implies.

The one rule: a learning rate to type is rounded down, so that no limit is crossed.
"""

import math

from gdcore.logs.case import Case
from gdcore.logs.curvature import Curvature
from gdcore.logs.factors import Factor

STANDARDIZE = "standardize x (subtract its mean, divide by its standard deviation)"


def number(value: float) -> str:
    """Four significant digits."""
    return f"{value:.4g}"


def down(value: float) -> str:
    """Two significant digits, cut toward zero."""
    mantissa, _, exponent = f"{value:.8e}".partition("e")
    return f"{float(f'{mantissa[:3]}e{exponent}'):g}"


def steps(count: float) -> str:
    """ "1 step", "34,439 steps", "about 7.49e+06 steps"."""
    if count >= 1e6:
        return f"about {count:.3g} steps"
    whole = max(math.ceil(count), 1)
    return f"{whole:,} step{'s' * (whole != 1)}"


def a_step(case: Case) -> str:
    """ "a step", or "a line" where the log numbers none."""
    return "a step" if case.log.numbered else "a line"


def growth(case: Case, factor: Factor) -> str:
    """How the error grows, and what is judged with it."""
    text = f"the error grows by a factor {number(factor.size)} {a_step(case)}"
    if case.power == 2:
        square = math.exp(min(2 * factor.log_size, 700.0))
        text += f" ({judged(case)} by {number(square)})"
    return text


def judged(case: Case) -> str:
    """ "the loss", or the name of what stands for it."""
    return "the loss" if case.log.loss else case.main.name


def implied(case: Case, curved: Curvature | None) -> str:
    """The eigenvalue and its limit, as the end of a sentence."""
    if not curved or not curved.eigenvalues:
        return ""
    start = "" if case.log.numbered else "with one step a line "
    text = f"; {start}this implies the eigenvalue {number(curved.eigenvalues[0])}"
    if len(curved.eigenvalues) > 1:
        text += f" (or {number(curved.eigenvalues[1])} if the parameters swing)"
    if curved.limit:
        text += f" and, for it, the limit {number(curved.limit)} of the learning rate"
    return text


def lower(curved: Curvature | None) -> str:
    """How to come below the limit."""
    if curved and curved.limit:
        half = down(curved.limit / 2)
        return f"use a learning rate below {down(curved.limit)}; {half} is half of it"
    if curved and curved.share > 1:
        times = number(math.ceil(100 * curved.share) / 100)
        return f"divide the learning rate by more than {times}, or {STANDARDIZE}"
    return f"divide the learning rate by ten until the loss falls, or {STANDARDIZE}"


def digits(case: Case) -> int:
    """Significant digits of the last value."""
    v, u = abs(float(case.main.v[-1])), float(case.main.u[-1])
    return max(1, math.floor(math.log10(v / u)) + 1) if v > 0 and u > 0 else 1

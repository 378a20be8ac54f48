"""What is wrong with a program's gradient, by its name.

The one rule: a name is given only if it explains every point of the sample.
"""

import itertools
from collections.abc import Iterator

import numpy as np

from gdcore.validation import Array
from scripts.engine.finding import CLOSE, Finding, Fit, times
from scripts.engine.gradient_sample import Sample
from scripts.engine.numerals import number
from scripts.engine.residual_faults import of_residual
from scripts.engine.setup import Rows


def of_gradient(sample: Sample, true: Array, problem: Rows) -> Finding:
    """The first explanation that holds.

    Args:
        sample: Of the program.
        true: What the gradient should be, shape (K, 2).
        problem: Squares or absolute errors on the program's x and y.
    """
    fit, n = Fit(sample), len(problem.y)
    factor = fit.factor(true)
    if factor is not None:
        return _of_factor(factor, n)
    named = itertools.chain(
        _of_pair(fit, true, problem.X[:, 0]),
        of_residual(fit, sample.points, problem),
        _of_component(fit, true, n),
    )
    return next(named, None) or _unnamed(sample, true)


def _of_factor(factor: float, n: int) -> Finding:
    if abs(factor - 1) < CLOSE:
        return Finding("right", False, "The gradient agrees with the loss.")
    if factor > 0:
        return Finding(
            "factor",
            False,
            f"The gradient is {times(factor, n)} the loss's. That is fine: the limit "
            f"of the learning rate is {times(1 / factor, n)} what the loss alone "
            "gives.",
        )
    return Finding(
        "sign",
        True,
        f"The gradient is {times(factor, n)} the loss's, so each step goes uphill: "
        "take the residual as w * x + b - y.",
    )


def _of_pair(fit: Fit, true: Array, x: Array) -> Iterator[Finding]:
    """The two components exchanged, equal, or with one value in place of x."""
    if fit.factor(true[:, ::-1]) is not None:
        yield _wrong(
            "swapped",
            "The components of the gradient are exchanged: return (dw, db), the "
            "slope's first.",
        )
    db = fit.factor(true, slice(1, 2))
    dw = fit.factor(true[:, ::-1], slice(0, 1))
    if db is not None and dw is not None:
        yield from _without_x(dw / db, x)
    if fit.factor(true[:, [0, 0]]) is not None:
        yield _wrong(
            "x twice",
            "db equals dw, so it has a factor x too much: leave x out of the mean "
            "for db.",
        )


def _without_x(ratio: float, x: Array) -> Iterator[Finding]:
    """The slope's gradient is `ratio` times the intercept's, whatever the point."""
    hits = np.flatnonzero(np.isclose(x, ratio, rtol=CLOSE))
    if abs(ratio - 1) < CLOSE:
        yield _wrong(
            "no x", "dw equals db, so the factor x is missing: use np.mean(r * x)."
        )
    elif np.isclose(ratio, x.mean(), rtol=CLOSE) and not (hits < 2).any():
        yield _wrong(
            "mean x",
            "dw has the mean of x where the column belongs: use np.mean(r * x), not "
            "np.mean(r) * np.mean(x).",
        )
    elif hits.size:
        yield _wrong(
            "one x",
            f"dw has x[{hits[0]}], one row's value, where the column x belongs: use "
            "np.mean(r * x).",
        )


def _of_component(fit: Fit, true: Array, n: int) -> Iterator[Finding]:
    """One component right, or each with a factor of its own."""
    dw, db = (fit.factor(true, slice(i, i + 1)) for i in (0, 1))
    if dw is not None and db is not None:
        parts = [
            f"{name} is {times(c, n)} the loss's"
            for name, c in (("dw", dw), ("db", db))
            if abs(c - 1) >= CLOSE
        ]
        advice = "give both the same sign and the same factor"
        yield _wrong("component", f"In the gradient {' and '.join(parts)}: {advice}.")
    elif dw is not None or db is not None:
        right, wrong = ("dw", "db") if db is None else ("db", "dw")
        yield _wrong(
            "component",
            f"{right} agrees with the loss and {wrong} does not: mend {wrong}.",
        )


def _unnamed(sample: Sample, true: Array) -> Finding:
    (w, b), own, loss = sample.points[0], sample.own[0], true[0]
    return _wrong(
        "other",
        f"The gradient is not the loss's: at w = {number(w)}, b = {number(b)} it is "
        f"({number(own[0])}, {number(own[1])}), and the loss changes by "
        f"({number(loss[0])}, {number(loss[1])}). Derive it anew.",
    )


def _wrong(name: str, says: str) -> Finding:
    return Finding(name, True, says)

"""A question as what a diagnosis takes: a case, and a method at a rate.

The one rule: whatever the question leaves open is decided here, and said.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdcore.algebra import product
from gdcore.diagnosis.case import Case, parameters
from gdcore.diagnosis.condensed import condensed, of_moments
from gdcore.diagnosis.conventions import Convention
from gdcore.problems import LeastAbsolute, LeastSquares
from gdcore.reports.question import Question
from gdcore.spectral import spectrum
from gdcore.validation import Array

MOST_ABSOLUTE = 20_000
"""Rows for which the exact fit of the absolute error is computed."""
DIRECTIONS = ("flat direction", "steep direction")


@dataclass(frozen=True)
class Setting:
    """What is diagnosed, and how the question was read.

    Attributes:
        case: The problem under its convention, from the start zero.
        read: What was taken for what, and what was assumed.
    """

    case: Case
    read: tuple[str, ...]


def setting(asked: Question) -> Setting | None:
    """The case of a question; None where it holds no data.

    Raises:
        ValueError: If the data are beyond what is computed here.
    """
    if asked.moments is not None:
        return _of_moments(asked)
    if asked.rows is None:
        return None
    X, y, names, intercept = asked.rows
    n, d = X.shape
    read = [_told(asked, n, d)]
    ones = np.flatnonzero(np.all(X == 1, axis=0))
    if intercept and ones.size and d > 1:
        j, d = int(ones[0]), d - 1
        X, names = np.delete(X, j, axis=1), (*names[:j], *names[j + 1 :])
        read.append(f"column {j + 1} holds nothing but ones: it is the intercept's")
    if asked.loss == "absolute":
        if n > MOST_ABSOLUTE:
            raise ValueError(
                f"the absolute error is followed over at most {MOST_ABSOLUTE:,} rows, "
                f"and there are {n:,}: choose another loss, or give fewer rows"
            )
    elif intercept:
        X, y = condensed(X, y)
        if len(y) < n:
            read.append(
                f"runs go over {len(y)} rows that have the same loss as all {n:,}"
            )
    A = np.column_stack([X, np.ones(len(y))]) if intercept else X
    case = _case(asked, A, y, n)
    named = (*names, "b") if d > 1 else ("w", "b")
    if not intercept:
        case = replace(case, names=tuple(f"x{j + 1}" for j in range(d)))
    elif names:
        case = replace(case, names=named)
    return Setting(case, (*read, *_assumed(asked), *_lost(asked, X)))


def _told(asked: Question, n: int, d: int) -> str:
    assert asked.rows
    if not asked.rows.intercept:
        return f"a matrix A of {n:,} rows and {d} columns, and b; no intercept is added"
    features = f"{d} features" if d > 1 else "one feature"
    named = f" ({', '.join(asked.rows.names[:6])})" if asked.rows.names else ""
    return f"{n:,} rows of {features}{named}, and y; an intercept b is fitted"


def _case(asked: Question, A: Array, y: Array, n: int) -> Case:
    """The loss over rows A and y, which stand for n rows."""
    kind = np.float32 if asked.precision == "float32" else np.float64
    with np.errstate(over="ignore", under="ignore"):
        A, y = A.astype(kind), y.astype(kind)
    if not (np.isfinite(A).all() and np.isfinite(y).all()):
        raise ValueError(
            "float32 holds numbers up to 3.4e38, and the data have larger ones: divide "
            "them by a power of ten first, or use float64"
        )
    if not A.any():
        raise ValueError("all data are below the smallest number of float32")
    zeros = np.zeros(A.shape[1])
    if asked.loss == "absolute":
        absolute = LeastAbsolute(A, y)
        words = Convention("mean", "the mean of absolute errors", 1.0)
        return Case(absolute, zeros, words, parameters(absolute), rows=n)
    name = asked.loss or "mean"
    half, _, kind_of_sum = name.rpartition(" ")
    whole = len(y) == n
    reduction: Any = kind_of_sum if whole else "mean"
    problem = LeastSquares(A, y, reduction)
    words_of = f"the {kind_of_sum} of squares"
    factor = 1.0 if whole or kind_of_sum == "mean" else float(n)
    written = Convention(
        name, f"half {words_of}" if half else words_of, factor / 2 if half else factor
    )
    return Case(problem, zeros, written, parameters(problem), rows=n)


def _of_moments(asked: Question) -> Setting:
    moments = asked.moments
    assert moments is not None
    if asked.loss == "absolute":
        raise ValueError(
            "the absolute error needs the rows themselves: give rows, or another loss"
        )
    n, mean, std = moments[:3]
    known = not math.isnan(moments.y_mean)
    of_y = moments[3:] if known else (0.0, 0.0, 0.0)
    X, y = of_moments(mean, std, *of_y)
    A = np.column_stack([X, np.ones(3)])
    read = [
        f"only n = {n:,}, the mean {mean:g} and the standard deviation {std:g} of x "
        "are known: they decide the whole spectrum of a line"
    ]
    if known:
        read.append("the best line follows from the moments of y")
        return Setting(_case(asked, A, y, n), (*read, *_assumed(asked)))
    case = _case(asked, A, y, n)
    view = spectrum(case.problem).eigenvectors.T
    case = _case(asked, A, product(A, view.sum(axis=0)[:, None])[:, 0], n)
    read.append(
        "y is unknown: steps are counted along the two directions of the loss, each by "
        "its own first error, and both errors are assumed to be alike at the start"
    )
    viewed = replace(case, view=view, names=DIRECTIONS)
    return Setting(viewed, (*read, *_assumed(asked)))


def _assumed(asked: Question) -> tuple[str, ...]:
    out = ["the start is zero for all parameters"]
    if not asked.loss:
        out.append(
            "the loss was not given: it is taken as the mean of squares; with ½ in "
            "front all rates are twice as large, as a sum they are divided by n"
        )
    if not asked.precision:
        out.append("numbers are float64")
    return tuple(out)


def _lost(asked: Question, X: Array) -> tuple[str, ...]:
    """What float32 makes of the data."""
    if asked.precision != "float32":
        return ()
    same = (np.ptp(X.astype(np.float32), axis=0) == 0) & (np.ptp(X, axis=0) > 0)
    if not same.any():
        return ()
    j = int(np.argmax(same))
    return (f"in float32 all values of column {j} are one and the same number",)

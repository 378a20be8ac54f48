"""What is seen to be wrong with a program's steps, in the words of its reader.

The one rule: a right program hears nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdcore.programs.learned import Run
from gdcore.programs.recording import MOST_VALUES, as_array
from gdcore.programs.steps_taken import Match
from gdcore.validation import Array

SAME = 1e-5
"""Relative difference of residuals that count as one."""

SAYS = {
    "sign": (
        "Each step goes along the gradient, not against it, so the loss rises: "
        "subtract the gradient, or turn the sign of the residual."
    ),
    "one_sign": (
        "One parameter steps against its gradient and another along it: give all "
        "updates the same sign."
    ),
    "swapped": (
        "The slope steps by the intercept's gradient and the intercept by the slope's: "
        "exchange the two."
    ),
    "factor_x_missing": (
        "The slope steps by the intercept's gradient: the factor x is missing, use "
        "np.mean(r * x)."
    ),
    "x_twice": (
        "The intercept steps by the slope's gradient: leave the factor x out there, "
        "use np.mean(r)."
    ),
    "no_intercept": "The gradient's residual lacks the intercept: use w * x + b - y.",
    "mean_of_x": (
        "The slope's gradient has the mean of x where the column belongs: use "
        "np.mean(r * x), not np.mean(r) * np.mean(x)."
    ),
}


class Remark(NamedTuple):
    """Something wrong.

    Attributes:
        kind: A short name.
        says: What happens, and what to do.
        line: Of the reader's text, if one is to blame.
    """

    kind: str
    says: str
    line: int | None


def remarks_on(
    run: Run | None,
    match: Match | None,
    warned: Sequence[Mapping[str, Any]],
    method: str,
) -> list[Remark]:
    """All that is seen, the most certain first; of an optimizer's steps nothing."""
    found = [*_broadcast(warned)]
    if run is None:
        return found
    line = run.loop.line
    found += [*_shapes(run, match)]
    plain = method in ("", "gradient descent")
    if match and plain and match.kind in SAYS:
        found.append(Remark(match.kind, SAYS[match.kind], line))
    return [*found, *_lost(run)]


def _lost(run: Run) -> Iterator[Remark]:
    """Where the parameters stop being numbers, and whether the data are to blame."""
    lost = np.flatnonzero(~np.isfinite(run.theta).all(axis=1))
    if not lost.size or lost[0] == 0:
        return
    k, line = int(run.k[lost[0]]), run.loop.line
    for name in sorted(run.series.scope.keys() - run.loop.assigned):
        array = as_array(run.series.scope[name], MOST_VALUES)
        odd = np.argwhere(np.isnan(array if array is not None else 0.0))
        if odd.size and k <= 1:
            says = (
                f"{name} holds {len(odd)} that are no numbers, the first in row "
                f"{odd[0][0]}: leave such rows out of x and y alike."
            )
            yield Remark("nan_in_data", says, line)
    says = f"By step {k:,} the parameters are no numbers: the run diverges."
    yield Remark("diverges", says, line)


def _pairs(square: Array, y: Array) -> bool:
    """Whether a square is u_i - y_j, or its negative, or its transpose."""
    room = SAME * np.abs(square).max()
    spreads = (
        np.ptp(turned + sign * y, axis=1).max()
        for turned in (square, square.T)
        for sign in (1, -1)
    )
    return bool(np.ptp(y) > room and min(spreads) <= room)


def _broadcast(warned: Sequence[Mapping[str, Any]]) -> Iterator[Remark]:
    for warning in warned:
        if "target size" in warning["text"]:
            says = (
                "Prediction and target have different shapes, (n, 1) against (n,), so "
                "each prediction is compared with every target: use y.reshape(-1, 1)."
            )
            yield Remark("broadcast", says, warning["line"])
            return


def _shapes(run: Run, match: Match | None) -> Iterator[Remark]:
    """Residuals of each prediction from every target: a column met a flat array."""
    if match is None:
        return
    n = len(match.data.y)
    for name in sorted(run.loop.assigned & run.series.scope.keys()):
        array = as_array(run.series.scope[name], MOST_VALUES)
        if array is not None and array.shape == (n, n) and _pairs(array, match.data.y):
            says = (
                f"{name} has shape ({n}, {n}), not ({n},): a column of shape (n, 1) "
                "met an array of shape (n,). Give both the same shape."
            )
            yield Remark("broadcast", says, run.loop.line)
            return

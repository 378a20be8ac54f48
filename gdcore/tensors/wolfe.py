"""The line search of torch.optim.LBFGS: strong Wolfe conditions by cubic steps.

The one rule: it is torch's algorithm comparison by comparison, so that it takes as many
evaluations.

Source: torch/optim/lbfgs.py of PyTorch, after minFunc of Mark Schmidt.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from gdcore.tensors.dtypes import Array

SUFFICIENT, CURVATURE = 1e-4, 0.9


class Trial(NamedTuple):
    """A step size, and loss, gradient and slope there."""

    t: Any
    f: Any
    g: Array
    slope: Any


Evaluate = Callable[[Any], tuple[float, Array]]


@dataclass
class Search:
    """One search along d.

    Attributes:
        evaluate: Loss and gradient at a step size.
        start: The trial of step size 0.
        tolerance: A bracket whose width times |d| is below it is narrow enough.
        most: Evaluations beyond the first.
    """

    evaluate: Evaluate
    d: Array
    start: Trial
    tolerance: float
    most: int
    count: int = 0

    def at(self, t: Any) -> Trial:
        """Evaluate a step size."""
        self.count += 1
        f, g = self.evaluate(t)
        return Trial(t, f, g, g.dot(self.d))

    def too_high(self, trial: Trial) -> bool:
        """Whether the loss has not fallen enough (Armijo)."""
        line = self.start.f + SUFFICIENT * trial.t * self.start.slope
        return bool(trial.f > line)

    def flat(self, trial: Trial) -> bool:
        """Whether the slope has shrunk enough (curvature)."""
        return bool(abs(trial.slope) <= -CURVATURE * self.start.slope)


def strong_wolfe(search: Search, t: Any) -> Trial:
    """The accepted trial; search.count says what it cost."""
    bracket, done, left = _bracket(search, t)
    return bracket[0] if done else _zoom(search, bracket, left)


def _ends(bracket: list[Trial]) -> tuple[int, int]:
    return (0, 1) if bracket[0].f <= bracket[-1].f else (1, 0)


def _bracket(search: Search, t: Any) -> tuple[list[Trial], bool, int]:
    """Two trials with a good step between them, or one that is good."""
    before, now = search.start._replace(t=0), search.at(t)
    for k in range(search.most):
        if search.too_high(now) or (k > 1 and now.f >= before.f):
            return [before, now], False, search.most - k
        if search.flat(now):
            return [now], True, 0
        if now.slope >= 0:
            return [before, now], False, search.most - k
        least, most = now.t + 0.01 * (now.t - before.t), now.t * 10
        t = _cubic(before, now, (least, most))
        before, now = now, search.at(t)
    return [search.start._replace(t=0), now], False, 0


def _zoom(search: Search, bracket: list[Trial], left: int) -> Trial:
    stuck = False
    low, high = _ends(bracket)
    width = np.abs(search.d).max()
    for _ in range(left):
        if abs(bracket[1].t - bracket[0].t) * width < search.tolerance:
            break
        t, stuck = _inside(bracket, stuck)
        now = search.at(t)
        if search.too_high(now) or now.f >= bracket[low].f:
            bracket[high] = now
            low, high = _ends(bracket)
            continue
        done = search.flat(now)
        if not done and now.slope * (bracket[high].t - bracket[low].t) >= 0:
            bracket[high] = bracket[low]
        bracket[low] = now
        if done:
            break
    return bracket[low]


def _inside(bracket: list[Trial], stuck: bool) -> tuple[Any, bool]:
    """A step within the bracket, kept off its ends if it was near one before."""
    t = _cubic(bracket[0], bracket[1], None)
    ends = [trial.t for trial in bracket]
    left, right = min(ends), max(ends)
    margin = 0.1 * (right - left)
    if min(right - t, t - left) >= margin:
        return t, False
    if not (stuck or t >= right or t <= left):
        return t, True
    near_right = abs(t - right) < abs(t - left)
    return (right - margin if near_right else left + margin), False


def _cubic(a: Trial, b: Trial, bounds: tuple[Any, Any] | None) -> Any:
    """The minimum of the cubic through two trials, within the bounds."""
    low, high = bounds or ((a.t, b.t) if a.t <= b.t else (b.t, a.t))
    d1 = a.slope + b.slope - 3 * (a.f - b.f) / (a.t - b.t)
    square = d1**2 - a.slope * b.slope
    if not square >= 0:
        return (low + high) / 2.0
    d2 = np.sqrt(square)
    if a.t <= b.t:
        t = b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2))
    else:
        t = a.t - (a.t - b.t) * ((a.slope + d2 - d1) / (a.slope - b.slope + 2 * d2))
    return min(max(t, low), high)

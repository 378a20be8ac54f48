"""How far to go along a direction: backtracking, strong Wolfe, and the exact step.

The one rule: a search that finds no acceptable step returns step_size 0 and the start.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from gdcore import kinds, validation
from gdcore.algebra import dot, product
from gdcore.problems import Problem
from gdcore.problems.surfaces import hessian_at
from gdcore.validation import Array


class Trial(NamedTuple):
    """A point on the ray, as far as it has been evaluated.

    Attributes:
        step_size: t in x0 + t d, dimensionless.
        x: The point, shape (p,).
        value: f there.
        grad: Gradient there, shape (p,).
        slope: d^T grad, the derivative along the ray.
        nfev: Points evaluated on the way here, the start not counted.
    """

    step_size: float
    x: Array
    value: float
    grad: Array
    slope: float
    nfev: int


class Search(Protocol):
    """A line search: from `start` along `direction`, trying the step `first` first."""

    def __call__(
        self, problem: Problem, start: Trial, direction: Array, first: float
    ) -> Trial:
        """The accepted point, or `start` with its `nfev` raised."""


@dataclass(frozen=True)
class Backtracking:
    """Shrink t until f(x + t d) <= f(x) + c1 t d^T grad (Armijo 1966).

    Along a direction of curvature L the gradient's steps t <= 2 (1 - c1) / L pass. A
    tiny c1 accepts those just below 2 / L, which swing across the valley for ever.

    Attributes:
        c1: Share of the decrease that the slope promises, in [0, 1).
        shrink: Factor of t after a trial that is refused, in (0, 1).
        max_trials: Trials after which the search has failed.

    Source: Nocedal and Wright (2006), Algorithm 3.1; Boyd and Vandenberghe (2004),
    section 9.2, who take c1 from 0.01 to 0.3.
    """

    c1: float = 0.1
    shrink: float = 0.5
    max_trials: int = 60

    def __post_init__(self) -> None:
        validation.plain(self, "c1", "shrink")
        validation.fraction("c1", self.c1)
        validation.positive("shrink", self.shrink)
        validation.fraction("shrink", self.shrink)
        validation.count("max_trials", self.max_trials, 1)

    def __call__(
        self, problem: Problem, start: Trial, direction: Array, first: float
    ) -> Trial:
        """The first of first, shrink * first, ... that decreases f enough."""
        t = first
        for nfev in range(1, self.max_trials + 1):
            x = start.x + t * direction
            value = float(problem.value(x))
            if value <= start.value + self.c1 * t * start.slope:
                grad = problem.grad(x)
                slope = float(dot(grad, direction))
                return Trial(t, x, value, grad, slope, nfev)
            t *= self.shrink
        return start._replace(nfev=self.max_trials)


@dataclass(frozen=True)
class Exact:
    """t = -d^T grad / d^T H d, the minimizer along the ray of a quadratic."""

    def __call__(
        self, problem: Problem, start: Trial, direction: Array, first: float
    ) -> Trial:
        """One evaluation; exact only where the Hessian is constant."""
        kinds.offers("problem", problem, "one with a Hessian, hess", "hess")
        H = hessian_at(problem, start.x)
        curvature = float(dot(product(direction, H), direction))
        if not curvature > 0:
            return start
        return _along(problem, start.x, direction)(-start.slope / curvature, 1)


@dataclass(frozen=True)
class StrongWolfe:
    """Find t with sufficient decrease (c1) and |slope| <= c2 |slope at 0|.

    Steps are extended until they bracket such a t; the bracket is then narrowed by
    the cubic through both ends, or halved where that narrows too little. Decrease is
    asked for up to rounding of f, or no search could end within sqrt(eps) of x*.

    Source: Nocedal and Wright (2006), Algorithms 3.5 and 3.6, equation (3.59).
    """

    c1: float = 1e-4
    c2: float = 0.9
    max_trials: int = 30

    def __post_init__(self) -> None:
        validation.plain(self, "c1", "c2")
        if not 0 < self.c1 < self.c2 < 1:
            raise ValueError(f"want 0 < c1 < c2 < 1, got c1={self.c1}, c2={self.c2}")
        validation.count("max_trials", self.max_trials, 1)

    def __call__(
        self, problem: Problem, start: Trial, direction: Array, first: float
    ) -> Trial:
        """Extend, then narrow; `start` if there is no descent or no trial is left."""
        evaluate = _along(problem, start.x, direction)
        low, high, t, width = start, None, first, math.inf
        for nfev in range(1, self.max_trials + 1):
            trial = evaluate(t, nfev)
            if self._too_far(start, low, trial):
                high = trial
            elif abs(trial.slope) <= -self.c2 * start.slope:
                return trial
            elif high is None and trial.slope < 0:
                low, t = trial, _extended(low, trial)
                continue
            else:
                ahead = trial.slope * (trial.step_size - low.step_size)
                low, high = trial, low if ahead >= 0 or high is None else high
            last, width = width, abs(high.step_size - low.step_size)
            if width == 0:
                return start._replace(nfev=nfev)
            slow = width > 0.7 * last
            t = (low.step_size + high.step_size) / 2 if slow else _cubic(low, high)
        return start._replace(nfev=self.max_trials)

    def _too_far(self, start: Trial, low: Trial, trial: Trial) -> bool:
        """Not enough decrease, worse than the best so far, or not finite."""
        rounding = 4 * np.finfo(start.x.dtype).eps * abs(start.value)
        bound = start.value + self.c1 * trial.step_size * start.slope
        return not trial.value <= min(bound, low.value) + rounding


def _along(
    problem: Problem, x0: Array, direction: Array
) -> Callable[[float, int], Trial]:
    def evaluate(t: float, nfev: int) -> Trial:
        x = x0 + t * direction
        grad = problem.grad(x)
        slope = float(dot(grad, direction))
        return Trial(t, x, float(problem.value(x)), grad, slope, nfev)

    return evaluate


def _extended(low: Trial, trial: Trial) -> float:
    """A longer step: where the slope, taken as a line, would vanish; 1.1 to 4 times."""
    span, bend = trial.step_size - low.step_size, trial.slope - low.slope
    guess = -trial.slope * span / bend if bend > 0 else math.inf
    return trial.step_size + min(max(guess, 1.1 * span), 4 * span)


def _cubic(low: Trial, high: Trial) -> float:
    """Minimizer of the cubic through both ends, kept just inside them."""
    span = high.step_size - low.step_size
    d1 = low.slope + high.slope - 3 * (high.value - low.value) / span
    root = d1 * d1 - low.slope * high.slope
    share = 0.5
    if 0 <= root < math.inf:
        d2 = math.copysign(math.sqrt(root), span)
        turn = high.slope - low.slope + 2 * d2
        share = 1 - (high.slope + d2 - d1) / turn if turn else share
    return low.step_size + span * min(max(share, 1e-4), 1 - 1e-4)

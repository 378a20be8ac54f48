"""Small problems whose every term counts: uneven data, full matrices, l2 above zero.

The one rule: no value here erases a term; what is checked with these is checked whole.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import settings

from gdcore.linesearch import Backtracking, Exact, StrongWolfe
from gdcore.optimizers import (
    LBFGS,
    AdaGrad,
    Adam,
    Averaged,
    Chebyshev,
    ConjugateGradient,
    DecayingSGD,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    SteepestDescent,
    SubgradientDescent,
)
from gdcore.problems import (
    LeastSquares,
    Problem,
    Quadratic,
    Rosenbrock,
)
from gdcore.spectral import (
    best_chebyshev,
    best_gradient_descent,
    best_momentum,
    best_nesterov,
)
from scripts.reference_problems.cases import X_two, line, x_line, y_line

__all__ = ["X_two", "line", "x_line", "y_line"]

PROPERTY = settings(derandomize=True, deadline=None, max_examples=25, database=None)
"""What every property test runs under: the same examples each time, few of them."""

A = np.array([[4.0, 1.2, -0.5], [1.2, 2.5, 0.7], [-0.5, 0.7, 1.5]])
b = np.array([1.0, -2.0, 0.5])

TURN = np.linalg.qr(np.random.RandomState(8).randn(3, 3))[0]
H = TURN @ np.diag([0.2, 1.7, 5.0]) @ TURN.T
TURNED = Quadratic((H + H.T) / 2, b)
"""Eigenvalues of 0.2, 1.7 and 5, along no axis."""
LINEAR = {
    "descent": GradientDescent(0.3),
    "descent_rates": GradientDescent(np.array([0.1, 0.3, 0.05])),
    "momentum": Momentum(0.2, 0.5),
    "momentum_rates": Momentum(np.array([0.1, 0.3, 0.05]), 0.4),
    "nesterov": Nesterov(0.1, 0.6),
    "best_descent": best_gradient_descent(TURNED),
    "best_momentum": best_momentum(TURNED),
    "best_nesterov": best_nesterov(TURNED),
    "best_chebyshev": best_chebyshev(TURNED),
}
"""Linear methods that converge on TURNED."""


def smooth_problems() -> dict[str, Problem]:
    """One of each kind with a gradient everywhere."""
    return {
        "mean": LeastSquares(X_two, y_line),
        "sum": LeastSquares(X_two, y_line, reduction="sum", l2=0.4),
        "ridge": LeastSquares(X_two, y_line, l2=0.7, penalize_intercept=True),
        "line": line(),
        "quadratic": Quadratic(A, b),
        "rosenbrock": Rosenbrock(1.3, 20.0),
    }


def quadratics() -> dict[str, Problem]:
    """The ones whose Hessian is constant."""
    return {k: p for k, p in smooth_problems().items() if k != "rosenbrock"}


def in_float32() -> LeastSquares:
    """The line, in float32 throughout."""
    return line(np.float32)


OPTIMIZERS = {
    "gradient_descent": GradientDescent(0.01),
    "gradient_descent_rates": GradientDescent(np.array([0.01, 0.3])),
    "steepest": SteepestDescent(Backtracking(c1=0.1, shrink=0.4), first=0.3),
    "steepest_exact": SteepestDescent(Exact()),
    "steepest_wolfe": SteepestDescent(StrongWolfe(c2=0.2)),
    "momentum": Momentum(0.01, 0.8),
    "nesterov": Nesterov(0.01, 0.8),
    "adam": Adam(0.1, 0.8, 0.95, 0.01),
    "adagrad": AdaGrad(0.5, 0.01),
    "rmsprop": RMSProp(0.05, 0.9, 0.01),
    "chebyshev": Chebyshev(0.5, 60.0),
    "conjugate_gradient": ConjugateGradient(),
    "lbfgs": LBFGS(3),
    "minibatch": MinibatchGradientDescent(0.01, 3, 5),
    "decaying_sgd": DecayingSGD(0.01, 3, 5, decay_rate=0.1, power=0.6),
    "subgradient": SubgradientDescent(0.02, 0.5),
    "averaged": Averaged(Momentum(0.01, 0.5)),
}
"""Every method, with hyperparameters under which it descends on `line()`."""


@dataclass
class Counted:
    """A problem that remembers the distinct points at which it was asked anything."""

    problem: Any
    points: list[bytes] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.problem, name)

    def _note(self, x: np.ndarray) -> None:
        key = np.asarray(x).tobytes()
        if key not in self.points:
            self.points.append(key)

    def value(self, x: np.ndarray) -> Any:
        self._note(x)
        self.values.extend(np.reshape(x, (-1, x.shape[-1])))
        return self.problem.value(x)

    def grad(self, x: np.ndarray) -> Any:
        self._note(x)
        return self.problem.grad(x)


@dataclass
class Curve:
    """f of one variable, given as f and its derivative; keeps the points it saw."""

    f: Any
    slope: Any
    seen: list[float] = field(default_factory=list)
    dim: int = 1
    dtype: Any = np.float64

    def value(self, x: np.ndarray) -> Any:
        self.seen.extend(np.ravel(x).tolist())
        return self.f(x[..., 0])

    def grad(self, x: np.ndarray) -> Any:
        return np.array([self.slope(x[..., 0])])

    def hess(self, x: np.ndarray) -> Any:
        raise AssertionError("not needed here")

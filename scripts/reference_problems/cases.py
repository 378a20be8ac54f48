"""The problems and methods that are computed twice: here, and by PyTorch or SciPy.

The one rule: a case stands here once, for the tests, for what is recorded of PyTorch,
and for the page that shows the largest difference.
"""

import numpy as np

from gdcore import datasets
from gdcore.optimizers import Optimizer
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Problem,
    Rosenbrock,
    line_design,
    line_fit,
)
from scripts.engine.catalog import build
from scripts.engine.methods import METHODS

STEPS = 200
START = (0.5, -1.5)
AT = (0.7, -0.4, 1.1)
DATA_AT = (1.0, -2.0)
FEATURES, CORRELATION = (1, 2, 5, 10, 20), 0.5  # about, of features as drawn
ADAM_STEPS, ADAM_EVERY, ADAM_RATE = 50_000, 1000, 0.1

x_line = np.array([0.3, 1.1, 1.9, 3.2, 4.8, 5.0, 7.7])
y_line = np.array([2.1, 1.4, 3.9, 2.2, 6.5, 4.1, 8.8])
X_two = np.stack([x_line, np.sqrt(x_line) - y_line / 7, np.ones(7)], axis=1)

SAME_AS_TORCH: dict[str, Optimizer] = {
    method.key: build({"name": name, **method.compared})
    for name, method in METHODS.items()
    if method.compared is not None
}
"""Methods whose entry in the catalog says how torch.optim makes the same."""


def line(dtype: type = np.float64) -> LeastSquares:
    """A line through seven points, with a ridge term on the slope."""
    return line_fit(x_line.astype(dtype), y_line.astype(dtype), l2=0.3)


def differentiated() -> dict[str, Problem]:
    """What autograd differentiates at AT: every loss, and every term of it."""
    return {
        "mean": LeastSquares(X_two, y_line),
        "sum": LeastSquares(X_two, y_line, reduction="sum", l2=0.4),
        "ridge": LeastSquares(X_two, y_line, l2=0.7, penalize_intercept=True),
        "absolute": LeastAbsolute(X_two, y_line),
        "rosenbrock": Rosenbrock(1.3, 20.0),
    }


def lines() -> dict[str, datasets.Dataset]:
    """The teaching datasets and the intercept thread."""
    teaching = {name: make() for name, make in datasets.TEACHING.items()}
    return {**teaching, "intercept_thread": datasets.intercept_thread()}


def thread(dtype: type = np.float64) -> LeastSquares:
    """|A x - b|^2 of the two-variable thread."""
    system = datasets.two_variable_thread()
    return LeastSquares(system.A.astype(dtype), system.b.astype(dtype), "sum")


def correlated(features: int) -> LeastSquares:
    """Standardized features, of a few that are correlated, and an intercept."""
    draw, most = np.random.RandomState(7), max(FEATURES)
    shared, own = draw.normal(size=(200, 1)), draw.normal(size=(200, most))
    X = (CORRELATION**0.5 * shared + (1 - CORRELATION) ** 0.5 * own)[:, :features]
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    y = X.sum(axis=1) + draw.normal(size=len(X)) + 3
    return LeastSquares(np.column_stack([X, np.ones(len(X))]), y)


def quadratics() -> dict[str, LeastSquares]:
    """The squares of every dataset; on one also their sum, and a ridge term."""
    x, y = datasets.clean().x, datasets.clean().y
    return {
        **{name: line_fit(data.x, data.y) for name, data in lines().items()},
        "clean_sum": line_fit(x, y, reduction="sum"),
        "clean_ridge": line_fit(x, y, l2=0.3),
        "two_variable_thread": thread(),
    }


def absolutes() -> dict[str, LeastAbsolute]:
    """The absolute errors of every dataset."""
    named = lines().items()
    return {name: LeastAbsolute(line_design(data.x), data.y) for name, data in named}


def searched() -> dict[str, tuple[Problem, tuple[float, float]]]:
    """What L-BFGS is counted on: a problem and a start each."""
    zero = (0.0, 0.0)
    return {
        **{name: (line_fit(data.x, data.y), zero) for name, data in lines().items()},
        "two_variable_thread": (thread(), zero),
        "rosenbrock": (Rosenbrock(), (-1.2, 1.0)),
    }

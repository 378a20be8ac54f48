"""Counts of all parts at once are those of `steps_until`, one by one.

The one rule: methods that swing, double roots and close modes are among the cases.
"""

import numpy as np
import pytest

from gdcore.optimizers import GradientDescent, Momentum, Nesterov
from gdcore.problems import LeastSquares, Quadratic
from gdcore.spectral import (
    best_chebyshev,
    best_momentum,
    best_nesterov,
    learning_rate_limit,
    steps_until,
)
from gdcore.spectral.each import steps_until_each


def problem(seed: int, d: int) -> LeastSquares:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(30, d)) * 10 ** rng.uniform(-1, 1, d) + 3 * rng.normal(size=d)
    A = np.column_stack([X, np.ones(30)])
    return LeastSquares(A, A @ rng.normal(size=d + 1))


def methods(of: LeastSquares) -> list:
    limit = learning_rate_limit(of)
    return [
        GradientDescent(0.97 * limit),
        GradientDescent(0.02 * limit),
        Momentum(0.3 * limit, 0.95),
        Nesterov(0.3 * limit, 0.9),
        best_momentum(of),
        best_nesterov(of),
        best_chebyshev(of),
    ]


@pytest.mark.parametrize(("seed", "d"), [(0, 1), (1, 2), (2, 5)])
def test_all_parts_at_once_are_those_one_by_one(seed, d):
    of, start = problem(seed, d), np.full(d + 1, 0.5)
    view = np.vstack([np.eye(d + 1), np.ones(d + 1)])
    for method in methods(of):
        found = steps_until_each(of, method, start, tolerances=(0.01, 1e-4), view=view)
        for counts, tolerance in zip(found, (0.01, 1e-4), strict=True):
            for row, count in zip(view, counts, strict=True):
                one = steps_until(
                    of,
                    method,
                    start,
                    tolerance=tolerance,
                    measure=lambda errors, row=row: errors @ row,
                )
                assert count == one


def test_a_part_that_starts_at_its_end_takes_no_steps():
    bowl = Quadratic(np.diag([1.0, 4.0]), [1.0, 0.0])
    found = steps_until_each(bowl, GradientDescent(0.1), [0.0, 0.0], tolerances=(0.01,))
    assert found.tolist() == [[44.0, 0.0]]


def test_what_does_not_converge_is_refused():
    bowl = Quadratic(np.diag([1.0, 4.0]), [1.0, 0.0])
    with pytest.raises(ValueError, match=r"learning rate, 0.5, must be below 0.5, the"):
        steps_until_each(bowl, GradientDescent(0.5), [0, 0], tolerances=(0.01,))
    with pytest.raises(
        ValueError, match="tolerance must be above 0 and below 1, got 1"
    ):
        steps_until_each(bowl, GradientDescent(0.1), [0, 0], tolerances=(0.01, 1.5))
    with pytest.raises(ValueError, match="view"):
        steps_until_each(
            bowl, GradientDescent(0.1), [0, 0], tolerances=(0.01,), view=[1.0]
        )

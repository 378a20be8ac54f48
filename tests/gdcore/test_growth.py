"""How fast a run grows, and from which learning rate: what a path alone tells.

The one rule: the limit that runs show is held against the formula of the limit.
"""

from dataclasses import replace

import numpy as np
import pytest

from gdcore.growth import growth, observed_limit
from gdcore.optimizers import GradientDescent, Momentum, Nesterov
from gdcore.problems import LeastSquares, Quadratic
from gdcore.runs import run
from gdcore.spectral import learning_rate_limit
from tests.problems_for_tests import A, b

STEPS = 1000


def powers(factor: float, count: int = STEPS) -> np.ndarray:
    """A run on a line whose error is multiplied by the factor in each step."""
    return factor ** np.arange(count + 1.0)[:, None]


@pytest.mark.parametrize("factor", [0.999, -0.999, 1.001, -1.001, 1.5])
def test_it_is_the_factor_of_each_step(factor):
    assert growth(powers(factor)) == pytest.approx(abs(factor), rel=1e-12)


def test_a_run_that_has_arrived_or_never_moves_does_not_grow():
    assert growth(powers(0.1)) == 0
    assert growth(np.zeros((STEPS, 2))) == 0
    rounding = np.random.default_rng(0).normal(size=(STEPS, 2)) * 1e-12
    assert growth(np.r_[[[1.0, 1.0]], rounding]) == 0


@pytest.mark.parametrize("end", [np.inf, np.nan])
def test_a_run_that_leaves_the_numbers_grows(end):
    assert growth(np.array([[1.0, 0.0], [2.0, end]])) == np.inf


@pytest.mark.parametrize("angle", [0.01, 0.3, 1.0, 3.0])
@pytest.mark.parametrize("factor", [0.998, 1.002])
def test_a_run_may_turn_as_it_grows_or_shrinks(angle, factor):
    k = np.arange(STEPS + 1)
    path = factor ** k[:, None] * np.c_[np.cos(k * angle), 30 * np.sin(k * angle)]
    assert (growth(path) > 1) == (factor > 1)


@pytest.mark.parametrize(
    "problem",
    [LeastSquares(A, b), Quadratic(np.diag([1.0, 25.0]), np.zeros(2))],
    ids=["A", "25"],
)
@pytest.mark.parametrize(
    "method", [GradientDescent(1.0), Momentum(1.0, 0.5), Nesterov(1.0, 0.5)]
)
@pytest.mark.parametrize("first", [1e-3, 1e3])
def test_the_limit_of_runs_is_that_of_the_formula(problem, method, first):
    start = np.ones(problem.dim)

    def path(rate: float) -> np.ndarray:
        trial = replace(method, learning_rate=rate)
        return run(problem, trial, start, max_steps=STEPS).x

    limit = learning_rate_limit(problem, method)
    assert observed_limit(path, first=first) == pytest.approx(limit, rel=1e-6)


def test_a_search_for_a_limit_ends_where_there_is_none():
    steps = np.arange(20.0)[:, None]
    with pytest.raises(ValueError, match="no run grows, at any learning rate"):
        observed_limit(lambda rate: 0.5**steps)
    with pytest.raises(ValueError, match="every run grows, at any learning rate"):
        observed_limit(lambda rate: 2.0**steps)
    for bad in (0.0, -1.0, np.nan, np.inf, True):
        with pytest.raises(ValueError, match="first must be finite and above zero"):
            observed_limit(lambda rate: 2.0**steps, first=bad)


def test_a_path_too_short_to_grow_is_refused():
    for short in (np.zeros((2, 2)), np.zeros(5), [[1.0]]):
        with pytest.raises(ValueError, match=r"not \(3 or more iterates, d\)"):
            growth(short)

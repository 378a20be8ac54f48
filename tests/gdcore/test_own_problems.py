"""Problems that a reader writes: what they lack, or give in a wrong shape, is named.

The one rule: no answer comes of an array in a shape that nobody meant.
"""

import numpy as np
import pytest

from gdcore.diagnosis import diagnose
from gdcore.linesearch import Exact
from gdcore.optimizers import (
    LBFGS,
    Adam,
    ConjugateGradient,
    GradientDescent,
    SteepestDescent,
)
from gdcore.preconditioning import jacobi, standardize, whiten
from gdcore.runs import Status, run
from gdcore.spectral import (
    best_momentum,
    closed_form,
    learning_rate_limit,
    minimizer,
    rate,
    spectrum,
    steps_until,
    trusted_digits,
)

ONE, TWO = [1.0, 1.0], 2 * np.eye(2)
DESCENT = GradientDescent(0.1)


class Bowl:
    """f(x) = |x|^2, without a Hessian."""

    dim = 2
    dtype = np.dtype(np.float64)

    def value(self, x):
        return (x**2).sum(-1)

    def grad(self, x):
        return 2 * x


class Curved(Bowl):
    """The same with one, of any kind."""

    def __init__(self, hess):
        self.given = hess

    def hess(self, x):
        return self.given


ASKED = [
    spectrum,
    minimizer,
    trusted_digits,
    learning_rate_limit,
    best_momentum,
    jacobi,
    whiten,
    lambda problem: rate(problem, DESCENT),
    lambda problem: closed_form(problem, DESCENT, ONE, 3),
    lambda problem: steps_until(problem, DESCENT, ONE, tolerance=0.1),
    lambda problem: run(problem, ConjugateGradient(), ONE),
]


def diagnosed(problem):
    return diagnose(problem, DESCENT)


@pytest.mark.parametrize("ask", ASKED)
def test_a_problem_without_a_hessian_is_told_so(ask):
    with pytest.raises(ValueError, match=r"must be a quadratic.*, which has no hess$"):
        ask(Bowl())


def test_what_else_is_lacking_is_named():
    with pytest.raises(ValueError, match=r"with a Hessian, hess, got .* has no hess$"):
        diagnosed(Bowl())
    with pytest.raises(ValueError, match=r"which has no X and no y$"):
        standardize(Bowl())
    with pytest.raises(ValueError, match=r"which has no hess$"):
        run(Bowl(), SteepestDescent(Exact()), ONE)
    with pytest.raises(ValueError, match=r"which has no dim and no value and no grad$"):
        run(np.ones(2), DESCENT, ONE)


@pytest.mark.parametrize("method", [DESCENT, Adam(0.1), LBFGS()])
def test_a_run_needs_no_hessian(method):
    assert run(Bowl(), method, ONE, gtol=1e-3).status is Status.CONVERGED


@pytest.mark.parametrize(
    ("hess", "says"),
    [
        (np.ones((2, 3)), r"hess of Curved gives shape \(2, 3\), not \(2, 2\)"),
        (np.eye(3), r"hess of Curved gives shape \(3, 3\), not \(2, 2\)"),
        (2.0, r"hess of Curved gives shape \(\), not \(2, 2\)"),
        (None, "hess must hold real numbers"),
    ],
)
@pytest.mark.parametrize("ask", [*ASKED, diagnosed])
def test_a_hessian_of_another_shape_is_refused(ask, hess, says):
    with pytest.raises(ValueError, match=says):
        ask(Curved(hess))


def test_a_hessian_that_is_not_symmetric_is_refused():
    with pytest.raises(ValueError, match="hess of Curved is not symmetric"):
        spectrum(Curved(np.array([[1.0, 2.0], [0.0, 1.0]])))


@pytest.mark.parametrize("hess", [TWO, TWO.tolist(), TWO.astype(int)])
def test_a_hessian_may_be_lists_or_whole_numbers(hess):
    assert learning_rate_limit(Curved(hess)) == 1
    assert diagnosed(Curved(hess)).learning_rate_limit == 1
    assert run(Curved(hess), ConjugateGradient(), ONE, gtol=1e-9).status == 0


def test_a_gradient_of_another_shape_is_refused():
    class Summed(Bowl):
        def grad(self, x):
            return (2 * x).sum()

    class Listed(Bowl):
        def grad(self, x):
            return [2 * float(v) for v in x]

    for problem, shape in ((Summed(), r"\(\)"), (Listed(), "None")):
        says = rf"grad of .* gives shape {shape} for points of shape \(2,\), not \(2,\)"
        with pytest.raises(ValueError, match=says):
            run(problem, DESCENT, ONE)


def test_a_value_that_sums_over_the_points_too_is_refused():
    class Total(Bowl):
        def value(self, x):
            return (x**2).sum()

    says = (
        r"value of Total gives shape \(\) for points of shape \(4, 2\), not \(4,\): le"
    )
    with pytest.raises(ValueError, match=says):
        run(Total(), DESCENT, ONE, max_steps=3)

"""Adam, AdaGrad, RMSProp by hand; 200 steps of torch.optim are in test_first_order.

The one rule: eps is large enough to be seen, and so is where it stands.
"""

import math

import numpy as np
import pytest

from gdcore.optimizers import AdaGrad, Adam, RMSProp
from gdcore.problems import Quadratic
from gdcore.runs import run

PROBLEM = Quadratic([[1.0]], [0.0])  # the gradient at x is x


def test_the_first_step_of_adam_is_the_rate_whatever_the_gradient():
    for x0 in (1e-3, 1.0, 1e6, -5.0):
        path = run(PROBLEM, Adam(0.25, eps=0.0), [x0], max_steps=1).x[:, 0]
        assert path[0] - path[1] == pytest.approx(0.25 * np.sign(x0), rel=1e-9)


def test_two_steps_of_adam_by_hand():
    # beta1 = 0.5, beta2 = 0.75, eps = 0.5, eta = 0.3, from 2.
    path = run(PROBLEM, Adam(0.3, 0.5, 0.75, 0.5), [2.0], max_steps=2).x[:, 0]
    one = 2 - 0.3 * 2 / (2 + 0.5)  # both means are undone to g and g^2
    mean = (0.5 * 1 + 0.5 * one) / (1 - 0.25)
    square = (0.75 * 1 + 0.25 * one**2) / (1 - 0.5625)
    np.testing.assert_allclose(
        path, [2, one, one - 0.3 * mean / (np.sqrt(square) + 0.5)], rtol=1e-14
    )


def test_each_step_of_adagrad_is_that_of_the_recurrence():
    path = run(Quadratic([[3.0]], [1.0]), AdaGrad(0.4, 0.2), [2.0], max_steps=30).x
    x, total = 2.0, 0.0
    for k in range(30):
        g = 3.0 * x - 1.0
        total += g * g
        x -= 0.4 * g / (math.sqrt(total) + 0.2)
        np.testing.assert_allclose(path[k + 1], [x], rtol=1e-13)


def test_two_steps_of_rmsprop_by_hand():
    # decay = 0.75, eps = 0.5, eta = 0.3, from 2; the mean of squares starts at zero.
    path = run(PROBLEM, RMSProp(0.3, 0.75, 0.5), [2.0], max_steps=2).x[:, 0]
    one = 2 - 0.3 * 2 / (np.sqrt(0.25 * 4) + 0.5)
    square = 0.75 * 1 + 0.25 * one**2
    np.testing.assert_allclose(
        path, [2, one, one - 0.3 * one / (np.sqrt(square) + 0.5)], rtol=1e-14
    )


def test_a_rate_per_parameter_multiplies_each_component():
    problem = Quadratic([[2.0, 0.5], [0.5, 1.0]], [0.3, 0.1])
    x0, rates = np.array([1.0, -2.0]), np.array([0.1, 0.3])
    for kind, step in ((Adam, 1.0), (AdaGrad, 1.0), (RMSProp, 10.0)):
        path = run(problem, kind(rates, eps=0.0), x0, max_steps=1).x
        expected = rates * step * np.sign(problem.grad(x0))
        np.testing.assert_allclose(path[0] - path[1], expected, rtol=1e-12)


def test_the_defaults_are_those_of_torch(torch):
    p = [torch.zeros(2, requires_grad=True)]
    adam, rmsprop = torch.optim.Adam(p).defaults, torch.optim.RMSprop(p).defaults
    adagrad = torch.optim.Adagrad(p).defaults
    assert AdaGrad() == AdaGrad(adagrad["lr"], adagrad["eps"])
    assert Adam() == Adam(adam["lr"], *adam["betas"], adam["eps"])
    assert RMSProp() == RMSProp(rmsprop["lr"], rmsprop["alpha"], rmsprop["eps"])


def test_the_defaults_are_the_usual_ones():
    assert Adam() == Adam(0.001, 0.9, 0.999, 1e-8)
    assert AdaGrad() == AdaGrad(0.01, 1e-10)
    assert RMSProp() == RMSProp(0.01, 0.99, 1e-8)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Adam(beta1=1.0), r"beta1 must be in \[0, 1\), got 1.0"),
        (lambda: Adam(beta1=-0.1), r"beta1 must be in \[0, 1\), got -0.1"),
        (lambda: Adam(beta2=1.0), r"beta2 must be in \[0, 1\), got 1.0"),
        (lambda: Adam(beta2=np.nan), r"beta2 must be in \[0, 1\), got nan"),
        (lambda: Adam(eps=-1e-9), "eps must be finite and at least 0.0, got -1e-09"),
        (lambda: AdaGrad(-1.0), "learning_rate must be"),
        (lambda: AdaGrad(eps=-1.0), "eps must be finite and at least 0.0, got -1.0"),
        (lambda: RMSProp(decay=1.0), r"decay must be in \[0, 1\), got 1.0"),
        (lambda: RMSProp(eps=np.inf), "eps must be finite and at least 0.0, got inf"),
        (lambda: RMSProp(eps=-1.0), "eps must be finite and at least 0.0, got -1.0"),
    ],
)
def test_bad_hyperparameters_are_refused(make, says):
    with pytest.raises(ValueError, match=says):
        make()

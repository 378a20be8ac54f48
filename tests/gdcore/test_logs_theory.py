"""The eigenvalue that lines imply, by the method that printed them.

The one rule: the mode is iterated here, and its limit is that of gdcore.spectral.
"""

import numpy as np
import pytest

from gdcore.logs import HEAVY_BALL, NESTEROV, judge, read_log
from gdcore.optimizers import Momentum, Nesterov
from gdcore.problems import Quadratic
from gdcore.reports import answer
from gdcore.spectral import learning_rate_limit, rate

VALUE, ETA = 10.0, 0.01
METHODS = {"momentum": (Momentum, HEAVY_BALL), "Nesterov": (Nesterov, NESTEROV)}
SHRINKING = "\n".join(f"step {k} loss {9 * 0.9 ** (2 * k):.6g}" for k in range(30))
PROBLEM = Quadratic(np.array([[VALUE]]), np.array([0.0]))


def losses(name, eta, beta, steps=60):
    """Lines of a run on VALUE / 2 x^2 from x = 1."""
    x = before = 1.0
    for k in range(steps):
        yield f"step {k} loss {VALUE / 2 * x * x:.8g}"
        ahead = x + beta * (x - before)
        slope = VALUE * (ahead if name == "Nesterov" else x)
        before, x = x, ahead - eta * slope


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("name", METHODS)
def test_a_diverging_run_implies_its_eigenvalue_and_limit(name, beta):
    limit = learning_rate_limit(PROBLEM, METHODS[name][0](1.0, beta))
    log = "\n".join(losses(name, 1.3 * limit, beta))
    method = {"name": name, "beta": beta}
    told = answer({"log": log, "learning_rate": 1.3 * limit, "method": method}).log
    assert told["kind"] == "divergence"
    assert told["lambda"] == pytest.approx(VALUE, rel=1e-3)
    assert told["limit"] == pytest.approx(limit, rel=1e-3)
    assert told["share"] == pytest.approx(1.3, rel=1e-3)


@pytest.mark.parametrize("beta", [0.0, 0.2, 0.9])
@pytest.mark.parametrize("name", METHODS)
def test_the_theories_turn_round_the_spectral_radius(name, beta):
    method, theory = METHODS[name]
    limit = theory.limit(beta)
    for product in np.linspace(0.001, 1.2, 50) * limit:
        radius = rate(PROBLEM, method(product / VALUE, beta))
        turns = radius <= theory.complex(beta) * 1.0001
        back = [theory.product(sign * radius, beta) for sign in (1, -1)]
        assert turns or min(abs(np.array(back) - product)) < 1e-9 * limit
        assert (radius > 1) == (product > limit)


@pytest.mark.parametrize("name", METHODS)
def test_a_beta_of_zero_is_taken_as_zero(name):
    for beta in (0.0, 1e-9):
        method = {"name": name, "beta": beta}
        asked = {"log": SHRINKING, "learning_rate": ETA, "method": method}
        told = answer(asked).log
        assert told["lambda"] == pytest.approx(VALUE, rel=1e-4)
        assert told["limit"] == pytest.approx(2 / VALUE, rel=1e-4)


@pytest.mark.parametrize("name", ["Adam", "RMSProp", "AdaGrad", "L-BFGS"])
def test_a_method_without_theory_implies_no_eigenvalue(name):
    growing = "\n".join(f"step {k} loss {1.96**k:.6g} lr 0.01" for k in range(9))
    for log in (SHRINKING, growing):
        told = answer({"log": log, "learning_rate": ETA, "method": name}).log
        assert told["growth"] is not None
        assert (told["lambda"], told["lambdas"], told["limit"]) == (None, [], None)
        assert told["share"] is None
        assert "eigenvalue" not in told["says"]


def test_a_run_of_nesterov_that_turns_implies_no_eigenvalue():
    log = read_log("\n".join(losses("Nesterov", 0.05, 0.9)))
    found = judge(log, learning_rate=0.05, momentum=0.9, theory=NESTEROV)
    assert found is not None
    assert found.eigenvalues == ()

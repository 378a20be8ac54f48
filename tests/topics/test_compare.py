"""The comparison: counts against runs, the rule of the decision, the cost of solving.

The one rule: what the page calls predicted is held against a run within one percent.
"""

import numpy as np
import pytest

from gdcore.optimizers import ConjugateGradient
from gdcore.problems import Quadratic
from gdcore.runs import run
from gdcore.spectral import best_chebyshev, best_gradient_descent, best_momentum
from scripts.topics.compare import data as compare
from scripts.topics.compare.data import (
    DIM_KAPPA,
    DIMS,
    GRID_DIMS,
    GRID_KAPPAS,
    KAPPA_DIM,
    KAPPAS,
    LINEAR,
    TOLERANCE,
    best_way,
    crossings,
    slope,
    solving,
    steps_of_cg,
    valley,
)
from scripts.topics.compare.numbers import numbers
from tests.conftest import computed

LINES = ("clean", "outliers", "intercept_thread")


@pytest.fixture(scope="module")
def data():
    return computed("compare")


def test_predicted_counts_are_those_of_the_runs(data):
    compared = [
        (problem, method)
        for problem, counts in data.raw.items()
        for method in LINEAR
        if counts.measured.get(method)
    ]
    assert len(compared) > 25
    for problem, method in compared:
        counts = data.raw[problem]
        assert counts.measured[method] == pytest.approx(
            counts.predicted[method], rel=0.01
        ), (problem, method)


def test_the_rate_alone_is_a_bound_from_below(data):
    for counts in data.raw.values():
        for method in LINEAR:
            assert counts.bound[method] <= counts.predicted[method]
        assert counts.predicted["gd"] == pytest.approx(counts.bound["gd"], rel=0.01)


def test_the_order_is_the_same_on_all_problems(data):
    for counts in data.raw.values():
        spent = {**counts.predicted, **counts.measured}
        order = ("cg", "lbfgs", "chebyshev", "momentum", "nesterov", "gd")
        gradients = [spent[name] for name in order]
        assert gradients == sorted(gradients)
        assert spent["cg"] == 2
        assert spent["lbfgs"] < 20
        assert spent["adam"] is None


def test_standardized_gradient_descent_takes_one_step(data):
    assert set(data.standardized.values()) == {1}


def test_steps_grow_with_kappa_or_with_its_root(data):
    powers = {name: slope(KAPPAS, data.by_kappa[name]) for name in LINEAR}
    assert powers["gd"] == pytest.approx(1, abs=0.01)
    for name in ("momentum", "nesterov", "chebyshev"):
        assert powers[name] == pytest.approx(0.5, abs=0.04)
    assert (data.by_kappa["cg"] < 5 * KAPPA_DIM).all()


def steps(method, p, kappa):
    """Counted on a run in the valley of the sweeps."""
    problem, start = valley(p, kappa)
    path = run(problem, method(problem), start, max_steps=1500)
    error = np.sqrt(path.value)
    return np.flatnonzero(error > TOLERANCE * error[0])[-1] + 1


@pytest.mark.parametrize(
    "method", [best_gradient_descent, best_momentum, best_chebyshev]
)
def test_a_count_of_the_sweep_is_that_of_a_run(data, method):
    name = {v: k for k, v in LINEAR.items()}[method]
    counted = steps(method, KAPPA_DIM, float(KAPPAS[1]))
    assert data.by_kappa[name][1] == pytest.approx(counted, abs=1)


@pytest.mark.parametrize("i", [0, -1])
def test_counts_by_parameters_are_those_of_a_run(data, i):
    """Of two parameters and of a thousand."""
    counted = steps(best_momentum, DIMS[i], DIM_KAPPA)
    assert data.by_dim["momentum"][i] == pytest.approx(counted, abs=1)


def test_solving_costs_a_half_and_p_quarter_and_p_squared_over_12n():
    p = np.array([2.0, 30.0, 1000.0])
    n = compare.ROWS_PER_COLUMN * p
    np.testing.assert_allclose(solving(p), 0.5 + p / 4 + p**2 / (12 * n))


@pytest.mark.parametrize(("n", "p"), [(2000, 20), (1000, 100), (300, 30)])
def test_solving_costs_what_its_operations_are(n, p):
    rule = float(compare.cost_of_solving(np.array(float(p)), np.array(float(n))))
    assert rule == pytest.approx(operations_of_solving(n, p), rel=0.1)


def test_solving_two_equations_costs_less_than_two_gradients():
    assert 1 < operations_of_solving(2, 2) < 2


def operations_of_solving(n, p):
    """Each addition and multiplication counted, of half a matrix where it will do."""
    gradient = n * (2 * p - 1) + n + p * (2 * n - 1) + p
    products = (p * (p + 1) // 2 + p) * (2 * n - 1)
    columns = ((p - j) * 2 * j + (p - j) for j in range(p))  # of Cholesky's factor
    there_and_back = 2 * p**2
    return (products + sum(columns) + there_and_back) / gradient


@pytest.mark.parametrize("kappa", [10.0, 100.0])
def test_conjugate_gradients_keep_what_is_promised(kappa):
    curvatures = np.geomspace(1, kappa, 200)
    problem = Quadratic(np.diag(curvatures), np.zeros(200))
    path = run(problem, ConjugateGradient(), 1 / np.sqrt(curvatures), max_steps=120)
    error = np.sqrt(np.abs(path.value))
    arrived = int(np.argmax(error <= TOLERANCE * error[0]))
    assert 0 < arrived <= steps_of_cg(200, kappa)


def test_the_decision_takes_the_cheaper_way(data):
    for row, kappa, crossing in zip(
        best_way(data), GRID_KAPPAS, crossings(data), strict=True
    ):
        for way, p in zip(row, GRID_DIMS, strict=True):
            steps, cost = steps_of_cg(p, kappa), float(solving(np.array(float(p))))
            assert way == ("solve" if cost <= steps else "cg")
            assert (way == "cg") == bool(crossing and p >= crossing)


def test_the_film_ends_at_the_star_for_conjugate_gradients(data):
    assert data.race.errors["cg"][2] < 1e-12
    assert data.race.errors["gd"][-1] > data.race.errors["momentum"][-1]


def test_every_number_has_a_meaning(data):
    keys = [number.key for number in numbers(data)]
    assert len(keys) == len(set(keys))
    for problem in LINES:
        assert f"{problem}.measured.cg" in keys

"""Real data: dates, money, several units, and the certified problems of NIST.

The one rule: the right value is that of exact fractions of the data.
"""

import numpy as np
import pytest

from gdcore.diagnosis import Finding, diagnose
from gdcore.preconditioning import (
    ChangeOfVariables,
    Transformed,
    center,
    jacobi,
    standardize,
    whiten,
)
from gdcore.problems import LeastSquares, Quadratic, line_fit
from gdcore.spectral import (
    best_momentum,
    best_nesterov,
    minimizer,
    spectrum,
    trusted_digits,
)
from scripts.reference_problems import nist
from tests.gdcore import exact

EPS = float(np.finfo(float).eps)
MINUTES = 1.7e9 + 60 * np.arange(60)
RIGHT = {"Norris": 13, "Pontius": 12.5, "Filip": 7, "Longley": 13, "Wampler2": 12.5}
"""Correct digits of the certified parameters; of the others, 15."""


NIST = nist.entries()


@pytest.mark.parametrize("name", NIST)
def test_the_minimizer_has_the_digits_that_nist_certifies(name):
    problem, right, certified = nist.case(NIST[name])
    assert nist.digits(np.array(right, float), certified) > 14
    got = nist.digits(minimizer(problem), right)
    assert got >= RIGHT.get(name, 15)
    assert 3 < trusted_digits(problem) <= got
    # Of the floats that the data became, all digits are right.
    floats = nist.fit(nist.fractions(problem.X), nist.fractions(problem.y)[0])
    assert nist.digits(minimizer(problem), floats) >= 15
    assert np.isfinite(spectrum(problem).condition_number)


def test_digits_that_are_lost_are_said():
    assert trusted_digits(nist.case(NIST["Filip"]).problem) <= 6
    # Large residuals turn with the columns: kappa counts twice.
    assert trusted_digits(nist.case(NIST["Wampler1"]).problem) >= 9
    assert trusted_digits(nist.case(NIST["Wampler5"]).problem) <= 6
    assert trusted_digits(line_fit([0.0, 1.0, 2.0], [1.0, 3.0, 5.5])) >= 14
    assert trusted_digits(line_fit([0.0, 1.0, 2.0], [0.0, 2.0, 4.0])) >= 14
    assert trusted_digits(Quadratic(np.diag([1e-9, 1.0]), [1.0, 2.0])) == 15
    single = line_fit(np.float32([0, 1, 2]), np.float32([1, 3, 5.5]))
    assert 5 <= trusted_digits(single) <= 7
    twice = LeastSquares(np.outer([1.0, 2.0, 4.0], [1.0, 2.0]), [1.0, 2.0, 3.0])
    assert trusted_digits(twice) == 0


REAL = {
    "dates": 20230101.0 + np.arange(30),
    "seconds of an hour": MINUTES,
    "seconds of a day": 1.7e9 + 3600 * np.arange(24),
    "day serials": 44000.0 + np.arange(30),
    "nanometers": np.arange(1, 11) * 1e-9,
    "money": np.linspace(1e7, 1e9, 50),
    "nanoseconds of a second": 2.0**50 + 2.0**20 * np.arange(25),
}


@pytest.mark.parametrize("name", REAL)
def test_a_line_through_real_data_is_right(name):
    x = REAL[name]
    y = 5e-5 * (x - x[0]) + np.random.RandomState(2).randn(len(x))
    problem = line_fit(x, y)
    X = nist.fractions(problem.X)
    right = nist.fit(X, nist.fractions(y)[0])
    assert nist.digits(minimizer(problem), right) >= 14
    low, high = exact.eigenvalues(X)
    seen = spectrum(problem)
    assert seen.condition_number == pytest.approx(high / low, rel=1e-6)
    assert seen.lambda_min == pytest.approx(2 / len(x) * low, rel=1e-6)
    for change in (standardize(problem), whiten(problem)):
        kappa = spectrum(Transformed(problem, change)).condition_number
        assert kappa == pytest.approx(1, abs=1e-6)
    centered = spectrum(Transformed(problem, center(problem))).condition_number
    assert centered == pytest.approx(max(x.var(), 1 / x.var()), rel=1e-6)
    scaled = spectrum(Transformed(problem, jacobi(problem))).condition_number
    assert scaled == pytest.approx(correlated(X), rel=1e-6)


@pytest.mark.parametrize("name", REAL)
def test_real_data_are_unscaled_not_flat(name):
    x = REAL[name]
    seen = diagnose(line_fit(x, np.sin(x)), 0.5 / np.mean(x * x))
    findings = [verdict.finding for verdict in seen.verdicts]
    assert Finding.UNSCALED in findings
    assert Finding.FLAT not in findings
    assert seen.standardized_condition_number == pytest.approx(1, abs=1e-6)


def correlated(X: nist.Rows) -> float:
    """(1 + r) / (1 - r) = (1 + r)^2 / (1 - r^2), r = mean x / sqrt(mean x^2)."""
    x = [row[0] for row in X]
    square = sum(x) ** 2 / (len(x) * sum(v * v for v in x))
    return (1 + float(square) ** 0.5) ** 2 / float(1 - square)


WIDE = {
    "powers to 10": np.vander(np.linspace(0, 1, 40), 11),
    "1e9 beside 0.1": np.stack(
        [1e9 * np.sin(np.arange(20)), 0.1 * np.cos(np.arange(20) ** 2), np.ones(20)], 1
    ),
    "2e13, 0.03 and ones": np.stack(
        [
            2e13 + 1e12 * np.sin(np.arange(25)),
            0.03 + 0.01 * np.cos(np.arange(25) ** 2),
            np.ones(25),
        ],
        1,
    ),
}


@pytest.mark.parametrize("name", WIDE)
def test_columns_of_any_unit_have_their_own_curvatures(name):
    problem = LeastSquares(WIDE[name], np.sin(np.arange(len(WIDE[name])) ** 3))
    X = nist.fractions(problem.X)
    values = exact.eigenvalues(X)
    seen = spectrum(problem)
    expected = [2 / len(X) * value for value in values]
    np.testing.assert_allclose(seen.eigenvalues, expected, rtol=1e-6)
    right = nist.fit(X, nist.fractions(problem.y)[0])
    assert nist.digits(minimizer(problem), right) >= 13


def test_a_shift_of_the_origin_moves_the_minimizer():
    problem = line_fit(MINUTES, np.cos(np.arange(60)))
    change = ChangeOfVariables([[1e-3, 0.0], [-1.7e6, 1.0]], [2e-3, 5.0])
    got = change.back(minimizer(Transformed(problem, change)))
    np.testing.assert_allclose(got, minimizer(problem), rtol=1e-6)


def test_the_best_methods_exist_where_their_beta_rounds_to_one():
    problem = Quadratic(np.diag([1e-30, 1e30]), [0.0, 0.0])
    assert best_momentum(problem).beta == best_nesterov(problem).beta == 1 - EPS / 2

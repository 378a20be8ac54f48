"""The page of rates and limits: what is measured meets the formulas."""

import pytest

from gdcore import datasets
from gdcore.problems import line_fit
from gdcore.spectral import learning_rate_limit, spectrum
from scripts.topics.rates import data as rates


def test_measured_limits_and_rates_meet_the_formulas() -> None:
    data = rates.compute()
    for pair in data.limits.values():
        assert pair.measured == pytest.approx(pair.predicted, rel=1e-6)
    for method, pair in data.rates.items():
        # k rho^k at a double root: (K / (K / 2))^(2 / K) above the rate itself.
        slack = 2 ** (2 / rates.STEPS[method]) - 1 + 1e-4
        assert pair.measured >= pair.predicted * (1 - 1e-6)
        assert pair.measured <= pair.predicted * (1 + slack)


def test_the_limits_are_what_the_text_says_of_them() -> None:
    data = rates.compute()
    points = datasets.clean()
    problem = line_fit(points.x, points.y)
    L = spectrum(problem).lambda_max
    expected = {
        "gradient_descent": 2 / L,
        "momentum": 2 * 1.9 / L,
        "nesterov": 3.8 / 2.8 / L,
    }
    for name, value in expected.items():
        assert data.limits[name].predicted == pytest.approx(value, rel=1e-12)
    assert data.limits["gradient_descent"].predicted == learning_rate_limit(problem)

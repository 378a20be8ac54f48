"""Each verdict on data that deserve it, and none on data that do not.

The one rule: what a verdict predicts is also run.
"""

import numpy as np
import pytest

from gdcore import diagnosis
from gdcore.datasets import clean, intercept_thread, two_variable_thread
from gdcore.diagnosis import Diagnosis, Finding, diagnose
from gdcore.optimizers import LBFGS, Adam, GradientDescent, Momentum, Nesterov
from gdcore.preconditioning import Transformed, standardize
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Quadratic,
    Rosenbrock,
    line_fit,
)
from gdcore.runs import Status, run
from gdcore.spectral import learning_rate_limit, minimizer, spectrum
from tests.problems_for_tests import A, X_two, b, x_line, y_line

THREAD = two_variable_thread()
BOWL = Quadratic(np.diag([2.0, 4.0]), [1.0, 1.0])
LINE = line_fit(clean().x, clean().y)


def findings(seen: Diagnosis) -> list[str]:
    return [verdict.finding.value for verdict in seen.verdicts]


def said(seen: Diagnosis, finding: str) -> tuple[str, str]:
    (verdict,) = (v for v in seen.verdicts if v.finding is Finding(finding))
    return verdict.says, verdict.fix


def test_the_numbers_are_those_of_the_spectrum():
    problem, method = LeastSquares(X_two, y_line), GradientDescent(0.02)
    seen = diagnose(problem, method)
    spectral = spectrum(problem)
    assert (seen.lambda_min, seen.lambda_max) == (
        spectral.lambda_min,
        spectral.lambda_max,
    )
    assert seen.condition_number == spectral.condition_number
    assert seen.learning_rate == 0.02
    assert seen.learning_rate_limit == pytest.approx(2 / spectral.lambda_max)
    assert seen.rate == pytest.approx(1 - 0.02 * spectral.lambda_min)
    whole = spectrum(Transformed(problem, standardize(problem))).condition_number
    assert seen.standardized_condition_number == pytest.approx(whole)
    assert seen == diagnose(problem, 0.02)


def test_steps_to_one_percent_are_those_of_a_run():
    seen = diagnose(BOWL, 0.2)
    path = run(BOWL, GradientDescent(0.2), [3.0, 0.25], max_steps=50)
    error = np.linalg.norm(path.x - minimizer(BOWL), axis=1)
    assert seen.steps_to_1_percent == int(np.argmax(error <= 0.01 * error[0])) == 10


def test_a_run_that_is_fine_is_called_fine():
    seen = diagnose(BOWL, 0.2)
    assert findings(seen) == ["fine"]
    assert said(seen, "fine") == ("one percent is left after 10 steps", "")
    assert np.isnan(seen.standardized_condition_number)


@pytest.mark.parametrize("kind", [GradientDescent, Momentum, Nesterov])
def test_a_rate_at_the_limit_or_above_diverges(kind):
    limit = learning_rate_limit(BOWL, kind(1.0))
    seen = diagnose(BOWL, kind(limit))
    assert findings(seen) == ["diverges"]
    assert seen.learning_rate_limit == limit
    above = diagnose(BOWL, kind(1.25 * limit))
    says, fix = said(above, "diverges")
    assert says.startswith(f"the learning rate is 1.25 times the limit {limit:.4g}")
    assert fix == f"use less than {limit:.4g}"
    assert above.steps_to_1_percent == np.inf
    assert above.rate > 1
    path = run(BOWL, kind(1.25 * limit), [5.0, 5.0], max_steps=2000)
    assert path.status is Status.DIVERGED
    assert "diverges" not in findings(diagnose(BOWL, kind(0.999 * limit)))


def test_a_rate_just_below_the_limit_swings():
    says, fix = said(diagnose(BOWL, 0.96 * 0.5), "oscillates")
    assert says.startswith("at 0.96 of the limit")
    assert fix == "use 0.25, half the limit"
    assert "oscillates" not in findings(diagnose(BOWL, 0.95 * 0.5))
    assert "oscillates" not in findings(diagnose(BOWL, Momentum(0.96 * 0.95, 0.9)))
    assert "oscillates" not in findings(diagnose(BOWL, 0.5))
    path = run(BOWL, GradientDescent(0.96 * 0.5), [3.0, 3.0], max_steps=6)
    assert np.all(np.diff(np.sign(path.x[:, 1] - 0.25)) != 0)


def test_the_intercept_thread_is_slow_and_unscaled():
    data = intercept_thread()
    fit = line_fit(data.x, data.y)
    seen = diagnose(fit, 1e-5)
    assert findings(seen) == ["slow", "unscaled"]
    says, fix = said(seen, "slow")
    steps = int(seen.steps_to_1_percent)
    assert says.startswith(f"{steps:,} steps to one percent; the best learning rate")
    assert "condition number" in fix
    assert seen.standardized_condition_number == pytest.approx(1)
    says, _ = said(seen, "unscaled")
    assert says.startswith(
        f"the condition number is {seen.condition_number:.4g}; with x"
    )
    assert says.endswith("it is 1")


def test_slow_begins_above_the_threshold_and_names_what_would_help():
    problem = Quadratic(np.diag([1.0, 100.0]), [1.0, 1.0])
    # Best rates 99/101 and 9/11: 231 and 23 steps to one percent.
    seen = diagnose(problem, 4e-4)
    assert seen.steps_to_1_percent == 11511
    assert said(seen, "slow")[0] == (
        "11,511 steps to one percent; the best learning rate takes 231, the best "
        "momentum 23"
    )
    assert diagnosis.MANY_STEPS == 10_000
    assert findings(diagnose(problem, 4.7e-4)) == ["fine"]
    assert diagnose(problem, 4.7e-4).steps_to_1_percent == 9796
    assert (1 - 4.7e-4) ** 9796 <= 0.01 < (1 - 4.7e-4) ** 9795


def test_the_two_variable_thread_is_slow_in_float64_and_rounded_in_float32():
    wide = LeastSquares(THREAD.A, THREAD.b, "sum")
    assert findings(diagnose(wide, 1e-5)) == ["slow", "summed"]
    assert findings(diagnose(wide, 1.61e-5)) == ["diverges", "summed"]
    assert findings(diagnose(wide, 1.603e-5)) == ["oscillates", "slow", "summed"]
    narrow = LeastSquares(
        THREAD.A.astype(np.float32), THREAD.b.astype(np.float32), "sum"
    )
    seen = diagnose(narrow, 1e-5)
    assert findings(seen) == ["slow", "summed", "rounding"]
    says, fix = said(seen, "rounding")
    assert says.startswith(
        f"float32 cannot hold a condition number of {seen.condition_number:.4g}"
    )
    assert "float64" in fix


def test_rounding_begins_at_a_hundredth_of_the_precision():
    eps = float(np.finfo(np.float64).eps)
    for share, expected in ((0.9, False), (1.1, True)):
        problem = Quadratic(np.diag([100 * eps / share, 1.0]), [1.0, 1.0])
        assert ("rounding" in findings(diagnose(problem, 1.0))) == expected


def test_a_summed_loss_says_by_how_much():
    says, fix = said(
        diagnose(line_fit(x_line, y_line, reduction="sum"), 1e-3), "summed"
    )
    assert says.startswith("the loss is a sum over 7 rows")
    assert 'reduction="mean"' in fix
    assert "summed" not in findings(diagnose(line_fit(x_line, y_line), 1e-3))


def test_columns_that_depend_on_each_other_are_flat():
    X = np.stack([x_line, 3 * x_line, np.ones(7)], axis=1)
    seen = diagnose(LeastSquares(X, y_line), 1e-4)
    assert findings(seen) == ["flat"]
    assert seen.condition_number == seen.steps_to_1_percent == np.inf


def test_scaling_is_no_remedy_for_columns_that_depend_on_each_other():
    for seed in range(8):
        draw = np.random.RandomState(seed)
        column = draw.rand(30)
        X = np.stack([column, column * draw.rand(), np.ones(30)], 1).astype(np.float32)
        seen = diagnose(LeastSquares(X, column.astype(np.float32)), 0.01)
        assert findings(seen) == ["flat"]


def test_a_direction_flat_to_rounding_never_gets_to_one_percent():
    seen = diagnose(Quadratic(np.diag([4e-16, 1.0]), [0.0, 1.0]), 1.8)
    assert seen.rate < 1
    assert findings(seen) == ["flat"]
    assert seen.steps_to_1_percent == np.inf


def test_two_columns_of_ones_are_flat_not_refused():
    X = np.stack([x_line, np.ones(7), np.ones(7)], axis=1)
    seen = diagnose(LeastSquares(X, y_line), 1e-3)
    assert findings(seen) == ["flat"]
    assert np.isnan(seen.standardized_condition_number)
    says, fix = said(seen, "flat")
    assert "columns of X depend on each other" in says
    assert "drop a column or add l2" in fix


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_flat_and_too_fast_are_both_said(dtype):
    X = np.stack([x_line, 2 * x_line], axis=1).astype(dtype)
    seen = diagnose(LeastSquares(X, y_line.astype(dtype)), 1.0)
    assert findings(seen) == ["diverges", "flat"]


def test_unscaled_needs_a_tenfold_gain():
    # kappa of a centered line is the larger of v and 1 / v; standardized it is 1.
    x = np.array([-1.0, 1.0, -1.0, 1.0])
    for scale, expected in ((3.1, False), (3.2, True)):
        seen = diagnose(line_fit(scale * x, [1.0, 2.0, 4.0, 3.0]), 0.01)
        assert ("unscaled" in findings(seen)) == expected
        assert seen.condition_number == pytest.approx(scale**2)


def test_unscaled_compares_with_what_standardizing_leaves():
    # Columns of correlation 0.5 keep kappa = 3, so the gain begins at 30.
    u = np.array([1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0])
    v = np.array([1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0, 1.0])
    for scale, expected in ((4.0, False), (6.0, True)):
        X = np.stack([scale * u, v, np.ones(8)], axis=1)
        seen = diagnose(LeastSquares(X, u + 2 * v), 0.001)
        assert seen.standardized_condition_number == pytest.approx(3)
        assert ("unscaled" in findings(seen)) == expected


def test_without_an_intercept_there_is_no_standardized_number():
    seen = diagnose(LeastSquares(X_two[:, :2], y_line), 0.01)
    assert np.isnan(seen.standardized_condition_number)
    assert np.isnan(diagnose(Quadratic(A, b), 0.1).standardized_condition_number)


@pytest.mark.parametrize("kind", [GradientDescent, Momentum, Nesterov])
def test_rates_per_parameter_have_a_limit_in_proportion(kind):
    rates = np.array([0.5, 0.3, 0.4])
    problem = Quadratic(A, b)
    seen = diagnose(problem, kind(rates))
    assert seen.learning_rate == 0.5
    x0 = np.array([9.0, -9.0, 9.0])
    for factor in (0.98, 1.02):
        scaled = rates * factor * seen.learning_rate_limit / 0.5
        path = run(problem, kind(scaled), x0, max_steps=900)
        assert (path.status is Status.DIVERGED) == (factor > 1)
        assert ("diverges" in findings(diagnose(problem, kind(scaled)))) == (factor > 1)


def test_momentum_is_diagnosed_with_its_own_rate():
    seen = diagnose(LINE, Momentum(5e-4, 0.9))
    path = run(LINE, Momentum(5e-4, 0.9), [0.0, 0.0], max_steps=4000)
    error = np.linalg.norm(path.x - minimizer(LINE), axis=1)
    assert (error[3000] / error[2000]) ** (1 / 1000) == pytest.approx(
        seen.rate, rel=1e-3
    )


@pytest.mark.parametrize(
    ("problem", "method", "says"),
    [
        (BOWL, Adam(), "Adam has no rate that theory predicts: run it instead"),
        (BOWL, LBFGS(), "LBFGS has no rate that theory predicts: run it instead"),
        (BOWL, 0.0, "learning_rate must be finite and above zero, got 0.0"),
        (BOWL, -1, "learning_rate must be finite and above zero, got -1"),
        (BOWL, float("nan"), "learning_rate must be finite and above zero, got nan"),
        (Rosenbrock(), 0.1, "Rosenbrock has no constant, nonzero Hessian"),
        (LeastAbsolute(X_two, y_line), 0.1, "LeastAbsolute has no constant, nonzero"),
        (
            BOWL,
            GradientDescent(np.array([[0.1], [0.2]])),
            r"learning_rate has shape \(2, 1\)",
        ),
    ],
)
def test_what_theory_does_not_predict_is_refused(problem, method, says):
    with pytest.raises(ValueError, match=says):
        diagnose(problem, method)

"""Each verdict on data that deserve it, and none on data that do not.

The one rule: what a verdict predicts is also run.
"""

import numpy as np
import pytest

from gdcore import diagnosis
from gdcore.datasets import clean, intercept_thread, two_variable_thread
from gdcore.diagnosis import Diagnosis, Finding, diagnose
from gdcore.optimizers import Chebyshev, GradientDescent, Momentum, Nesterov
from gdcore.preconditioning import Transformed, standardize
from gdcore.problems import LeastSquares, Quadratic, line_fit
from gdcore.runs import Status, run
from gdcore.spectral import learning_rate_limit, minimizer, spectrum, steps_until
from tests.problems_for_tests import A, X_two, b, x_line, y_line

THREAD = two_variable_thread()
BOWL = Quadratic(np.diag([2.0, 4.0]), [1.0, 1.0])
LINE = line_fit(clean().x, clean().y)
SEVEN = line_fit(
    [98.0, 95.0, 92.0, 88.0, 85.0, 82.0, 79.0], [1.0, 3.0, 2.0, 5.0, 4.0, 6.0, 5.0]
)
"""Seven points far from zero."""


def findings(told: Diagnosis) -> list[str]:
    return [verdict.finding.value for verdict in told.verdicts]


def verdict(told: Diagnosis, finding: str) -> tuple[str, str]:
    (verdict,) = (v for v in told.verdicts if v.finding is Finding(finding))
    return verdict.says, verdict.fix


def quiet(problem, method, **given) -> Diagnosis:
    """Without runs, where the test is of theory alone."""
    return diagnose(problem, method, evaluations=0, **given)


def test_the_numbers_are_those_of_the_spectrum():
    problem, method = LeastSquares(X_two, y_line), GradientDescent(0.02)
    told = quiet(problem, method)
    spectral = spectrum(problem)
    assert (told.lambda_min, told.lambda_max) == (
        spectral.lambda_min,
        spectral.lambda_max,
    )
    assert told.condition_number == spectral.condition_number
    assert told.learning_rate == 0.02
    assert told.learning_rate_limit == pytest.approx(2 / spectral.lambda_max)
    assert told.share == pytest.approx(0.01 * spectral.lambda_max)
    assert told.rate == pytest.approx(1 - 0.02 * spectral.lambda_min)
    whole = spectrum(Transformed(problem, standardize(problem))).condition_number
    assert told.standardized_condition_number == pytest.approx(whole)
    assert told == quiet(problem, 0.02) == quiet(problem, np.float64(0.02))


@pytest.mark.parametrize("x0", [[3.0, 0.25], [0.0, 0.0], [0.5, 7.0]])
def test_steps_to_one_percent_are_those_of_a_run_from_the_start_given(x0):
    told = quiet(BOWL, 0.2, x0=x0)
    path = run(BOWL, GradientDescent(0.2), x0, max_steps=50)
    error = np.linalg.norm(path.x - minimizer(BOWL), axis=1)
    assert told.steps_to_1_percent == int(np.argmax(error <= 0.01 * error[0]))
    assert told.counted == "predicted"
    assert quiet(BOWL, 0.2) == quiet(BOWL, 0.2, x0=[0.0, 0.0])


def test_at_a_double_root_the_count_is_that_of_the_run():
    # log 0.01 / log rate says 265, for the heavy ball's k rate^k.
    data = intercept_thread()
    fit = line_fit(data.x, data.y)
    low, high = np.sqrt(spectrum(fit).eigenvalues)
    best = Momentum((2 / (high + low)) ** 2, ((high - low) / (high + low)) ** 2)
    told = quiet(fit, best)
    path = run(fit, best, [0.0, 0.0], max_steps=1500)
    error = np.linalg.norm(path.x - minimizer(fit), axis=1)
    assert told.steps_to_1_percent == np.flatnonzero(error > 0.01 * error[0])[-1] + 1
    assert told.steps_to_1_percent > 2 * np.log(0.01) / np.log(told.rate)


def test_a_run_that_is_fine_is_called_fine():
    told = quiet(BOWL, 0.2)
    assert findings(told) == ["fine"]
    says = "one percent of the error is left after 9 steps (predicted)"
    assert verdict(told, "fine") == (says, "")
    assert np.isnan(told.standardized_condition_number)


def test_a_start_at_the_minimizer_takes_no_steps():
    told = diagnose(BOWL, 0.2, x0=minimizer(BOWL))
    assert (findings(told), told.steps_to_1_percent) == (["fine"], 0)
    assert told.fixes == ()


@pytest.mark.parametrize("kind", [GradientDescent, Momentum, Nesterov])
def test_a_rate_at_the_limit_or_above_diverges(kind):
    limit = learning_rate_limit(BOWL, kind(1.0))
    told = quiet(BOWL, kind(limit))
    assert findings(told)[0] == "diverges"
    assert told.learning_rate_limit == limit
    above = quiet(BOWL, kind(1.25 * limit))
    says, fix = verdict(above, "diverges")
    start = f"the learning rate is 1.25 times the limit ({limit:.4g} for this function)"
    assert says == start
    assert fix.startswith(f"use less than {limit:.4g}"[:18])
    assert above.steps_to_1_percent == np.inf
    assert above.rate > 1
    path = run(BOWL, kind(1.25 * limit), [5.0, 5.0], max_steps=2000)
    assert path.status is Status.DIVERGED
    assert "diverges" not in findings(quiet(BOWL, kind(0.999 * limit)))


@pytest.mark.parametrize(
    "method", [Momentum(1.0, 0.9), Nesterov(1.0, 0.9), Nesterov(0.01, 0.5)]
)
def test_the_best_rate_of_plain_steps_is_no_advice_for_another_method(method):
    """Of Nesterov's steps it may be beyond the limit."""
    fit = line_fit([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 5.0, 4.0, 5.0])
    told = diagnose(fit, method)
    best = told.fix("best learning rate")
    plain = "plain gradient descent"
    assert best
    assert best.says.startswith(f"use {plain} with a learning rate")
    assert f"0.0833 for {plain}: 161 steps" in str(told)
    for name in ("standardize", "center", "a rate each"):
        other = told.fix(name)
        assert other is None or f"use {plain}" in other.says, other
    assert told.fix("standardize")
    if told.share > 1:
        assert f"{plain} at its best rate" in verdict(told, "diverges")[1]


def test_divergence_on_unscaled_data_names_the_limit_and_what_works():
    says, fix = verdict(quiet(SEVEN, 2e-4), "diverges")
    assert "the limit (0.0001272 for the mean of squares)" in says
    ways = fix.split("; ")
    assert ways[0] == "use less than 0.0001271"
    assert ways[1].startswith("the best, 0.000127, takes about 3.44e+06 steps")
    assert ways[2].startswith("or standardize x")
    assert fix.endswith("(1 step)")
    assert quiet(SEVEN, 2e-4).fixes[0].name == "standardize"


def test_chebyshev_with_bounds_that_are_too_small_diverges():
    told = quiet(BOWL, Chebyshev(0.5, 2.5))
    assert findings(told) == ["diverges"]
    assert np.isnan(told.learning_rate_limit)
    path = run(BOWL, Chebyshev(0.5, 2.5), [5.0, 5.0], max_steps=2000)
    assert path.status is Status.DIVERGED
    assert "diverges" not in findings(quiet(BOWL, Chebyshev(1.5, 4.5)))


def test_a_rate_just_below_the_limit_swings():
    says, fix = verdict(quiet(BOWL, 0.96 * 0.5), "oscillates")
    assert says.startswith("at 0.96 of the limit (0.5 for this function) ")
    assert fix.startswith("set the learning rate to 0.333 (")
    assert "oscillates" not in findings(quiet(BOWL, 0.95 * 0.5))
    assert "oscillates" not in findings(quiet(BOWL, Momentum(0.96 * 0.95, 0.9)))
    path = run(BOWL, GradientDescent(0.96 * 0.5), [3.0, 3.0], max_steps=6)
    assert np.all(np.diff(np.sign(path.x[:, 1] - 0.25)) != 0)


def test_where_the_flat_direction_takes_the_steps_half_the_limit_is_no_advice():
    limit = learning_rate_limit(SEVEN)
    told = quiet(SEVEN, 0.97 * limit)
    assert findings(told) == ["unscaled", "slow", "oscillates"]
    says, fix = verdict(told, "oscillates")
    assert says.endswith("the flat direction takes the steps")
    assert fix.startswith("standardize x")
    half = quiet(SEVEN, 0.5 * limit).steps_to_1_percent
    assert half > 1.9 * told.steps_to_1_percent


def test_a_tiny_rate_on_good_data_is_the_fault():
    fit = line_fit([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 5.0, 4.0, 5.0])
    told = quiet(fit, 1e-5)
    assert findings(told) == ["too small", "unscaled"]
    says, fix = verdict(told, "too small")
    assert "of the limit (0.08452 for the mean of squares)" in says
    best = told.fix("best learning rate")
    assert fix == f"set the learning rate to 0.0833 ({best.steps} steps)"
    path = run(fit, GradientDescent(0.0833), [0.0, 0.0], max_steps=400)
    error = np.linalg.norm(path.x - minimizer(fit), axis=1)
    assert best.steps == np.flatnonzero(error > 0.01 * error[0])[-1] + 1


def test_too_small_begins_at_ten_times_the_steps():
    problem = Quadratic(np.diag([1.0, 100.0]), [1.0, 1.0])
    best = quiet(problem, 0.01).fix("best learning rate").steps
    for steps, expected in ((9 * best, False), (11 * best, True)):
        told = quiet(problem, 1 - 0.01 ** (1 / steps))
        assert ("too small" in findings(told)) == expected
        assert 9 * best * 0.9 < told.steps_to_1_percent < 11.5 * best


def test_the_intercept_thread_is_unscaled_then_slow_then_too_small():
    data = intercept_thread()
    fit = line_fit(data.x, data.y)
    told = quiet(fit, 1e-5)
    assert findings(told) == ["unscaled", "slow", "too small"]
    says, fix = verdict(told, "slow")
    steps = steps_until(fit, GradientDescent(1e-5), [0.0, 0.0], tolerance=0.01)
    assert says.startswith(f"one percent of the error takes {steps:,} steps; the best")
    assert fix.startswith("standardize x")
    assert told.standardized_condition_number == pytest.approx(1)
    says, _ = verdict(told, "unscaled")
    assert says == (
        f"the condition number is {told.condition_number:.4g}; with x standardized it "
        "is 1"
    )


def test_slow_begins_above_the_threshold():
    assert diagnosis.MANY_STEPS == 10_000
    problem = Quadratic(np.diag([1.0, 4000.0]), [1.0, 1.0])
    near = 1 - 0.01 ** (1 / 9990)
    assert findings(quiet(problem, near)) == ["fine"]
    assert quiet(problem, near).steps_to_1_percent <= 10_000
    slow = quiet(problem, 0.99 * near)
    assert findings(slow) == ["slow"]
    assert "momentum takes" in verdict(slow, "slow")[0]


def test_the_two_variable_thread_is_slow_in_float64_and_rounded_in_float32():
    wide = LeastSquares(THREAD.A, THREAD.b, "sum")
    assert findings(quiet(wide, 1e-5)) == ["slow", "summed"]
    assert findings(quiet(wide, 1.61e-5)) == ["diverges", "summed"]
    assert findings(quiet(wide, 1.603e-5)) == ["slow", "oscillates", "summed"]
    narrow = LeastSquares(
        THREAD.A.astype(np.float32), THREAD.b.astype(np.float32), "sum"
    )
    told = diagnose(narrow, 1e-5)
    assert findings(told) == ["slow", "summed", "rounding"]
    assert told.counted == "exact"
    assert told.steps_to_1_percent == pytest.approx(12.0e6, rel=1e-2)
    assert told.steps_to_1_percent == quiet(wide, 1e-5).steps_to_1_percent
    assert "float32 rounding stops the run at about" in str(told).replace("\n", " ")
    says, fix = verdict(told, "rounding")
    kappa = f"{told.condition_number:.4g}"
    assert says.startswith(f"float32 cannot hold a condition number of {kappa}")
    assert fix == "use float64"


def test_what_rounding_decides_is_not_counted():
    problem = Quadratic(np.diag([1e-14, 1.0]), [1e-14, 1.0])
    told = quiet(problem, 1.0)
    assert np.isnan(told.steps_to_1_percent)
    assert "rounding lets one count" in verdict(told, "slow")[0]
    ran = diagnose(problem, 1.0, evaluations=50)
    assert (ran.counted, ran.steps_to_1_percent) == ("at least", 50)
    assert "a run of 50 steps leaves" in verdict(ran, "slow")[0]


def test_rounding_begins_at_a_hundredth_of_the_precision():
    eps = float(np.finfo(np.float64).eps)
    for share, expected in ((0.9, False), (1.1, True)):
        problem = Quadratic(np.diag([100 * eps / share, 1.0]), [1.0, 1.0])
        told = quiet(problem, 1.0)
        assert ("rounding" in findings(told)) == expected
    assert verdict(told, "rounding")[1] == "solve it directly, for 15 digits"


def test_a_summed_loss_says_by_how_much_and_at_which_rate_nothing_changes():
    problem = line_fit(x_line, y_line, reduction="sum")
    says, fix = verdict(quiet(problem, 1e-3), "summed")
    assert says.startswith("the loss is a sum over 7 rows")
    assert fix == 'with reduction="mean" the same steps take 7 times the rate'
    mean = line_fit(x_line, y_line)
    assert "summed" not in findings(quiet(mean, 7e-3))
    count = quiet(problem, 1e-3).steps_to_1_percent
    assert count == quiet(mean, 7e-3).steps_to_1_percent


@pytest.mark.parametrize("kind", [GradientDescent, Momentum, Nesterov])
def test_rates_per_parameter_have_a_limit_in_proportion(kind):
    rates = np.array([0.5, 0.3, 0.4])
    problem = Quadratic(A, b)
    told = quiet(problem, kind(rates))
    assert told.learning_rate == 0.5
    x0 = np.array([9.0, -9.0, 9.0])
    for factor in (0.98, 1.02):
        scaled = rates * factor * told.learning_rate_limit / 0.5
        path = run(problem, kind(scaled), x0, max_steps=900)
        assert (path.status is Status.DIVERGED) == (factor > 1)
        assert ("diverges" in findings(quiet(problem, kind(scaled)))) == (factor > 1)


def test_momentum_is_diagnosed_with_its_own_rate():
    told = quiet(LINE, Momentum(5e-4, 0.9))
    path = run(LINE, Momentum(5e-4, 0.9), [0.0, 0.0], max_steps=4000)
    error = np.linalg.norm(path.x - minimizer(LINE), axis=1)
    assert (error[3000] / error[2000]) ** (1 / 1000) == pytest.approx(
        told.rate, rel=1e-3
    )


@pytest.mark.parametrize(("share", "counted"), [(0.9, "at least"), (1.1, "predicted")])
def test_a_flat_direction_below_a_thousand_roundings_is_not_predicted(share, counted):
    low = share * 1000 * 2 * float(np.finfo(float).eps)
    problem = Quadratic(16 * np.diag([low, 1.0]), [16 * low, 16.0])
    assert diagnose(problem, 1 / 16, evaluations=9).counted == counted


@pytest.mark.parametrize(("share", "counted"), [(0.9, "predicted"), (1.1, "at least")])
def test_more_steps_than_a_hundredth_of_the_precision_are_not_predicted(share, counted):
    steps = share * 0.01 / float(np.finfo(np.float32).eps)
    problem = Quadratic(np.eye(2, dtype=np.float32), np.ones(2, np.float32))
    assert diagnose(problem, np.log(100) / steps, evaluations=9).counted == counted


@pytest.mark.parametrize(("left", "steps"), [(0.63, 10), (0.59, 9)])
def test_standardizing_is_advised_where_it_saves_nine_of_ten_steps(left, steps):
    problem = line_fit(4 * np.array([-1.0, 1.0, -1.0, 1.0]), [1.0, 2.0, 4.0, 3.0])
    x0 = minimizer(problem) + np.array(
        [1.0, 0.0]
    )  # along the steep direction, lambda = 32
    told = quiet(problem, (1 - left) / 32, x0=x0)
    assert (told.condition_number, told.steps_to_1_percent) == (16, steps)
    assert told.fix("standardize").steps == 1
    assert ("unscaled" in findings(told)) == (steps >= 10)


def test_a_rate_at_the_limit_itself_diverges():
    told = diagnose(Quadratic(np.diag([1.0, 4.0]), [1.0, 4.0]), 0.5)
    assert findings(told)[0] == "diverges"
    assert (told.counted, told.steps_to_1_percent) == ("predicted", np.inf)


@pytest.mark.parametrize(("share", "small"), [(0.04, True), (0.06, False)])
def test_a_rate_whose_steps_rounding_hides_is_small_below_a_twentieth(share, small):
    values = np.diag([1.0, 8000.0]).astype(np.float32)
    problem = Quadratic(values, values.sum(axis=1))
    told = diagnose(problem, share * 2 / 8000, evaluations=20_000)
    assert told.counted == "at least"
    assert told.fix("best learning rate")
    assert ("too small" in findings(told)) == small

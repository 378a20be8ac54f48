"""What a diagnosis says of the data and of the loss: conventions, scales, dependence.

The one rule: units and offsets are never taken for columns that depend on each other.
"""

from fractions import Fraction

import numpy as np
import pytest

from gdcore.diagnosis import diagnose
from gdcore.diagnosis.conventions import scaled
from gdcore.optimizers import (
    LBFGS,
    AdaGrad,
    Adam,
    Averaged,
    Chebyshev,
    ConjugateGradient,
    DecayingSGD,
    GradientDescent,
    MinibatchGradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    SteepestDescent,
    SubgradientDescent,
)
from gdcore.problems import LeastAbsolute, LeastSquares, Quadratic, line_fit
from gdcore.runs import run
from gdcore.spectral import minimizer
from tests.gdcore.test_diagnosis import BOWL, SEVEN, findings, quiet, verdict
from tests.problems_for_tests import A, X_two, b, x_line, y_line

SUM = LeastSquares(SEVEN.X, SEVEN.y, "sum")
HALF = LeastSquares(np.sqrt(0.5) * X_two, np.sqrt(0.5) * y_line)
"""The mean of squares over X_two with ½ in front."""


def test_seven_points_at_half_the_loss_are_stable():
    told = quiet(SEVEN, 2e-4, loss="half mean")
    assert "diverges" not in findings(told)
    assert told.share == pytest.approx(0.786, abs=1e-3)
    path = run(SEVEN, GradientDescent(1e-4), [0.0, 0.0], max_steps=100)
    assert path.value[-1] < path.value[0]
    says, _ = verdict(quiet(SEVEN, 2e-4), "diverges")
    assert says.endswith(
        "with ½ in front of the loss the limit is twice that, and the rate 0.7862 of it"
    )


@pytest.mark.parametrize("rate", [1e-5, 1e-4])
def test_conventions_change_rates_and_curvatures_and_never_the_steps(rate):
    plain = quiet(SEVEN, rate)
    for problem, loss, times in (
        (SEVEN, "mean", 1),
        (SEVEN, "half mean", 2),
        (SUM, "sum", 1 / 7),
        (SUM, "half sum", 2 / 7),
    ):
        told = quiet(problem, rate * times, loss=loss)
        assert told.loss == loss
        assert told.steps_to_1_percent == plain.steps_to_1_percent
        for name, factor in (
            ("learning_rate_limit", times),
            ("lambda_max", 1 / times),
            ("condition_number", 1),
            ("share", 1),
        ):
            expected = factor * getattr(plain, name)
            assert getattr(told, name) == pytest.approx(expected), (loss, name)
        best = told.fix("standardize")
        assert best.learning_rate == pytest.approx(0.5 * times, rel=0.01)
        assert best.steps <= 4
        words = loss.replace("half", "half the").replace("sum", "sum of squares")
        assert words.replace("mean", "mean of squares") in str(told)


@pytest.mark.parametrize(
    "method",
    [
        GradientDescent(0.02),
        GradientDescent(np.array([0.02, 0.03, 0.2])),
        Momentum(0.01, 0.6),
        Nesterov(0.01, 0.6),
        Chebyshev(0.4, 60.0),
        Adam(0.1, eps=0.3),
        RMSProp(0.1, eps=0.3),
        AdaGrad(0.3, eps=0.3),
        Averaged(Momentum(0.01, 0.5)),
        SteepestDescent(first=0.4),
        MinibatchGradientDescent(0.01, 3, 5),
        DecayingSGD(0.01, 3, 5, decay_rate=0.1),
        SubgradientDescent(0.05),
        ConjugateGradient(),
        LBFGS(),
    ],
    ids=lambda method: type(method).__name__,
)
def test_a_method_that_is_scaled_takes_the_steps_of_half_the_loss(method):
    whole = LeastSquares(X_two, y_line)
    other = run(whole, scaled(method, 0.5), [1.0, -2.0, 3.0], max_steps=9)
    half = run(HALF, method, [1.0, -2.0, 3.0], max_steps=9)
    rows = min(len(half.x), len(other.x), 5)  # a search ends in rounding
    np.testing.assert_allclose(other.x[:rows], half.x[:rows], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(
    ("problem", "loss", "says"),
    [
        (SEVEN, "sum", r'loss="sum" does not fit .* reduction="mean"'),
        (SUM, "half mean", r'loss="half mean" does not fit .* reduction="sum"'),
        (SEVEN, "mse", "loss is one of mean, half mean, sum, half sum, not 'mse'"),
        (SEVEN, "mean half", "loss is one of"),
        (BOWL, "mean", "loss='mean' is about rows of data: Quadratic has none"),
        (LeastAbsolute(X_two, y_line), "sum", "does not fit"),
    ],
)
def test_a_convention_that_does_not_fit_is_refused(problem, loss, says):
    with pytest.raises(ValueError, match=says):
        diagnose(problem, 0.1, loss=loss)


@pytest.mark.parametrize(
    ("x", "mean_over_deviation"),
    [(20230101.0 + np.arange(30), 1e6), (44000.0 + np.arange(30), 1e3)],
)
def test_dates_are_unscaled_and_not_dependent(x, mean_over_deviation):
    problem = line_fit(x, np.sin(np.arange(30.0)))
    told = diagnose(problem, 1e-16)
    assert findings(told)[0] == "unscaled"
    assert "flat" not in findings(told)
    assert told.standardized_condition_number == pytest.approx(1)
    assert told.fixes[0].name == "standardize"
    assert told.fixes[0].steps == 1
    lost = np.log10(mean_over_deviation)
    assert 15.7 - lost - 3 < told.digits < 15.7 - lost
    assert (told.counted, told.steps_to_1_percent) == ("at least", 1000)


def line_kappa(x):
    """Exact: the larger root over the smaller of the line's characteristic equation."""
    xs = [Fraction(float(v)) for v in x]
    mean = sum(xs) / len(xs)
    variance = sum((v - mean) ** 2 for v in xs) / len(xs)
    total = 1 + mean**2 + variance
    top = float(total) * (1 + np.sqrt(1 - float(4 * variance / total**2)))
    return top * top / float(4 * variance)


DATES = {
    "days": 20230101.0 + np.arange(30),
    "serials": 44000.0 + np.arange(30),
    "seconds of an hour": 1.7e9 + 60.0 * np.arange(60),
    "seconds of a day": 1.7e9 + 3600.0 * np.arange(24),
    "tiny": 1e-9 * np.arange(1.0, 11.0),
    "wide": np.linspace(1e7, 1e9, 50),
}


@pytest.mark.parametrize("x", DATES.values(), ids=DATES)
def test_real_columns_are_unscaled_and_their_condition_numbers_exact(x):
    told = diagnose(line_fit(x, np.sin(np.arange(len(x)))), 1e-22)
    assert told.condition_number == pytest.approx(line_kappa(x), rel=1e-9)
    assert findings(told)[0] == "unscaled"
    assert told.standardized_condition_number == pytest.approx(1, rel=1e-6)
    assert "flat" not in findings(told)
    assert told.fix("standardize").steps == 1
    if "rounding" in findings(told):
        assert verdict(told, "rounding")[1] == "standardize x"


def test_columns_of_different_units_are_not_flat():
    draw = np.random.RandomState(0)
    X = np.stack([1e9 * draw.randn(40), 0.1 * draw.randn(40), np.ones(40)], axis=1)
    told = diagnose(LeastSquares(X, draw.randn(40)), 1e-20)
    assert np.isfinite(told.condition_number)
    assert findings(told)[0] == "unscaled"


@pytest.mark.parametrize(
    "x", [np.array([98.0, 95.0, 92.0, 88.5]), *DATES.values()], ids=["marks", *DATES]
)
def test_the_digits_that_are_promised_are_there(x):
    y = np.sin(np.arange(len(x)) ** 1.5)
    told, at = quiet(line_fit(x, y), 1e-20), minimizer(line_fit(x, y))
    xs, ys = ([Fraction(float(v)) for v in a] for a in (x, y))
    middle, height = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((u - middle) * (v - height) for u, v in zip(xs, ys, strict=True))
    w = rise / sum((u - middle) ** 2 for u in xs)
    exact = (w, height - w * middle)
    sizes = (float(max(map(abs, xs))), 1.0)
    terms = [size * abs(float(e)) for size, e in zip(sizes, exact, strict=True)]
    gaps = [
        size * abs(float(Fraction(float(a)) - e))
        for size, a, e in zip(sizes, at, exact, strict=True)
    ]
    assert max(gaps) <= 10.0**-told.digits * max(terms)
    assert told.digits >= 6


@pytest.mark.parametrize("scale", [1e-9, 1e9])
def test_units_alone_lose_no_digits(scale):
    X = np.stack([scale * x_line, np.cos(np.arange(7.0)), np.ones(7)], axis=1)
    told = quiet(LeastSquares(X, y_line), 1e-3 / max(scale, 1) ** 2)
    assert "flat" not in findings(told)
    plain = quiet(LeastSquares(X / [scale, 1, 1], y_line), 1e-3)
    assert told.digits == plain.digits >= 14


def test_columns_that_depend_on_each_other_are_flat():
    X = np.stack([x_line, 3 * x_line, np.ones(7)], axis=1)
    told = diagnose(LeastSquares(X, y_line), 1e-4)
    assert findings(told) == ["flat"]
    assert told.condition_number == np.inf
    assert told.digits == 0


def test_on_a_flat_valley_the_run_is_measured_by_the_nearest_minimizer():
    X = np.stack([x_line, 3 * x_line], axis=1)
    problem, x0 = LeastSquares(X, y_line), np.array([2.0, -1.0])
    told = diagnose(problem, 1e-3, x0=x0)
    path = run(problem, GradientDescent(1e-3), x0, max_steps=4000)
    error = np.linalg.norm(path.x - path.x[-1], axis=1)
    count = np.flatnonzero(error > 0.01 * error[0])[-1] + 1
    assert (told.counted, told.steps_to_1_percent) == ("measured", count)


def test_scaling_is_no_remedy_for_columns_that_depend_on_each_other():
    for seed in range(8):
        draw = np.random.RandomState(seed)
        column = draw.rand(30)
        X = np.stack([column, column * draw.rand(), np.ones(30)], 1).astype(np.float32)
        told = quiet(LeastSquares(X, column.astype(np.float32)), 0.01)
        assert findings(told) == ["flat"]


def test_two_columns_of_ones_are_flat_not_refused():
    X = np.stack([x_line, np.ones(7), np.ones(7)], axis=1)
    told = quiet(LeastSquares(X, y_line), 1e-3)
    assert findings(told) == ["flat"]
    assert np.isnan(told.standardized_condition_number)
    says, fix = verdict(told, "flat")
    assert "columns of X depend on each other" in says
    assert "drop a column or add l2" in fix
    ridge = quiet(LeastSquares(X, y_line, l2=0.1, penalize_intercept=True), 1e-3)
    assert "flat" not in findings(ridge)


def test_a_flat_function_has_no_columns_to_drop():
    _, fix = verdict(quiet(Quadratic(np.diag([0.0, 1.0]), [0.0, 1.0]), 1.8), "flat")
    assert fix == "descent finds the nearest solution"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_flat_and_too_fast_are_both_said(dtype):
    X = np.stack([x_line, 2 * x_line], axis=1).astype(dtype)
    told = quiet(LeastSquares(X, y_line.astype(dtype)), 1.0)
    assert findings(told) == ["diverges", "flat"]
    assert told.steps_to_1_percent == np.inf


def test_unscaled_needs_a_tenfold_gain():
    # kappa of a centered line is the larger of v and 1 / v; standardized it is 1.
    x = np.array([-1.0, 1.0, -1.0, 1.0])
    for scale, expected in ((3.1, False), (3.2, True)):
        told = quiet(line_fit(scale * x, [1.0, 2.0, 4.0, 3.0]), 0.01)
        assert ("unscaled" in findings(told)) == expected
        assert told.condition_number == pytest.approx(scale**2)


def test_unscaled_is_no_fault_of_a_run_that_is_quick_all_the_same():
    x = np.array([-3.2, 3.2, -3.2, 3.2])
    assert findings(diagnose(line_fit(x, [1.0, 2.0, 4.0, 3.0]), LBFGS())) == ["fine"]


def test_unscaled_compares_with_what_standardizing_leaves():
    # Columns of correlation 0.5 keep kappa = 3, so the gain begins at 30.
    u = np.array([1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0])
    v = np.array([1.0, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0, 1.0])
    for scale, expected in ((4.0, False), (6.0, True)):
        X = np.stack([scale * u, v, np.ones(8)], axis=1)
        told = quiet(LeastSquares(X, u + 2 * v), 0.001)
        assert told.standardized_condition_number == pytest.approx(3)
        assert ("unscaled" in findings(told)) == expected


def test_without_an_intercept_there_is_no_standardized_number():
    told = quiet(LeastSquares(X_two[:, :2], y_line), 0.01)
    assert np.isnan(told.standardized_condition_number)
    assert np.isnan(quiet(Quadratic(A, b), 0.1).standardized_condition_number)


def test_a_ridge_term_is_part_of_each_count():
    problem = LeastSquares(X_two, y_line, l2=0.7)
    told = quiet(problem, 0.02)
    change, best = told.fix("standardize").change, told.fix("standardize").optimizer
    z, target = np.zeros(3), minimizer(problem)
    for _ in range(told.fix("standardize").steps):
        x = change.back(z)
        before = np.linalg.norm(x - target)
        z = z - best.learning_rate * change.M.T @ problem.grad(x)
    left = np.linalg.norm(change.back(z) - target) / np.linalg.norm(target)
    assert left <= 0.01 < before / np.linalg.norm(target)


@pytest.mark.parametrize(
    "name", ["best learning rate", "momentum", "Nesterov", "a rate each", "standardize"]
)
def test_every_remedy_takes_twice_the_rate_of_half_the_loss(name):
    whole, half = (
        quiet(SEVEN, 1e-9, loss=loss).fix(name) for loss in ("mean", "half mean")
    )
    # Three digits of each are kept.
    ratio = np.asarray(half.optimizer.learning_rate) / whole.optimizer.learning_rate
    np.testing.assert_allclose(ratio, 2, rtol=0.02)
    assert half.steps == pytest.approx(whole.steps, rel=0.03)


@pytest.mark.parametrize(("share", "said"), [(1.5, True), (2.5, False)])
def test_the_share_of_half_the_loss_is_told_while_it_is_stable(share, said):
    limit = quiet(SEVEN, 1e-4).learning_rate_limit
    says, _ = verdict(quiet(SEVEN, share * limit), "diverges")
    assert (f"and the rate {share / 2:.4g} of it" in says) == said


def test_several_runs_at_once_are_refused_with_their_number():
    with pytest.raises(ValueError, match="one run at a time, not 3"):
        diagnose(SEVEN, Adam(np.array([[0.1], [0.2], [0.3]])))

"""What a diagnosis says where no theory does: it runs, for a bounded number of steps.

The one rule: what it says of the run is found again in a run.
"""

import numpy as np
import pytest

from gdcore.datasets import heavy_noise, intercept_thread
from gdcore.diagnosis import Diagnosis, diagnose, measured
from gdcore.optimizers import (
    LBFGS,
    Adam,
    Averaged,
    DecayingSGD,
    GradientDescent,
    MinibatchGradientDescent,
    RMSProp,
    SteepestDescent,
    SubgradientDescent,
)
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Quadratic,
    Rosenbrock,
    best_absolute_fit,
    best_absolute_line,
    line_design,
    line_fit,
)
from gdcore.runs import Status, run
from gdcore.spectral import minimizer
from tests.gdcore.test_diagnosis import BOWL, findings, verdict
from tests.problems_for_tests import X_two, x_line, y_line

FIVE = line_fit([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 5.0, 4.0, 5.0])
ABSOLUTE = LeastAbsolute(line_design(x_line), y_line)
VALLEY = Rosenbrock()


class Smooth:
    """mean log(1 + (X x - y)^2), whose minimizer nobody tells."""

    dim, dtype = 3, np.dtype(np.float64)

    def value(self, x):
        return np.log1p((x @ X_two.T - y_line) ** 2).mean(-1)

    def grad(self, x):
        r = x @ X_two.T - y_line
        return (2 * r / (1 + r * r)) @ X_two / len(y_line)

    def hess(self, x):
        r = x @ X_two.T - y_line
        weights = 2 * (1 - r * r) / (1 + r * r) ** 2
        return (X_two.T * weights) @ X_two / len(y_line)


def counted(problem, method, best, x0, steps) -> float:
    """Steps after which one percent is left, to the end of a run of so many."""
    path = run(problem, method, x0, max_steps=steps)
    error = np.linalg.norm(path.x - best, axis=1)
    outside = np.flatnonzero(error > 0.01 * error[0])
    return outside[-1] + 1 if outside[-1] + 1 < len(error) else np.inf


@pytest.mark.parametrize(
    "method",
    [
        Adam(0.1),
        RMSProp(0.02),
        SteepestDescent(),
        LBFGS(),
        MinibatchGradientDescent(0.02, 5),
    ],
    ids=lambda method: type(method).__name__,
)
def test_a_method_without_a_theory_is_run(method):
    told = diagnose(FIVE, method, evaluations=600)
    best = minimizer(FIVE)
    assert told.measured is not None
    assert np.isnan(told.rate)
    assert np.isnan(told.learning_rate_limit)
    count = counted(FIVE, method, best, [0.0, 0.0], 600)
    if count < np.inf:
        assert (told.counted, told.steps_to_1_percent) == ("measured", count)
    else:
        assert (told.counted, told.steps_to_1_percent) == ("at least", 600)
    path = run(FIVE, method, [0.0, 0.0], max_steps=600)
    left = np.linalg.norm(path.x[-1] - best) / np.linalg.norm(best)
    assert told.measured.left == pytest.approx(left, abs=1e-9)
    gap = path.value - FIVE.value(best)
    assert told.measured.loss_left == pytest.approx(gap[-1] / gap[0], abs=1e-9)
    assert told.measured.evaluations == path.nfev[-1]


def test_a_slow_adam_is_told_what_would_take_fewer_steps():
    told = diagnose(FIVE, Adam(0.001), evaluations=400)
    assert findings(told)[0] == "slow"
    says, fix = verdict(told, "slow")
    assert says.startswith("a run of 400 steps leaves ")
    assert fix.startswith("standardize x")
    other = told.fix("Adam")
    assert other.measured
    assert other.learning_rate > 0.001
    count = counted(FIVE, other.optimizer, minimizer(FIVE), [0.0, 0.0], 200)
    assert other.steps == count


def test_what_a_run_measured_is_faster_than_all_that_is_advised():
    told = diagnose(FIVE, LBFGS())
    assert told.counted == "measured"
    assert all(fix.steps < told.steps_to_1_percent for fix in told.fixes)


def test_a_run_that_hovers_is_told_apart_from_one_that_is_slow():
    method = MinibatchGradientDescent(0.04, 1, seed=1)
    told = diagnose(FIVE, method, evaluations=800)
    assert "hovers" in findings(told)
    assert verdict(told, "hovers")[0].endswith("and its second half gained nothing")
    slow = DecayingSGD(1e-4, 1, 1)
    assert findings(diagnose(FIVE, slow, evaluations=800))[0] == "slow"


def test_a_run_that_diverges_says_so():
    told = diagnose(VALLEY, 0.01, x0=[-1.2, 1.0])
    assert findings(told) == ["diverges"]
    assert (told.steps_to_1_percent, told.counted) == (np.inf, "measured")
    assert told.measured.status is Status.DIVERGED
    assert verdict(told, "diverges")[1].startswith("use LBFGS()")
    bare = diagnose(VALLEY, 0.01, x0=[-1.2, 1.0], evaluations=0)
    assert bare.measured.steps == 1


def test_rosenbrocks_valley_has_a_known_end():
    told = diagnose(VALLEY, 1e-3, x0=[-1.2, 1.0])
    assert findings(told) == ["slow"]
    path = run(VALLEY, GradientDescent(1e-3), [-1.2, 1.0], max_steps=1000)
    left = np.linalg.norm(path.x[-1] - [1.0, 1.0]) / np.linalg.norm([2.2, 0.0])
    assert told.measured.left == pytest.approx(left)
    fix = told.fix("L-BFGS")
    assert fix.measured
    path = run(VALLEY, LBFGS(), [-1.2, 1.0], max_steps=100)
    error = np.linalg.norm(path.x - [1.0, 1.0], axis=1)
    arrived = np.flatnonzero(error > 0.01 * error[0])[-1] + 1
    assert fix.steps == path.nfev[arrived]


def test_absolute_errors_are_measured_by_the_best_line():
    told = diagnose(ABSOLUTE, SubgradientDescent(0.01), evaluations=300)
    best = best_absolute_line(ABSOLUTE)
    path = run(ABSOLUTE, SubgradientDescent(0.01), [0.0, 0.0], max_steps=300)
    left = np.linalg.norm(path.x[-1] - best) / np.linalg.norm(best)
    assert told.measured.left == pytest.approx(left)
    gap = path.value - ABSOLUTE.value(best)
    assert told.measured.loss_left == pytest.approx(gap[-1] / gap[0])
    assert told.fixes[-1].says == "solve it directly, best_absolute_fit(problem)"


def test_a_start_at_one_of_many_least_absolute_fits_has_arrived():
    for y in ([0.0, 1.0], [0.0, 0.3, 0.3, 1.0]):
        problem = LeastAbsolute(np.ones((len(y), 1)), y)
        for start in (0.9, 0.3, 0.0):
            told = diagnose(problem, 0.01, x0=[start])
            best = problem.value([start]) <= problem.value(best_absolute_fit(problem))
            assert (told.steps_to_1_percent == 0) == best
            assert told.verdicts[0].finding.name == "FINE" or not best


def test_a_rate_that_shrinks_is_counted_at_the_rate_that_is_told():
    data = intercept_thread()
    problem = LeastAbsolute(line_design(data.x), data.y)
    told = diagnose(problem, 1e-3, loss="half mean")
    fix = told.fix("standardize")
    assert fix.measured
    z, best = np.zeros(2), best_absolute_line(problem)
    for k in range(fix.steps + 1):
        left = np.linalg.norm(fix.change.back(z) - best) / np.linalg.norm(best)
        if k == fix.steps - 1:
            assert left > 0.01
        slope = 0.5 * fix.change.M.T @ problem.grad(fix.change.back(z))
        z = z - fix.learning_rate / np.sqrt(k + 1) * slope
    assert left <= 0.01


def test_without_a_known_minimizer_the_gradient_is_the_measure():
    problem = Smooth()
    told = diagnose(problem, Averaged(SubgradientDescent(0.01)), evaluations=200)
    path = run(problem, Averaged(SubgradientDescent(0.01)), np.zeros(3), max_steps=200)
    lengths = [np.linalg.norm(problem.grad(x)) for x in path.x[[0, -1]]]
    assert told.measured.left == pytest.approx(lengths[1] / lengths[0])
    assert np.isnan(told.measured.loss_left)
    assert [fix.name for fix in told.fixes] == ["L-BFGS"]


def test_a_search_that_finds_no_step_stands_still():
    data = heavy_noise()
    problem = LeastAbsolute(line_design(data.x), data.y)
    starts = np.random.RandomState(0).uniform(-5, 5, (12, 2))
    every = [diagnose(problem, LBFGS(), x0=x0, evaluations=99) for x0 in starts]
    assert all(one.measured.status is Status.STALLED for one in every)
    stalled = [one for one in every if one.measured.left > 0.01]
    assert len(stalled) > 6
    told = stalled[0]
    assert findings(told) == ["stalled"]
    assert verdict(told, "stalled")[0].startswith("the run stands still; a run of ")


def test_large_data_are_run_for_few_steps():
    draw = np.random.RandomState(3)
    x = draw.randn(200_000)
    told = diagnose(line_fit(x, x + draw.randn(200_000)), Adam(0.01))
    assert told.measured.steps == 50


@pytest.mark.parametrize(
    ("problem", "method", "given", "says"),
    [
        (BOWL, 0.0, {}, "learning_rate must be finite and above zero, got 0.0"),
        (BOWL, -1, {}, "learning_rate must be finite and above zero, got -1"),
        (BOWL, float("nan"), {}, "learning_rate must be finite and above zero"),
        (BOWL, True, {}, "learning_rate must be .* got True"),
        (BOWL, 0.1, {"x0": [1.0]}, "x0 has 1 of the problem's 2 values"),
        (BOWL, 0.1, {"x0": [1.0, np.nan]}, r"x0\[1\] is nan"),
        (BOWL, 0.1, {"evaluations": -1}, "evaluations must be an int of at least 0"),
        (BOWL, 0.1, {"evaluations": 2.5}, "evaluations must be an int of at least 0"),
        (BOWL, GradientDescent(np.array([[0.1], [0.2]])), {}, r"shape \(2, 1\)"),
        (BOWL, Adam(np.array([[0.1], [0.2]])), {}, "one run at a time, not 2"),
        (BOWL, MinibatchGradientDescent(0.1), {}, "Quadratic has no rows to sample"),
        (
            Quadratic(np.diag([1.0, -1.0]), [0.0, 0.0]),
            0.1,
            {},
            "the Hessian has the eigenvalue -1.0: no minimum",
        ),
        (
            LeastSquares(X_two, y_line),
            MinibatchGradientDescent(0.1, 50),
            {},
            "batch_size 50 is above the 7 rows",
        ),
    ],
)
def test_what_does_not_fit_is_refused(problem, method, given, says):
    with pytest.raises(ValueError, match=says):
        diagnose(problem, method, **given)


def test_every_public_part_is_told_in_its_repr_without_the_remedies():
    told: Diagnosis = diagnose(FIVE, 0.01)
    assert len(repr(told)) < 400
    assert "fixes" not in repr(told)


def test_a_start_beyond_the_range_of_numbers_blames_no_learning_rate():
    told = diagnose(VALLEY, Adam(0.1), x0=[1e200, 1.0], evaluations=40)
    assert findings(told) == ["diverges"]
    assert "beyond the range" in verdict(told, "diverges")[0]


def test_a_run_arrives_at_the_first_of_all_later_steps_that_are_within():
    for left, step in (
        ([0.0, 0.0], 0),
        ([1.0, 0.01, 0.01], 1),
        ([1.0, 0.005, 0.011, 0.01], 3),
        ([1.0, 0.5], np.inf),
    ):
        assert measured.arrival(np.array(left)) == step


def test_a_run_hovers_by_its_last_two_quarters():
    falls = [1.0] * 4 + [1.7] * 2 + [0.6] * 6
    assert not measured._hovers(np.array([9.0] * 12 + falls))
    assert measured._hovers(np.array([9.0] * 12 + falls[6:] + falls[:6]))
    assert not measured._hovers(np.array([1.0]))


def test_a_share_of_a_small_loss_is_said_too():
    small = LeastAbsolute(line_design(x_line), 1e-3 * y_line)
    told = diagnose(small, SubgradientDescent(1e-5), evaluations=300)
    assert 0 < told.measured.loss_left < 1
    report = str(diagnose(FIVE, Adam(0.1), evaluations=600))
    assert "error left" in report
    assert "excess loss left" in report
    gone = diagnose(VALLEY, 1.0, x0=[-1.2, 1.0])
    assert gone.steps_to_1_percent == np.inf
    assert "error left" not in str(gone)


def test_remedies_are_tried_for_half_the_steps_of_the_run():
    best = minimizer(FIVE)
    path = run(FIVE, LBFGS(), [0.0, 0.0], max_steps=30)
    error = np.linalg.norm(path.x - best, axis=1)
    needed = int(np.flatnonzero(error > 0.01 * error[0])[-1]) + 1
    assert needed > 2
    assert diagnose(FIVE, 1e-6, evaluations=2 * needed).fix("L-BFGS")
    assert not diagnose(FIVE, 1e-6, evaluations=2 * needed - 1).fix("L-BFGS")


@pytest.mark.parametrize(
    ("away", "counted"), [(1e-3, "predicted"), (1e-13, "at least")]
)
def test_a_start_too_near_for_the_precision_is_not_predicted(away, counted):
    x0 = minimizer(FIVE) * (1 + away)
    assert diagnose(FIVE, 0.01, x0=x0, evaluations=9).counted == counted


def test_half_the_loss_takes_twice_the_rate_that_shrinks():
    data = intercept_thread()
    problem = LeastAbsolute(line_design(data.x), data.y)
    whole = diagnose(problem, 1e-3, loss="mean").fix("standardize")
    half = diagnose(problem, 1e-3, loss="half mean").fix("standardize")
    # One digit of each is kept.
    assert 1.3 < half.learning_rate / whole.learning_rate < 3


def test_rosenbrocks_valley_ends_at_a_and_its_square():
    valley = Rosenbrock(2.0, 10.0)
    assert diagnose(valley, LBFGS(), x0=[0.0, 0.0]).measured.left < 1e-4


@pytest.mark.parametrize("rate", [0.1, 0.3, 0.6])
def test_a_run_at_another_minimizer_of_absolute_errors_has_not_stalled(rate):
    """A lowest mean of absolute errors is had by a line through two of the points."""
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 3.0, 5.0, 9.0])
    lines = [np.polyfit(x[[i, j]], y[[i, j]], 1) for j in range(4) for i in range(j)]
    errors = np.sort([np.abs(w * x + b - y).mean() for w, b in lines])
    assert errors[1] == pytest.approx(errors[0])  # two lines have it
    problem = LeastAbsolute(line_design(x), y)
    method = SubgradientDescent(rate)
    end = run(problem, method, [0.0, 0.0], max_steps=1000)
    assert end.value[-1] == pytest.approx(errors[0])
    told = diagnose(problem, method)
    assert findings(told) == ["fine"]
    assert str(told).startswith("Nothing is wrong: the loss is the lowest after ")

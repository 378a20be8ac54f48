"""The report of a diagnosis, and whether what it advises is as good as it says.

The one rule: generated problems are judged a second way, by `scripts.benchmark`.
"""

import textwrap

import pytest

from gdcore.datasets import intercept_thread
from gdcore.diagnosis import Diagnosis, diagnose, wording
from gdcore.diagnosis.headline import headline
from gdcore.optimizers import Adam
from gdcore.problems import LeastAbsolute, Rosenbrock, line_design, line_fit
from gdcore.spectral import minimizer
from scripts.benchmark.verdicts import tally_of

FIVE = line_fit([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 4.0, 5.0, 4.0, 5.0])
REPORT = """\
Your learning rate 1e-05 is only 0.012 % of the limit (0.08452 for the mean of
squares): w is within 1 % after about 1.32e+06 steps, b after about 1.32e+06
steps.

TOO_SMALL: the learning rate is 0.0001183 of the limit (0.08452 for the mean of
  squares), and one percent takes about 1.32e+06 steps
  -> set the learning rate to 0.0833 (161 steps)
UNSCALED: the condition number is 69.99; with x standardized it is 1
  -> standardize x, (x - x.mean(0)) / x.std(0), with a learning rate of 0.5;
     then map the coefficients back (1 step)

loss               mean
learning rate      1e-05, 0.0001183 of its limit
limit              0.08452 for the mean of squares (0.169 with ½ in front)
share of the limit 0.0001183
best rate          0.0833: 161 steps
eigenvalues        0.3381 to 23.66
condition number   69.99 (1 with x standardized)
factor per step    1 - 3.381e-06, of the part of the error that is slowest
steps to 1 %       about 1.32e+06 steps (predicted)
digits to trust    14

Steps until 1 % and 0.01 % of each parameter's first error are left, each for w
and for b:
                                                     1 %     1 %  0.01 %  0.01 %
yours: gradient descent at 1e-05      predicted  1.3e+06 1.3e+06 2.7e+06 2.7e+06
gradient descent at 0.0833 (best)     run            192     161     352     321
momentum at 0.134, beta 0.619         run             33      28      52      49
Nesterov at 0.056, beta 0.758         run             44      43      78      77
x standardized, 0.5                   run              1       1       1       1
x centered, 0.333                     run              5       6       9      10
a rate for each parameter             run             46      45      92      91
Adam at 0.6                           measured        94      88     183     178
L-BFGS                                measured         8       9      11      11
least squares                         predicted        0       0       0       0
"run": predicted, and a run has taken as many

What takes fewer steps to 1 % of the error:
  1. standardize, 1 step: standardize x, (x - x.mean(0)) / x.std(0), with a
     learning rate of 0.5; then map the coefficients back
  2. center, 6 steps: center x, x - x.mean(0), with a learning rate of 0.333;
     then map the coefficients back
  3. L-BFGS, 8 evaluations, measured: use LBFGS() with a strong Wolfe search
  4. momentum, 29 steps: use Momentum(0.134, beta=0.619)
  5. Nesterov, 43 steps: use Nesterov(0.056, beta=0.758)
  6. a rate each, 45 steps: give each parameter its own learning rate: 0.0454,
     0.5
  7. Adam, 88 steps, measured: use Adam(0.6)
  8. best learning rate, 161 steps: set the learning rate to 0.0833
  9. direct solution, no steps: solve it directly, np.linalg.lstsq on columns of
     unit length
"""


def every() -> list[Diagnosis]:
    """Of many kinds."""
    data = intercept_thread()
    line = line_fit(data.x, data.y, reduction="sum")
    absolute = LeastAbsolute(line_design(data.x), data.y)
    return [
        diagnose(FIVE, 0.2),
        diagnose(FIVE, Adam(0.001)),
        diagnose(FIVE, 1e-30, evaluations=0),
        diagnose(line, 1e-8, loss="half sum"),
        diagnose(absolute, 1.0),
        diagnose(Rosenbrock(), 0.5),
    ]


def test_a_report_is_the_text_that_it_was():
    assert str(diagnose(FIVE, 1e-5)) == REPORT.rstrip("\n")


def test_reports_are_narrow_and_begin_with_the_verdict():
    for told in every():
        lines = str(told).splitlines()
        assert max(map(len, lines)) <= 80
        assert lines[0] == textwrap.wrap(headline(told), 80)[0]
        first = lines[lines.index("") + 1]
        assert first.startswith(f"{told.verdicts[0].finding.name}: ")
        assert not [line for line in lines if line != line.rstrip()]
        assert "nan" not in str(told)
        for verdict in told.verdicts:
            assert " ".join(verdict.fix.split()) in " ".join(str(told).split())


def test_remedies_are_ranked_and_each_takes_fewer_steps():
    for told in every():
        steps = [fix.steps for fix in told.fixes if fix.steps]
        assert steps == sorted(steps)
        assert [fix.steps for fix in told.fixes].count(0) <= 1
        if told.fixes and not told.fixes[-1].steps:
            assert told.fixes[-1].name == "direct solution"
        assert not [fix for fix in told.fixes if fix.steps >= told.steps_to_1_percent]


@pytest.mark.parametrize(
    ("value", "digits", "cut"),
    [
        (0.00029999, 3, 0.000299),
        (0.0003, 3, 0.0003),
        (0.5 - 1e-14, 3, 0.5),
        (7.8199e-11, 3, 7.81e-11),
        (123456.0, 3, 123000.0),
        (1.2726, 4, 1.272),
        (0.97, 1, 0.9),
        (66 * (1 - 1e-10), 3, 65.9),
    ],
)
def test_what_is_typed_is_cut_and_never_above(value, digits, cut):
    assert wording.typed(value, digits) == cut
    assert float(wording.rate(cut)) == cut


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 step"),
        (34439, "34,439 steps"),
        (7_487_919, "about 7.49e+06 steps"),
        (float("inf"), "no number of steps"),
    ],
)
def test_counts_in_words(count, words):
    assert wording.steps(count) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.9997, "100 %"),
        (0.1388, "14 %"),
        (0.00174, "0.17 %"),
        (2e-14, "under 0.0001 %"),
        (12.5, "1,250 %"),
    ],
)
def test_shares_in_words(value, words):
    assert wording.share(value) == words


def test_generated_problems_are_judged_rightly():
    tally = tally_of(60, 2000)
    assert tally.wrong == []
    assert tally.worse == []
    assert tally.furthest < 0.01
    assert tally.predictions > 100


def test_a_count_of_a_million_is_rounded():
    assert wording.steps(999_999) == "999,999 steps"
    assert wording.steps(1_000_000) == "about 1e+06 steps"
    assert wording.steps(1) == "1 step"


def test_a_report_leaves_out_what_there_is_not():
    gone = str(diagnose(FIVE, 1.0, evaluations=0))
    assert "steps to 1 %       never (predicted)" in gone
    slow = str(diagnose(FIVE, 1e-30, evaluations=0))
    assert not [line for line in slow.splitlines() if line.strip() == "->"]
    there = diagnose(FIVE, 0.01, x0=minimizer(FIVE))
    assert (there.steps_to_1_percent, there.fixes) == (0, ())
    assert "What takes fewer steps" not in str(there)

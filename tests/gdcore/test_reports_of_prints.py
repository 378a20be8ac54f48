"""What a program prints: the loss of its training, or numbers of another kind.

The one rule: each program trains one line; only what it prints, and where, is changed.
"""

import functools

import pytest

from gdcore.programs.running import run_program
from gdcore.reports import answer

SOURCE = """\
import numpy as np
x = np.array([1, 2, 3, 4, 5, 6.])
y = 2 * x + 1
w = b = 0.
losses = []
for t in range(300):
    r = w * x + b - y
    {inside}
    w -= {rate} * 2 * np.mean(r * x)
    b -= {rate} * 2 * np.mean(r)
{after}
"""
CLASS = """\
import numpy as np
class Line:
    def fit(self, X, y):
        self.w = self.b = 0.
        for t in range(300):
            r = self.w * X + self.b - y
            self.w -= {rate} * 2 * np.mean(r * X)
            self.b -= {rate} * 2 * np.mean(r)
    def predict(self, X):
        return self.w * X + self.b
X = np.array([1, 2, 3, 4, 5, 6.])
y = 2 * X + 1
r = Line()
r.fit(X, y)
{after}
"""
LOSS = "losses.append(np.mean(r * r))"
RIGHT, TOO_LARGE = 0.02, 0.2


@functools.cache
def report_of(form, rate, after, inside="pass"):
    source = form.format(rate=rate, after=after, inside=inside)
    return answer({"code": source}, execution=run_program(source).as_dict())


def kinds(report, source):
    return [found.kind for found in report.findings if found.source == source]


@pytest.mark.parametrize(
    ("form", "after"),
    [
        (SOURCE, 'print("predictions", w * x + b)'),
        (SOURCE, 'print("residuals", y - w * x - b)'),
        (SOURCE, 'for a in x: print("predicted", w * a + b, "error", abs(w * a + b))'),
        (SOURCE, "for a in (1, 2, 3, 4, 5): print(a, w * a + b)"),
        (SOURCE, "s = 0.\nfor a in x:\n    s -= w * a + b\n    print(w * a + b)"),
        (CLASS, "print(r.predict(X))"),
        (CLASS, "for a in r.predict(X): print('prediction', a)"),
        (CLASS, "for a, b in zip(X, r.predict(X)): print(a, b)"),
    ],
)
def test_predictions_are_no_losses(form, after):
    for rate in (RIGHT, TOO_LARGE):
        report = report_of(form, rate, after)
        assert kinds(report, "log") == []
        assert any("what its run recorded is read" in line for line in report.read)
        silent = report_of(form, rate, "")
        assert report.log == silent.log
        assert report.headline == silent.headline
    assert kinds(report, "run") == ["divergence"]


@pytest.mark.parametrize(
    ("inside", "after"),
    [
        ("if t < 40: print(np.mean(r * r))", ""),
        ("if t < 40: print(t, np.mean(r * r))", ""),
        ("if t < 40: print('error', np.mean(r * r))", ""),
        ("if t < 40: print('loss', np.mean(r * r))", "print('predictions', w * x + b)"),
        (LOSS, "print('losses', losses[:40])"),
        (LOSS, "for k in range(40): print('step', k, 'cost', losses[k])"),
    ],
)
def test_losses_are_read_by_their_name_or_from_the_loop(inside, after):
    report = report_of(SOURCE, TOO_LARGE, after, inside)
    assert kinds(report, "log") == ["divergence"]


def test_a_loop_that_learns_nothing_shows_that_its_loss_is_flat():
    source = SOURCE.replace("w -= ", "v = w - ").replace("b -= ", "c = b - ")
    inside = "print(t, np.mean(r * r)); v = 1.0; v -= 0.5"
    report = report_of(source, RIGHT, "", inside)
    assert kinds(report, "log") == ["flat"]

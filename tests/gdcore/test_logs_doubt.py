"""What a log does not tell: too few lines, hidden directions, stairs of rounding.

The one rule: a run is iterated here, and its eigenvalues are computed from its data.
"""

import math
from functools import lru_cache

import numpy as np
import pytest

from gdcore.logs import judge, read_log

X = np.linspace(0, 10, 50)
Y = 2 * X + 3 + np.sin(7 * X)


def descended(x, y, rate, steps, *, kept=0.0):
    """Rows of step, loss, w, b and both slopes; `kept` of each gradient adds up."""
    w = b = slope_w = slope_b = 0.0
    for k in range(steps):
        r = w * x + b - y
        slope_w = kept * slope_w + 2 * np.mean(r * x)
        slope_b = kept * slope_b + 2 * np.mean(r)
        yield k, float(np.mean(r * r)), w, b, slope_w, slope_b
        w, b = w - rate * slope_w, b - rate * slope_b


def adam(steps):
    """Losses of Adam at 0.5, a rate at which it jumps after it has converged."""
    x = np.linspace(50, 80, 50)
    theta, m, v = np.zeros(2), np.zeros(2), np.zeros(2)
    for k in range(1, steps + 1):
        r = theta[0] * x + theta[1] - (0.3 * x + 0.4)
        yield float(np.mean(r * r))
        g = np.array([2 * np.mean(r * x), 2 * np.mean(r)])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        theta = theta - 0.5 * m / (1 - 0.9**k) / (np.sqrt(v / (1 - 0.999**k)) + 1e-8)


def eigenvalues(x):
    A = np.stack([x, np.ones_like(x)], axis=1)
    return np.linalg.eigvalsh(2 * A.T @ A / len(x))


def printed(values):
    return "\n".join(f"epoch {k}, loss {v:.6g}" for k, v in enumerate(values))


def found(text, rate=None):
    finding = judge(read_log(text), learning_rate=rate)
    assert finding is not None
    return finding


@pytest.mark.parametrize("steps", [1390, 1400, 1410])
def test_a_jump_after_convergence_is_a_rise_and_no_divergence(steps):
    values = list(adam(steps))[::10]
    if values[-1] < 100 * min(values):
        values.append(0.97)
    finding = found(printed(values), 0.5)
    assert finding.kind == "rising again"
    assert finding.eigenvalues == ()


def test_a_last_line_that_jumps_is_a_rise():
    values = [9 * 0.8**k for k in range(30)]
    assert found(printed([*values, 0.97])).kind == "rising again"


def test_gradients_that_add_up_swing_and_imply_no_eigenvalue():
    values = [row[1] for row in descended(X, Y, 0.001, 200, kept=1.0)]
    for end in (200, 197, 150, 99):
        finding = found(printed(values[:end]), 0.001)
        assert finding.kind in ("oscillation", "rising again", "noise")
        assert finding.eigenvalues == ()


def test_three_rising_lines_after_others_tell_no_factor():
    values = [9 * 0.8**k for k in range(9)]
    finding = found(printed([*values, 20, 50]), 0.1)
    assert (finding.kind, finding.cause) == ("divergence", "few")
    assert finding.factor is None
    assert "too few" in finding.says
    assert "print" in finding.fix


def test_a_slope_that_stays_hides_a_slow_direction():
    x = np.linspace(0, 100, 100)
    text = "\n".join(
        f"Grads: tensor([[{dw:.4f}]])\nGrads: tensor([{db:.4f}])\n"
        f"Epoch {k} -- loss = {v:.8f}"
        for k, v, _, _, dw, db in descended(x, 0.5 * x + 0.7, 1e-5, 100)
    )
    finding = found(text, 1e-5)
    assert (finding.kind, finding.cause) == ("plateau", "hidden")
    assert finding.eigenvalues[0] == pytest.approx(eigenvalues(x)[1], rel=0.01)
    assert finding.steps_to_1_percent is None
    assert "do not show" in finding.says


def test_a_parameter_that_drifts_hides_a_slow_direction():
    x = np.linspace(0, 100, 100)
    text = "\n".join(
        f"epoch {k} loss {v:.4f} w {w:.8f} b {b:.8f}"
        for k, v, w, b, _, _ in descended(x, 0.5 * x + 0.7, 1e-5, 100)
    )
    finding = found(text, 1e-5)
    assert finding.steps_to_1_percent is None or finding.steps_to_1_percent > 1e5


def test_a_level_is_not_called_the_end():
    finding = found(printed([3 + 5 * 0.9**k for k in range(30)]), 0.1)
    assert "a slower direction may hide" in finding.says


@lru_cache
def tiny():
    return list(descended(X, Y, 1e-7, 3000))


@pytest.mark.parametrize("digits", [".2f", ".4g", ".5g", ".6g", ".8f", ".17g"])
@pytest.mark.parametrize(("lines", "every"), [(5, 1), (20, 2), (100, 10), (30, 100)])
def test_a_tiny_rate_gives_the_eigenvalue_or_none(digits, lines, every):
    rows = tiny()[: lines * every : every]
    for name, place in (("loss", 1), ("w", 2), ("dw", 4)):
        text = "\n".join(f"epoch {row[0]} {name} {row[place]:{digits}}" for row in rows)
        finding = found(text, 1e-7)
        if finding.eigenvalues and finding.uncertainty is not None:
            off = abs(finding.eigenvalues[0] - eigenvalues(X)[1])
            assert off < max(0.05 * eigenvalues(X)[1], 4 * finding.uncertainty / 1e-7)
            assert finding.kind in ("slow", "floor")


def test_one_stair_of_rounding_is_no_fast_factor():
    finding = found(printed([211.95] * 4 + [211.94] * 4), 1e-7)
    assert finding.factor is None


def test_lines_without_steps_are_told_as_one_step_each():
    text = "\n".join(f"loss {3 + 5 * 0.9**k:.8g}" for k in range(30))
    assert "with one step a line" in found(text, 0.1).says
    assert math.isfinite(found(text, 0.1).eigenvalues[0])

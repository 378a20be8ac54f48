"""Least squares on three points, in fractions.

The one rule: the normal equations are solved here by hand, without rounding.
"""

from fractions import Fraction

import numpy as np
import pytest

from scripts import engine
from scripts.topics.ridge import TOPIC, explorer


def test_the_slope_is_that_of_the_normal_equations():
    data = TOPIC.compute()
    (slope,) = TOPIC.numbers(data)
    x, y = ([Fraction(value) for value in values] for values in (data.x, data.y))
    products = sum(a * b for a, b in zip(x, y, strict=True))
    above = len(x) * products - sum(x) * sum(y)
    below = len(x) * sum(a * a for a in x) - sum(x) ** 2
    assert slope.value == pytest.approx(float(above / below), rel=1e-14)


def test_the_slope_is_that_of_the_chord():
    data = TOPIC.compute()
    chord = (data.y[2] - data.y[0]) / (data.x[2] - data.x[0])
    assert data.line[0] == pytest.approx(chord, rel=1e-14)


def test_the_explorer_ends_on_the_line():
    frame = engine.call("frame", explorer.PAGE)
    np.testing.assert_allclose(frame["x"][-1], TOPIC.compute().line, rtol=1e-6)

"""The data never change, and each set shows the one thing that it says it teaches.

The one rule: sums recorded once from the legacy stream hold every draw in place.
"""

import copy
import pickle

import numpy as np
import pytest
from scipy.optimize import linprog

from gdcore import datasets
from gdcore.datasets import TEACHING, Dataset

ALL = {**TEACHING, "intercept_thread": datasets.intercept_thread}
RECORDED = {  # sum of x, sum of y, sum of x y
    "clean": (2429.389638000728, 1233.0103568352224, 36489.279881834525),
    "heavy_noise": (2300.1412267609694, 1243.4861618844275, 34241.398262472845),
    "outliers": (2396.7202441294644, 1466.119654000024, 45788.947342280306),
    "saturating": (2599.3616784688284, 1582.8987526662465, 46770.03063859315),
    "growing_variance": (2460.551199423546, 1246.1242252838122, 37588.38619091096),
    "two_populations": (2644.2174117647573, 1516.4371585745794, 46702.842451301956),
    "intercept_thread": (5000.0, 2819.9384399088935, 187527.49462491827),
}


def squares_line(data: Dataset) -> np.ndarray:
    """(w, b) with the least squares, by the textbook quotient."""
    dx, dy = data.x - data.x.mean(), data.y - data.y.mean()
    slope = (dx @ dy) / (dx @ dx)
    return np.array([slope, data.y.mean() - slope * data.x.mean()])


def absolute_line(data: Dataset) -> np.ndarray:
    """(w, b) with the least absolute errors, by linear programming."""
    m = len(data.x)
    X = np.stack([data.x, np.ones(m)], axis=1)
    bounds = np.block([[X, -np.eye(m)], [-X, -np.eye(m)]])
    cost = np.concatenate([np.zeros(2), np.ones(m)])
    limits = [(None, None)] * 2 + [(0, None)] * m
    y = np.concatenate([data.y, -data.y])
    return linprog(cost, A_ub=bounds, b_ub=y, bounds=limits).x[:2]


def residual(data: Dataset) -> np.ndarray:
    slope, intercept = squares_line(data)
    return data.y - slope * data.x - intercept


@pytest.mark.parametrize("name", ALL)
def test_every_draw_is_what_it_was(name):
    data = ALL[name]()
    assert data.x.shape == data.y.shape == (100,)
    sums = data.x.sum(), data.y.sum(), data.x @ data.y
    assert sums == pytest.approx(RECORDED[name], rel=1e-13)
    again = ALL[name]()
    np.testing.assert_array_equal(data.x, again.x)
    np.testing.assert_array_equal(data.y, again.y)


@pytest.mark.parametrize("name", TEACHING)
def test_x_ascends_within_zero_to_fifty(name):
    x = TEACHING[name]().x
    assert np.all(np.diff(x) > 0)
    assert 0 <= x[0] < 2
    assert 48 < x[-1] <= 50


def test_each_set_has_a_title_and_a_lesson_of_its_own():
    made = [make() for make in ALL.values()] + [datasets.two_variable_thread()]
    assert list(TEACHING) == [make.__name__ for make in TEACHING.values()]
    assert len({data.title for data in made}) == len(made)
    assert all(data.lesson.endswith(".") for data in made)


def test_with_little_noise_both_losses_find_the_line():
    data = datasets.clean()
    np.testing.assert_allclose(squares_line(data), [0.3, 5], rtol=0.01)
    np.testing.assert_allclose(absolute_line(data), [0.3, 5], rtol=0.03)


def test_heavy_noise_is_ten_times_as_strong():
    ratio = residual(datasets.heavy_noise()).std() / residual(datasets.clean()).std()
    assert 8 < ratio < 13


def test_outliers_turn_the_least_squares_line_but_not_the_other():
    data = datasets.outliers()
    assert squares_line(data)[0] > 0.6
    assert absolute_line(data)[0] == pytest.approx(0.3, abs=0.04)
    lifted = data.y - 0.3 * data.x - 5 > 15
    np.testing.assert_array_equal(np.flatnonzero(lifted), np.arange(90, 100))


def test_the_saturating_curve_bends_away_from_every_line():
    low, middle, high = np.array_split(residual(datasets.saturating()), 3)
    assert low.mean() < -0.5
    assert middle.mean() > 1.5
    assert high.mean() < -0.9


def test_the_variance_grows_with_x():
    low, _, high = np.array_split(residual(datasets.growing_variance()), 3)
    assert high.std() > 4 * low.std()


def test_absolute_errors_side_with_the_majority_of_two_populations():
    data = datasets.two_populations()
    majority, between = absolute_line(data), squares_line(data)
    near = np.abs(data.y - 0.5 * data.x - 2) < 2.5
    assert 60 < near.sum() < 75
    assert abs(majority[0] - 0.5) < abs(between[0] - 0.5)


def test_the_intercept_thread_starts_from_seed_zero():
    data = datasets.intercept_thread()
    np.testing.assert_array_equal(data.x, np.linspace(0, 100, 100))
    line = 0.5488135039273248 * data.x + 0.7151893663724195
    assert (data.y - line).std() == pytest.approx(1, abs=0.1)
    assert abs((data.y - line).mean()) < 0.2


def test_the_two_variable_thread_is_the_forum_system():
    thread = datasets.two_variable_thread()
    assert thread.A.tolist() == [[-249.69, -4.1511], [-4.1511, -0.20755]]
    assert thread.b.tolist() == [0.0, 10.0]
    solution = np.linalg.solve(thread.A, thread.b)
    np.testing.assert_allclose(solution, [1.2000, -72.1824], atol=5e-5)


@pytest.mark.parametrize(
    ("x", "y", "says"),
    [
        ([1.0, 2.0], [1.0], "x has 2 values but y has 1"),
        ([1.0, np.nan], [1.0, 2.0], r"x\[1\] is nan"),
        ([1.0, 2.0], [np.inf, 2.0], r"y\[0\] is inf"),
        ([], [], "x is empty"),
        ([[1.0], [2.0]], [1.0, 2.0], r"x has shape \(2, 1\), a column"),
    ],
)
def test_a_bad_dataset_is_refused(x, y, says):
    with pytest.raises(ValueError, match=says):
        Dataset("title", "lesson", x, y)


MADE = datasets.clean(), datasets.two_variable_thread()


@pytest.mark.parametrize("made", MADE, ids=["points", "system"])
def test_the_arrays_of_a_set_and_of_its_copies_cannot_be_changed(made):
    copies = copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))
    for one in (made, *copies):
        arrays = [v for v in vars(one).values() if isinstance(v, np.ndarray)]
        assert len(arrays) == 2
        for array in arrays:
            with pytest.raises(ValueError, match="read-only"):
                array[:] = 0


def test_a_system_is_checked_and_holds_its_own_arrays():
    A, b = np.eye(2), np.ones(2)
    system = datasets.LinearSystem("title", "lesson", A, b)
    A[0, 0] = b[0] = 7
    assert (system.A[0, 0], system.b[0]) == (1, 1)
    for bad, says in (
        ((np.eye(3), b), r"A \(3, 3\) and b \(2,\) do not fit"),
        (([[1, 2], [3]], b), "A is ragged"),
        ((A, [np.nan, 1]), r"b\[0\] is nan"),
    ):
        with pytest.raises(ValueError, match=says):
            datasets.LinearSystem("title", "lesson", *bad)
    with pytest.raises(ValueError, match="title must be a text"):
        datasets.LinearSystem(1, "lesson", A, b)

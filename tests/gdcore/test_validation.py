"""What is refused, and that the text says what and where.

The one rule: each refusal is tried on its message, each limit on both of its sides.
"""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore import kinds, validation
from gdcore.linesearch import Backtracking
from gdcore.problems import LeastSquares
from tests.problems_for_tests import PROPERTY, Curve


@pytest.mark.parametrize(
    ("value", "ndim", "says"),
    [
        ([[1.0, 2.0], [3.0]], 2, r"data is ragged: row 1 has 1 values, row 0 has 2"),
        ([[1.0], [2.0], [3.0, 4.0]], 2, r"ragged: row 2 has 2 values, row 0 has 1"),
        (["1", "two"], 1, r"data must hold real numbers, not dtype <U3"),
        ([1 + 2j], 1, r"real numbers, not dtype complex128"),
        ([None], 1, r"real numbers, not dtype object"),
        ([], 1, r"data is empty: shape \(0,\)"),
        (np.zeros((0, 2)), 2, r"data is empty: shape \(0, 2\)"),
        (3.0, 1, r"data must have 1 axes, not shape \(\)"),
        (np.ones((2, 3)), 1, r"data must have 1 axes, not shape \(2, 3\)"),
        (np.ones((3, 2, 1)), 2, r"data must have 2 axes, not shape \(3, 2, 1\)"),
        (np.ones(4), 2, r"data must have 2 axes, not shape \(4,\)"),
        (np.ones((3, 1)), 1, r"shape \(3, 1\), a column: pass data.ravel\(\)"),
        ([1.0, np.nan, np.inf], 1, r"data\[1\] is nan: 2 of 3 values are not finite"),
        ([[1.0, 2.0], [3.0, -np.inf]], 2, r"data\[1, 1\] is -inf: 1 of 4 values"),
    ],
)
def test_an_array_is_refused_with_its_name_and_the_place(value, ndim, says):
    with pytest.raises(ValueError, match=says):
        validation.array("data", value, ndim)


def test_an_array_is_a_copy_that_nobody_can_write_to():
    source = np.array([1.0, 2.0])
    checked = validation.array("data", source, 1)
    source[0] = 7.0
    assert checked.tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="read-only"):
        checked[0] = 7.0


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        ([1, 2], np.float64),
        ([True, False], np.float64),
        (np.array([1, 2], np.uint8), np.float64),
        (np.array([1.0], np.float32), np.float32),
        ([1.5], np.float64),
    ],
)
def test_whole_numbers_become_float64_and_floats_stay(value, dtype):
    checked = validation.array("data", value, 1)
    assert checked.dtype == dtype
    np.testing.assert_array_equal(checked, value)


@pytest.mark.parametrize("good", [1e-300, 1, 0.5, [0.1, 2.0], np.float32(3)])
def test_positive_takes_what_is_above_zero(good):
    validation.positive("rate", good)


@pytest.mark.parametrize(
    "bad",
    [
        *(0, -1e-300, np.nan, np.inf, -np.inf, [0.1, 0.0], [1.0, np.nan], []),
        *(True, np.array(True), [True, True]),
    ],
)
def test_positive_refuses_the_rest_and_shows_it(bad):
    says = re.escape(f"rate must be finite and above zero, got {bad!r}")
    with pytest.raises(ValueError, match=says):
        validation.positive("rate", bad)


@pytest.mark.parametrize("good", [0, 0.0, 0.999999])
def test_fraction_takes_zero_but_not_one(good):
    validation.fraction("beta", good)


@pytest.mark.parametrize("bad", [1.0, -1e-9, 1.5, np.nan, np.inf])
def test_fraction_refuses_the_rest(bad):
    with pytest.raises(ValueError, match=rf"beta must be in \[0, 1\), got {bad}"):
        validation.fraction("beta", bad)


def test_a_share_is_between_zero_and_one():
    assert validation.share("tolerance", np.float32(0.5)) == 0.5
    for bad in (0, 1.0, -0.5, 2, np.nan, np.inf):
        says = re.escape(f"tolerance must be above 0 and below 1, got {bad!r}")
        with pytest.raises(ValueError, match=says):
            validation.share("tolerance", bad)


def test_only_data_have_rows_to_remove():
    with pytest.raises(ValueError, match="remove or repair those rows first"):
        validation.array("y", [1.0, np.inf], 1)
    with pytest.raises(ValueError, match=r"1 of 2 values are not finite; repair them$"):
        validation.array("x0", [1.0, np.inf], 1)


@pytest.mark.parametrize("bad", [0.999, -1, np.nan, np.inf])
def test_at_least_refuses_what_is_below_or_not_finite(bad):
    validation.at_least("count", 1, 1)
    with pytest.raises(
        ValueError, match=f"count must be finite and at least 1, got {bad}"
    ):
        validation.at_least("count", bad, 1)


@pytest.mark.parametrize("bad", [2.5, 2.0, 0, -1, np.nan, np.inf, np.float64(3), "3"])
def test_count_refuses_what_is_no_whole_number(bad):
    validation.count("steps", 1, 1)
    validation.count("steps", np.int64(7), 1)
    says = re.escape(f"steps must be an int of at least 1, got {bad!r}")
    with pytest.raises(ValueError, match=says):
        validation.count("steps", bad, 1)


@PROPERTY
@given(st.integers(0, 11), st.sampled_from([np.nan, np.inf, -np.inf]))
def test_the_first_bad_value_is_named_wherever_it_is(place, bad):
    data = np.arange(12.0).reshape(4, 3)
    data.flat[place] = bad
    row, column = divmod(place, 3)
    with pytest.raises(ValueError, match=rf"X\[{row}, {column}\] is {bad}: 1 of 12"):
        validation.array("X", data, 2)


class Table:
    """What pandas' tables are to numpy: an object with __array__."""

    def __init__(self, values, mask=None):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype)

    def mask(self):
        """A method, as in pandas; it hides nothing."""


class Broken(Table):
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("call detach() first")


@pytest.mark.parametrize(
    "given", [(1, 2), [np.float32(1), 2], range(1, 3), Table([1.0, 2.0]), (True, 2)]
)
def test_what_numpy_takes_is_taken(given):
    checked = validation.array("data", given, 1)
    assert (checked.tolist(), checked.dtype) == ([1.0, 2.0], np.float64)


@pytest.mark.parametrize("dtype", [np.float16, np.longdouble, ">f8", ">f4", np.int8])
def test_other_numbers_become_float64(dtype):
    assert validation.array("data", np.array([1, 2], dtype), 1).dtype == np.float64


def test_what_cannot_be_an_array_is_refused_with_its_own_reason():
    with pytest.raises(ValueError, match=r"data is no array: call detach\(\) first"):
        validation.array("data", Broken([1.0]), 1)


@pytest.mark.parametrize(
    "masked",
    [
        np.ma.masked_array([1.0, 2.0], [False, True]),
        np.ma.masked_array([1.0, 2.0], True),
        [1.0, np.ma.masked],
        [np.ma.masked_array([1.0, 2.0], [True, False])],
    ],
)
def test_masked_values_are_refused_with_what_to_do(masked):
    says = r"data has masked values: drop those rows, or fill them, as with data.comp"
    with pytest.raises(ValueError, match=says):
        validation.array("data", masked, 1)
    bare = np.ma.masked_array([1.0, 2.0])
    assert validation.array("data", bare, 1).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("good", [1, 0.5, np.float32(0.5), np.array(2), np.int8(3)])
def test_a_scalar_becomes_a_float(good):
    for number in (validation.scalar("l2", good), validation.real("l2", good)):
        assert (type(number), number) == (float, float(good))


@pytest.mark.parametrize(
    "bad", [True, np.False_, np.array(True), [1.0], np.ones(1), [[1, 2], [3, 4]]]
)
def test_what_is_no_single_number_is_refused(bad):
    says = re.escape(f"l2 must be a single number, got {bad!r}")
    with pytest.raises(ValueError, match=says):
        validation.scalar("l2", bad)
    with pytest.raises(ValueError, match="l2 must"):
        validation.fraction("l2", bad)
    with pytest.raises(ValueError, match="l2 must"):
        validation.at_least("l2", bad, -1)
    if np.ndim(bad) == 0:
        with pytest.raises(ValueError, match="l2 must"):
            validation.positive("l2", bad)
        with pytest.raises(ValueError, match="l2 must"):
            validation.count("l2", bad, -1)


def test_a_real_number_is_finite():
    for bad in (np.nan, np.inf, np.float32("-inf")):
        assert not np.isfinite(validation.scalar("mean", bad))
        with pytest.raises(ValueError, match="mean must be finite, got"):
            validation.real("mean", bad)


def test_a_place_is_left_alone_if_it_is_one_already():
    there = np.zeros((3, 2), np.float32)
    assert validation.place("x", there, 2) is there
    assert validation.place("x", [1, 2], 2).dtype == np.float64
    assert validation.place("x", np.array([1, 2]), 2).dtype == np.float64
    for bad in (np.zeros(3), np.zeros((2, 1)), 1.0, [], np.zeros((2, 0))):
        with pytest.raises(ValueError, match=r"x has shape .* has 2 parameters"):
            validation.place("x", bad, 2)
    with pytest.raises(ValueError, match="x must hold real numbers, not dtype compl"):
        validation.place("x", np.array([1j, 2]), 2)


def test_an_index_chooses_rows():
    assert validation.index([0, -3, 2], 3).tolist() == [0, -3, 2]
    for bad in ([3], [-4], [], 1, [0.0], [[1]], [True], None):
        with pytest.raises(ValueError, match="index must"):
            validation.index(bad, 3)


def test_a_length_of_time_is_no_count():
    with pytest.raises(ValueError, match="steps must be an int of at least 0"):
        validation.count("steps", np.timedelta64(3, "D"), 0)


@pytest.mark.parametrize(
    ("refuse", "says"),
    [
        (lambda: kinds.problem(None), "problem must be a problem with value and grad"),
        (lambda: kinds.problem(LeastSquares), "got <class .*LeastSquares"),
        (lambda: kinds.method("inner", 0.1), "inner must be an optimizer.*, got 0.1"),
        (lambda: kinds.search(3), "search must be a line search.*, got 3"),
        (lambda: kinds.search(Backtracking), "search must be a line search"),
        (lambda: kinds.function("f", 3), "f must be a function, got 3"),
        (lambda: kinds.flag("penalize", 1), "penalize must be True or False, got 1"),
        (lambda: kinds.text("title", 1), "title must be a text, got 1"),
    ],
)
def test_an_object_of_the_wrong_kind_is_refused(refuse, says):
    with pytest.raises(ValueError, match=says):
        refuse()


def test_an_object_is_judged_by_what_it_offers():
    kinds.problem(Curve(None, None))
    kinds.search(lambda problem, start, direction, first: start)
    kinds.flag("penalize", np.True_)

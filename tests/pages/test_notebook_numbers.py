"""Numbers in printed text, and when two printings agree."""

import pytest

from scripts.pages.notebook_numbers import (
    DEFAULT,
    Tolerance,
    differences,
    numbers,
    tolerance,
)


def test_numbers_are_read_as_printed():
    text = "x0 = 50,001 −2.5 or 1e-5, [-3.] in float32; 1,234,567.5 .25 3-4 v2.13"
    assert numbers(text) == [50001, -2.5, 1e-5, -3.0, 1234567.5, 0.25, 3, 4]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loss 99.20283", "loss 99.20284"),  # one unit of the last digit
        ("1.23456e-7", "1.23455e-07"),
        ("w 123456.78", "w   123457.9"),  # relative
        ("| 1.0 |\n| ---: |", "| 1.0 |\n| -----: |"),  # layout
        ("nan True", "nan True"),
    ],
)
def test_close_numbers_agree(old, new):
    assert differences(old, new, DEFAULT) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("loss 99.20283", "loss 99.20483"),
        ("loss 0.50", "loss 0.52"),
        ("1.23456e-7", "1.23456e-8"),
        ("-2.0", "2.0"),
        ("steps 46", "steps 47"),
        ("1.0", "nan"),
        ("converged True", "converged False"),
        ("1.0 2.0", "1.0"),
        ("a 1.0", "b 1.0"),
        ("a 1.0", ""),
    ],
)
def test_other_numbers_and_words_do_not(old, new):
    assert len(differences(old, new, DEFAULT)) == 1


def test_a_cell_states_its_tolerance_in_its_first_line():
    assert tolerance("print(1)") == DEFAULT
    assert tolerance("# tolerance: 1e-3\nprint(1)") == Tolerance(1e-3)
    assert tolerance("# tolerance: 0.5 absolute\nx") == Tolerance(0.0, 0.5)
    assert tolerance("# not compared: seconds of this machine\nx") is None
    assert tolerance("x = 1\n# tolerance: 1e-3") == DEFAULT
    with pytest.raises(ValueError, match="could not convert string to float: 'wide'"):
        tolerance("# tolerance: wide\nx")


def test_a_stated_tolerance_is_what_counts():
    assert differences("1000", "1001", Tolerance(1e-3)) == []
    assert differences("1000", "1002", Tolerance(1e-3)) == [
        "1000 became 1002 (tolerance 0.001 relative)"
    ]
    assert differences("0.0000", "0.0400", Tolerance(0.0, 0.05)) == []
    assert differences("0.0000", "0.0600", Tolerance(0.0, 0.05)) == [
        "0.0000 became 0.0600 (tolerance 0.05 absolute)"
    ]

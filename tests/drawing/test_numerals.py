"""A number is written as readers expect it, in HTML, in TeX and as text."""

import pytest

from scripts.drawing.numerals import Filled, as_html, as_tex, as_text

CASES = [
    (-72.1824, ".2f", "-72.18", "−72.18", "-72.18"),
    (1.603e-05, ".4g", "1.603e-05", "1.603 × 10<sup>−5</sup>", r"1.603 \times 10^{-5}"),
    (-2e30, ".1e", "-2.0e+30", "−2.0 × 10<sup>30</sup>", r"-2.0 \times 10^{30}"),
    (1000001, ",d", "1,000,001", "1,000,001", "1{,}000{,}001"),
    (0.25, ".0%", "25%", "25%", r"25\%"),
    ("inf", ".4g", "inf", "∞", r"\infty"),
    ("-inf", ".4g", "-inf", "−∞", r"-\infty"),
    ("nan", ".4g", "nan", "NaN", r"\mathrm{NaN}"),
    (True, ".4g", "yes", "yes", "yes"),
    (False, ".4g", "no", "no", "no"),
    (None, ".4g", "—", "—", "—"),
    (
        3e-13,
        "below",
        "below 1e-12",
        "below 10<sup>−12</sup>",
        r"\text{below } 10^{-12}",
    ),
    (8226, ",.2r", "8,200", "8,200", "8{,}200"),
]


@pytest.mark.parametrize(("value", "form", "text", "html", "tex"), CASES)
def test_a_number_in_its_three_forms(value, form, text, html, tex):
    assert as_text(value, form) == text
    assert as_html(value, form) == html
    assert as_tex(value, form) == tex


def test_a_scale_is_applied_before_rounding():
    assert as_html(0.12345, ".1f", 100) == "12.3"
    assert as_text("inf", ".1f", 100) == "inf"


def test_a_format_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="Unknown format code 'd'"):
        as_text(0.5, "d")


def test_zero_has_neither_sign_nor_power() -> None:
    assert as_html(-5e-16, "z.1f") == "0.0"
    assert as_html(0.0, ".0e") == "0"
    assert as_tex(-0.0, ".1e") == "0.0"
    assert as_html(-0.04, ".2f") == "−0.04"


@pytest.mark.parametrize(
    ("value", "form", "scale"),
    [(2.4e-4, ".1f", 100), (-5e-16, ".1f", 1), (1e-6, "z.2f", 1), (0.3, ",.0f", 1)],
)
def test_what_is_not_zero_is_not_printed_as_zero(value, form, scale) -> None:
    for written in (as_text, as_html, as_tex):
        with pytest.raises(ValueError, match=r"would be printed as -?0"):
            written(value, form, scale)


def test_a_text_with_numbers_in_it_is_filled_by_the_same_rule() -> None:
    assert Filled().format("{a:,d} of {b:.1f}", a=1200, b=0.25) == "1,200 of 0.2"
    with pytest.raises(ValueError, match=r"would be printed as 0\.0"):
        Filled().format("{a:.1f} percent", a=2.4e-4)


def test_a_small_number_is_printed_with_the_digits_that_it_has() -> None:
    assert as_text(2.4e-4, ".3f", 100) == "0.024"
    assert as_text(2.4e-4, ".0e") == "2e-04"
    assert as_text(0, ".1f") == as_text(0.0, ",.0f", 100) + ".0" == "0.0"


def test_what_rounding_left_is_printed_as_a_bound_that_other_roundings_share() -> None:
    assert {as_text(left, "below") for left in (0, 2e-16, -5e-14, 9e-13)} == {
        "below 1e-12"
    }
    assert as_text(4e-16, "below:1e-14") == "below 1e-14"
    assert as_text(2e-12, "below") == "below 1e-09"
    assert as_text(7e-5, "below", 10) == "below 1e-03"


@pytest.mark.parametrize("left", [1e-3, -0.2, 1e300])
def test_what_is_no_rounding_error_is_not_printed_as_one(left) -> None:
    with pytest.raises(ValueError, match="is more than rounding leaves"):
        as_text(left, "below")


def test_digits_that_do_not_count_are_zeros() -> None:
    assert {as_text(steps, ",.2r") for steps in (8226, 8233)} == {"8,200"}
    assert as_text(139, ",.1r") == "100"
    assert as_text(1_345_678, ",.3r") == "1,350,000"

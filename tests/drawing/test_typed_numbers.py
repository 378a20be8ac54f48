"""What counts as a typed number in plain texts, in algebra and in meanings."""

import pytest

from scripts.drawing.typed_numbers import in_meanings, quantities, typed

QUANTITIES = [
    (r"\beta = 0.9", ["0.9"]),
    (r"\ln 100 - .5", ["100", ".5"]),
    (r"y^\T s \le 10^{-10}, 10^3", ["10^{-10}", "10^3"]),
    (r"5\%, 1 %, 1{,}000, 2,500", [r"5\%", "1 %", "1{,}000", "2,500"]),
    ("1e-8 and 1.5E+3", ["1e-8", "1.5E+3"]),
    (r"\tfrac{42}{5}", ["42"]),
    (r"\begin{pmatrix} -249.69 \\ 10 \end{pmatrix}", ["-249.69", "10"]),
    ("x_{12} + 12", ["12"]),
]
ALGEBRA = [
    r"2/\lambda, \tfrac12, \frac{3}{4}, x^2, \sqrt[3]{x}, (1-\eta)^{2k}, 3x_1",
    r"A_{00}, A_{10}, x_0, \w_{12}",
    r"2^{-52}, 2^10",
    "10^{  }",  # what is left of a computed exponent
    "(0,0), (1, -2), [−1, 1]",
    r"\text{float32}, L2",
]


@pytest.mark.parametrize(("algebra", "numbers"), QUANTITIES)
def test_a_quantity_in_a_formula_is_found(algebra, numbers):
    assert [number.text for number in quantities(algebra)] == numbers


@pytest.mark.parametrize("algebra", ALGEBRA)
def test_algebra_is_left_alone(algebra):
    assert quantities(algebra) == []


def test_each_digit_of_a_plain_text_is_found_but_those_of_fields_names_and_years():
    text = "After {steps:.3g} steps of 5, 1 % at x0 in 2018 (section 1.4) with `lr=3`."
    assert [number.text for number in typed(text)] == ["5", "1 %"]


def test_the_line_is_counted():
    assert [number.line for number in quantities("a\n\n0.5\n0.6", 7)] == [9, 10]


MODULE = '''"""A docstring of 100 words."""

MEANINGS = {"key": "Loss after 100 epochs", "key100": "x^2"}


def numbers(k):
    """Rows of 50."""
    yield f"after {k} steps at {0.1:.1e}", f"to 1 % in {k} steps"
    return "one long text of " "50"
'''


def test_the_numbers_of_meanings_are_found_with_their_lines():
    assert [tuple(number) for number in in_meanings(MODULE)] == [
        (3, "100"),
        (8, "1 %"),
        (9, "50"),
    ]


def test_a_module_that_draws_holds_no_meanings():
    assert list(in_meanings(f"from scripts.drawing import pieces\n{MODULE}")) == []

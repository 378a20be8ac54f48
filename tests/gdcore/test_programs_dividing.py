"""Divisions by n: no right convention is called a second one, whatever n is.

The one rule: each convention at each size, since some sizes make two numbers one.
"""

import pytest

from gdcore.programs.reading import read

PROGRAM = """import numpy as np

n = {n}
x = np.linspace(-1.0, 1.0, n)
y = 2 * x + 1 + 0.1 * np.cos(9 * x)
w = b = 0.0
lr = {rate:.4g}
for i in range(2000):
    r = w * x + b - y
    w -= lr * {slope}
    b -= lr * {intercept}
"""
BATCHES = """import numpy as np

x = np.linspace(-1.0, 1.0, {rows})
y = 2 * x + 1 + 0.1 * np.cos(9 * x)
w = b = 0.0
lr = {rate:.4g}
for i in range(2000):
    for k in range(0, {rows}, {n}):
        part = slice(k, k + {n})
        r = w * x[part] + b - y[part]
        w -= lr * {slope}
        b -= lr * {intercept}
"""
SIZES = (2, 3, 4, 5, 6, 8, 10, 16, 20, 50)
CONVENTIONS = {"mean": "2 / {n}", "half mean": "1 / {n}", "sum": "2", "half sum": "1"}
TWICE = {"mean": "2 / {n} ** 2", "half mean": "1 / {n} ** 2"}


def written(form: str, factor: str, n: int) -> str:
    """A loop whose gradients are a factor times sums, its rate for that factor."""
    factor = factor.format(n=n)
    part = "x[part]" if form is BATCHES else "x"
    length = float(factor.split(" / ")[0]) * (1 if "/" in factor else n)
    return form.format(
        n=n, rows=5 * n, rate=0.4 / length, slope=f"{factor} * np.sum(r * {part})",
        intercept=f"{factor} * np.sum(r)",
    )  # fmt: skip


def kinds(source: str) -> list[str]:
    return [fault.kind for fault in read(source).faults]


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("convention", sorted(CONVENTIONS))
def test_a_right_convention_is_no_second_division(convention, n):
    assert kinds(written(PROGRAM, CONVENTIONS[convention], n)) == []


@pytest.mark.parametrize("convention", sorted(CONVENTIONS))
def test_a_batch_of_four_rows_is_divided_once(convention):
    assert kinds(written(BATCHES, CONVENTIONS[convention], 4)) == []


@pytest.mark.parametrize("n", [n for n in SIZES if n >= 4])
@pytest.mark.parametrize("convention", sorted(TWICE))
def test_a_second_division_is_found(convention, n):
    source = written(PROGRAM, TWICE[convention], n)
    assert "divided_twice" in kinds(source.replace("lr = ", "lr = 0.2  # "))

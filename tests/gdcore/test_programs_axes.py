"""Means along the wrong axis: told where they empty a column, and only there.

The one rule: a mean of each row of a loss is no fault.
"""

import pytest

from gdcore.programs.reading import read

CODE = """import numpy as np
X = np.array([[1.0], [2.0], [3.0], [4.0], [5.0]])
y = np.array([[3.1], [4.9], [7.2], [8.8], [11.1]])
{scaled}
w = np.zeros((1, 1))
b = 0.0
for k in range(1000):
    e = X @ w + b - y
    loss = (e ** 2).mean(axis=1, keepdims=True).mean()
    w -= 0.2 * X.T @ e / len(y)
    b -= 0.2 * e.mean()
"""
KEPT = ", keepdims=True"
WAYS = {
    "methods": "X = (X - X.mean(axis={a}{k})) / X.std(axis={a}{k})",
    "mean alone": "X = X - X.mean({a}{k})",
    "functions": "X = (X - np.mean(X, axis={a}{k})) / np.std(X, axis={a}{k})",
    "names": "mu = np.mean(X, {a}{k})\nsd = np.std(X, {a}{k})\nX = (X - mu) / sd",
}


@pytest.mark.parametrize("name", sorted(WAYS))
def test_a_mean_of_each_row_empties_a_column(name):
    code = CODE.format(scaled=WAYS[name].format(a=1, k=KEPT))
    fault = read(code).faults[0]
    assert (fault.kind, fault.line) == ("wrong_index", 4)
    assert "0 in every row" in fault.says
    repaired = CODE.format(scaled=WAYS[name].format(a=0, k=KEPT))
    assert read(code).repaired == repaired
    assert read(repaired).faults == ()


def test_a_mean_that_is_not_kept_a_column_makes_a_square():
    code = CODE.format(scaled=WAYS["methods"].format(a=1, k=""))
    assert "5 × 5 differences" in read(code).faults[0].says
    two = "X = np.hstack([X, X ** 2])\nX = X - X.mean(axis=1, keepdims=True)"
    kinds = [f.kind for f in read(CODE.format(scaled=two)).faults]
    assert "wrong_index" not in kinds

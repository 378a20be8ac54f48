"""The lines to paste do what their fix says.

The one rule: they are executed, in numpy, on the data of the question.
"""

import numpy as np
import pytest

from gdcore.reports import answer

RNG = np.random.default_rng(3)
X = RNG.normal(size=(20, 2)) * [3.0, 0.5] + [10.0, 1.0]
Y = X @ [1.5, -2.0] + 4 + 0.1 * RNG.normal(size=20)
A = np.column_stack([X, np.ones(20)])
BEST = np.linalg.lstsq(A, Y, rcond=None)[0]


def remedies(**more) -> dict:
    report = answer({"rows": {"X": X, "y": Y}, "learning_rate": 1e-4, **more})
    return {remedy.fix.name: remedy for remedy in report.remedies}


def trained(features: np.ndarray, lr, steps: int, update: str = "") -> np.ndarray:
    """Gradient descent on the mean of squares, by the line of a fix if it has one."""
    rows = np.column_stack([features, np.ones(len(Y))])
    names = {"np": np, "theta": np.zeros(3), "v": 0.0, "lr": lr, "m": 0.0, "s": 0.0}
    for k in range(1, steps + 1):
        names["grad"] = 2 / len(Y) * rows.T @ (rows @ names["theta"] - Y)
        names["k"] = k
        exec(update or "theta = theta - lr * grad", names)
    return names["theta"]


def test_the_best_rate_arrives_after_its_steps():
    remedy = remedies()["best learning rate"]
    names: dict = {}
    exec(remedy.lines["numpy"], names)
    theta = trained(X, names["lr"], remedy.fix.steps)
    assert np.linalg.norm(theta - BEST) <= 0.0101 * np.linalg.norm(BEST)


@pytest.mark.parametrize("name", ["standardize", "center"])
def test_scaled_data_are_trained_and_mapped_back(name):
    remedy = remedies()[name]
    before, _, after = remedy.lines["numpy"].partition("# after")
    names = {"np": np, "X": X}
    exec(before, names)
    theta = trained(names["X"], names["lr"], remedy.fix.steps)
    names.update(w=theta[:-1], b=theta[-1])
    exec(f"# after{after}", names)
    found = np.append(names["w"], names["b"])
    assert np.linalg.norm(found - BEST) <= 0.0101 * np.linalg.norm(BEST)


@pytest.mark.parametrize("name", ["momentum", "Nesterov", "a rate each", "Adam"])
def test_an_update_arrives_after_its_steps(name):
    remedy = remedies()[name]
    theta = trained(X, None, remedy.fix.steps, remedy.lines["numpy"])
    assert np.linalg.norm(theta - BEST) <= 0.0101 * np.linalg.norm(BEST)


def test_the_direct_solution_is_the_best_line():
    names = {"np": np, "X": X, "y": Y}
    exec(remedies()["direct solution"].lines["numpy"], names)
    np.testing.assert_allclose(names["theta"], BEST)
    matrix = answer({"matrix": {"A": A, "b": Y}, "learning_rate": 1e-4})
    names = {"np": np, "A": A, "b": Y}
    exec(matrix.remedies[-1].lines["numpy"], names)
    np.testing.assert_allclose(names["x"], BEST)


def test_the_absolute_error_has_lines_of_its_own():
    rows = {"X": [[1.0], [2.0], [3.0], [4.0], [5.0]], "y": [2.0, 4.0, 5.0, 4.0, 5.0]}
    found = remedies(rows=rows, loss="absolute")
    lines = {name: remedy.lines for name, remedy in found.items()}
    names = {"np": np, "X": np.array(rows["X"]), "y": np.array(rows["y"])}
    exec(lines["direct solution"]["numpy"], names)
    x, y = names["X"][:, 0], names["y"]
    slopes = [(y[i] - y[j]) / (x[i] - x[j]) for i in range(5) for j in range(i)]
    lines_ = [(w, y[i] - w * x[i]) for w in slopes for i in range(5)]
    least = min(np.abs(w * x + b - y).mean() for w, b in lines_)
    w, b = names["theta"]
    assert np.abs(w * x + b - y).mean() == pytest.approx(least)
    assert "np.sqrt(k + 1)" in lines["shrinking rate"]["numpy"]
    assert "LambdaLR" in lines["shrinking rate"]["torch"]


def test_each_remedy_has_lines_for_both():
    for remedy in remedies().values():
        for text in remedy.lines.values():
            compile(text, "lines", "exec")
            assert max(map(len, text.splitlines())) <= 80

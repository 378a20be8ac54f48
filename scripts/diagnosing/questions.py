"""Questions as the page asks them, made of what the site has: plain values.

The one rule: nothing is typed here that a dataset, an answer's front matter or a
snippet holds; the reader's code is the snippet, the printed lines are of a run.
"""

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

from gdcore.optimizers import Adam, GradientDescent
from gdcore.problems import line_fit
from gdcore.runs import run
from gdcore.validation import Array
from scripts import read
from scripts.topics.answers.written import answers

READS = ("docs/snippets",)
EMPTY: dict[str, Any] = {
    "v": 1,
    "rows": None,
    "matrix": None,
    "moments": None,
    "learning_rate": None,
    "method": None,
    "loss": None,
    "steps": None,
    "precision": None,
    "log": "",
    "code": "",
}
METHODS = {"GradientDescent": "gradient descent", "Adam": "Adam"}
"""By the names of gdcore's optimizers."""
OPTIMIZERS = {"gradient descent": GradientDescent, "Adam": Adam}
ABSOLUTE = {"mae": "absolute", "mse": "mean"}
Question = dict[str, Any]


def rows(X: Array, y: Array, names: Sequence[str] = ("x",)) -> Question:
    """Rows of features and targets, X of shape (m,) or (m, n)."""
    table = np.reshape(X, (len(y), -1)).tolist()
    return {"rows": {"X": table, "y": np.asarray(y).tolist(), "names": [*names]}}


def moments(x: Array) -> Question:
    """All that is known of x: how many, mean, standard deviation."""
    mean, std = float(np.mean(x)), float(np.std(x))
    return {"moments": {"n": len(x), "mean": mean, "std": std}}


def question(*parts: Question, **known: Any) -> Question:
    """Parts put together; what is not known is None or empty."""
    asked = dict(EMPTY)
    for part in (*parts, known):
        if unknown := part.keys() - EMPTY.keys():
            raise ValueError(f"{min(unknown)!r} is no part of a question")
        asked |= part
    return asked


def descent(learning_rate: float, steps: int, loss: str = "mean") -> Question:
    """Gradient descent at a rate, for so many steps."""
    method = {"name": "gradient descent"}
    asked = {"method": method, "learning_rate": learning_rate}
    return {**asked, "steps": steps, "loss": loss}


def code(snippet: str) -> Question:
    """The program that stands on a page, without what it must print."""
    text = read(f"{READS[0]}/{snippet}.py").decode()
    return {"code": "\n".join(map(_without_mark, text.splitlines())) + "\n"}


def _without_mark(line: str) -> str:
    """What a test compares stands behind a print."""
    return line.split("  # ")[0] if "print(" in line else line


@functools.cache
def _pages() -> dict[str, Any]:
    """All answers, read once."""
    return answers()


def data(answer: str) -> Question:
    """The data of an answer's page."""
    own = _pages()[answer].before["data"]
    if "x" in own:
        return rows(np.asarray(own["x"]), np.asarray(own["y"]))
    names, columns = zip(*own["features"], strict=True)
    return rows(np.column_stack(columns), np.asarray(own["y"]), names)


def asked(answer: str) -> Question:
    """The run that goes wrong on an answer's page, with its data."""
    before = _pages()[answer].before
    optimizer = before["optimizer"]
    return {
        **data(answer),
        "method": {"name": METHODS[optimizer["name"]]},
        "learning_rate": optimizer["learning_rate"],
        "loss": ABSOLUTE[before["loss"]],
        "steps": before["epochs"],
        "precision": before["precision"],
    }


def printed(answer: str, lines: int, every: int = 1) -> Question:
    """The losses of that run, as its asker prints them."""
    before = asked(answer)
    of = np.dtype(before["precision"])
    x = np.asarray(before["rows"]["X"], of)[:, 0]
    problem = line_fit(x, np.asarray(before["rows"]["y"], of))
    method = OPTIMIZERS[before["method"]["name"]](before["learning_rate"])
    path = run(problem, method, np.zeros(2, of), max_steps=(lines - 1) * every)
    losses = path.value[::every].tolist()
    text = (f"epoch {k * every}, loss {loss:.6g}" for k, loss in enumerate(losses))
    return {"log": "\n".join(text) + "\n"}

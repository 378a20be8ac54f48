"""Mutated questions: wrong types, NaN, ragged, huge, deep, missing.

The one rule: each is answered, or refused by a ValueError with a sentence; nothing else
is raised. `python -m tests.bad_questions`.
"""

import copy
import json
import sys
import warnings
from collections import Counter
from typing import Any

import numpy as np

from gdcore.reports import answer
from gdcore.reports.question import LOSSES, METHODS, PRECISIONS

GOOD: tuple[dict[str, Any], ...] = (
    {
        "v": 1,
        "rows": {"X": [[1.0], [2.0], [3.0], [5.0]], "y": [2.0, 4.0, 5.0, 7.0]},
        "learning_rate": 0.01,
        "method": {"name": "momentum", "beta": 0.9},
        "loss": "mean",
        "steps": 100,
        "precision": "float64",
        "log": "",
        "code": "",
    },
    {
        "rows": {
            "X": [[1.0, 5.0], [2.0, 3.0], [3.0, 9.0], [4.0, 1.0]],
            "y": [1, 2, 3, 5],
            "names": ["area", "rooms"],
        },
        "learning_rate": 1e-3,
        "loss": "half sum",
        "precision": "float32",
    },
    {"matrix": {"A": [[1, 2], [3, 4.5]], "b": [1, 2]}, "learning_rate": 0.01},
    {"moments": {"n": 7, "mean": 88.0, "std": 6.2}, "learning_rate": 1e-4},
    {
        "moments": {
            "n": 9,
            "mean": 1.0,
            "std": 2.0,
            "y_mean": 3.0,
            "y_std": 1.0,
            "correlation": 0.5,
        }
    },
    {"log": "epoch 1 loss 3.0\nepoch 2 loss 2.5\nepoch 3 loss 2.25\n", "code": ""},
    {"code": "lr = 0.1\nfor k in range(10):\n    w -= lr * dw\n", "steps": 5},
)


class Odd:
    """An object that no reader knows."""

    def __repr__(self) -> str:
        raise RuntimeError("no text")


def _deep(levels: int) -> Any:
    value: Any = 1.0
    for _ in range(levels):
        value = [value]
    return value


def _values() -> list[Any]:
    """What is put in the place of a good value."""
    nan, inf = float("nan"), float("inf")
    numbers = [nan, inf, -inf, 0, -1, 1e-320, 1e-200, 1e200, 10**400, -0.0, 2.5, 1e12]
    kinds = [None, True, False, "", "x", "0.01", "nan", b"1", {}, [], (), set(), 1j]
    nested = [[[]], [[1, 2], [3]], [[1], [None]], [["a"]], _deep(3), _deep(80)]
    nested += [_deep(3000), [[1e308] * 3] * 4, [[nan]], [[1, True]], {"X": 1}, [{}]]
    arrays = [np.zeros(3), np.ones((2, 2, 2)), np.array(5.0), np.array(["a"])]
    arrays += [np.array([1, None], object), np.zeros((0, 2)), np.float32(0.1)]
    arrays += [np.ma.masked_array([1.0, 2.0], [True, False])]
    texts = ["\x00" * 50, "ß½→\ud800", "(" * 5000, "x" * 100_000, "def f(:\n", "1e999"]
    return [*numbers, *kinds, *nested, *arrays, *texts, Odd(), Odd, len, range(5)]


def mutated(count: int, seed: int = 0) -> list[Any]:
    """Questions with one to three places changed."""
    rng, values = np.random.default_rng(seed), _values()
    out: list[Any] = []
    while len(out) < count:
        given: Any = copy.deepcopy(GOOD[int(rng.integers(len(GOOD)))])
        for _ in range(int(rng.integers(1, 4))):
            given = _changed(given, rng, values)
        out.append(given)
    return out


def _changed(given: Any, rng: np.random.Generator, values: list[Any]) -> Any:
    value = values[int(rng.integers(len(values)))]
    if isinstance(given, int | float) and rng.random() < 0.7:
        return _number(rng)
    if isinstance(given, str) and rng.random() < 0.7:
        return str(rng.choice([*METHODS, *LOSSES, *PRECISIONS]))
    if not isinstance(given, dict | list) or not given or rng.random() < 0.04:
        return value
    keys = list(given) if isinstance(given, dict) else list(range(len(given)))
    key = keys[int(rng.integers(len(keys)))]
    if rng.random() < 0.1:
        del given[key]
    elif isinstance(given, dict) and rng.random() < 0.05:
        given["other" if rng.random() < 0.5 else 7] = value
    else:
        given[key] = _changed(given[key], rng, values)
    return given


def _number(rng: np.random.Generator) -> float:
    """Zero, a whole number, or one of any size."""
    if rng.random() < 0.3:
        return float(rng.integers(-3, 10))
    reach = 95 if rng.random() < 0.3 else 8
    return float(rng.choice([-1, 1]) * 10.0 ** rng.uniform(-reach, reach))


def outcome(given: Any) -> str:
    """ "answered", "refused", or the fault."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            report = answer(given, evaluations=30)
            json.dumps(report.as_dict(), allow_nan=False)
        except ValueError as error:
            text = str(error)
            good = type(error) is ValueError and len(text) > 20 and len(text) < 400
            return "refused" if good else f"ValueError without a sentence: {error!r}"
        except BaseException as error:
            return f"{type(error).__name__}: {error}"
    return "answered" if report.headline else "no headline"


def faults(count: int, seed: int = 0) -> tuple[Counter[str], list[str]]:
    """How many were answered and refused, and what else came out."""
    counts, found = Counter[str](), list[str]()
    for given in mutated(count, seed):
        what = outcome(given)
        counts[what if what in ("answered", "refused") else "fault"] += 1
        if what not in ("answered", "refused"):
            found.append(what[:300])
    return counts, found


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    numbers, others = faults(many)
    print(*sorted(set(others)), sep="\n")
    print(dict(numbers))

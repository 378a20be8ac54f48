"""The page "How this site is checked": comparisons, printed runs, and claims.

The one rule: a comparison that fails fails the build, so that the page cannot say so.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from scripts.drawing.declarations import Number, Topic
from scripts.reference_problems.tolerances import ADAM_PATH, BROWSER, FLOAT32_THREAD
from scripts.topics.checked import adam, claims, thread
from scripts.topics.checked.compare import Check, checks, closed_forms, evaluations

ONE = "dimensionless"
SMALLEST = 1e-16  # float64 holds no more digits
RUNS = {
    "printed": "printed in the thread",
    "numpy": "by PyTorch's operations one by one, in NumPy",
    "torch": "by PyTorch's vector kernels, recorded",
    "gdcore": "by gdcore in float32",
    "float64": "by gdcore in float64",
}
TOLD = {
    "same": "rows whose four numbers agree with the thread to the last printed digit",
    "same_x": "rows whose parameters agree with the thread to the last printed digit",
    "apart": "largest distance from the thread's parameters over that to the solution",
}


def compute() -> dict[str, Any]:
    """Everything computed twice; about six seconds."""
    return {
        "checks": passed(checks()),
        "closed": closed_forms(),
        "evaluations": evaluations(),
        "adam": adam.compute(),
        "direct": thread.direct(),
        "claims": claims.compute(),
    }


def passed(found: list[Check]) -> list[Check]:
    """The same checks, if each is within its tolerance.

    Raises:
        ValueError: With all that are not.
    """
    worse = [check for check in found if not check.worst <= check.tolerance]
    if worse:
        lines = [f"{c.key}: {c.worst:.2e}, allowed {c.tolerance:.0e}" for c in worse]
        raise ValueError("beyond tolerance: " + "; ".join(lines))
    return found


def numbers(data: dict[str, Any]) -> list[Number]:
    """All of them; a key begins with the part of the page that shows it."""
    parts = (_checks, _tables, _adam, _direct, _claims)
    return [number for part in parts for number in part(data)]


def _checks(data: dict[str, Any]) -> Iterator[Number]:
    for check in data["checks"]:
        of = check.meaning
        yield Number(f"check.{check.key}.count", check.cases, ONE, f"{of}: how many")
        yield Number(f"check.{check.key}.worst", check.worst, ONE, f"{of}: worst")
        allowed = f"{of}: tolerance of the tests"
        yield Number(f"check.{check.key}.tolerance", check.tolerance, ONE, allowed)


def _tables(data: dict[str, Any]) -> Iterator[Number]:
    for problem, methods in data["closed"].items():
        for method, worst in methods.items():
            meaning = f"{method} on {problem}: digits in which all iterates agree"
            digits = int(-np.log10(max(worst, SMALLEST)))
            yield Number(f"digits.{problem}.{method}", digits, ONE, meaning)
    for problem, (ours, theirs) in data["evaluations"].items():
        what = f"Evaluations to a gradient of 1e-8 on {problem}"
        yield Number(f"evaluations.{problem}.gdcore", ours, ONE, f"{what}, gdcore")
        yield Number(f"evaluations.{problem}.scipy", theirs, ONE, f"{what}, SciPy")


def _adam(data: dict[str, Any]) -> Iterator[Number]:
    found = data["adam"]
    for name, column in found["x1"].items():
        for step, x1 in zip(found["steps"], column, strict=True):
            meaning = f"Second parameter after {step} steps of Adam, {RUNS[name]}"
            yield Number(f"adam.{step}.{name}", float(x1), ONE, meaning)
    for name, told in found["told"].items():
        for key, meaning in TOLD.items():
            what = f"Adam {RUNS[name]}: {meaning}"
            yield Number(f"adam.{key}.{name}", told[key], ONE, what)
    for name, of in RUNS.items():
        glitches = f"Rows near the solution with a gradient above ten, Adam {of}"
        yield Number(f"adam.glitches.{name}", found["glitches"][name], ONE, glitches)
        longest = f"Longest gradient of these rows, Adam {of}"
        yield Number(f"adam.largest.{name}", found["largest"][name], ONE, longest)
    yield Number("adam.rows", len(found["steps"]), ONE, "Rows printed in the thread")
    yield Number("adam.tolerance", ADAM_PATH, ONE, "Tolerance of Adam's runs")


def _direct(data: dict[str, Any]) -> Iterator[Number]:
    meanings = {
        "residual": "Largest entry of A x - b, x rounded to float32",
        "spacing": "Spacing of float32 at ten",
        "spacing_squared": "Its square",
        "eigenvalue_0": "Smaller eigenvalue of A",
        "eigenvalue_1": "Larger eigenvalue of A",
        "eigenvector_large": "Size of the larger entry of its eigenvectors",
        "eigenvector_small": "Size of the smaller entry of its eigenvectors",
        "one_spacing": "Steep gradient made by one float32 spacing of the first x",
    }
    for key, meaning in meanings.items():
        yield Number(f"thread.{key}", data["direct"][key], ONE, meaning)
    allowed = "Tolerance of a million float32 steps, relative"
    yield Number("thread.tolerance", FLOAT32_THREAD, ONE, allowed)
    allowed = "Tolerance of runs in the browser's Python, relative"
    yield Number("browser.tolerance", BROWSER, ONE, allowed)


def _claims(data: dict[str, Any]) -> Iterator[Number]:
    for key, meaning in claims.MEANINGS.items():
        yield Number(f"claim.{key}", data["claims"][key], ONE, meaning)


TOPIC = Topic(compute=compute, numbers=numbers, recorded=True)

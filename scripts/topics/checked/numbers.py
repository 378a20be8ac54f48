"""The numbers of the page "How this site is checked".

The one rule: a key begins with the part of the page that shows it.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

from scripts.drawing.declarations import Number
from scripts.reference_problems.tolerances import (
    ADAM_PATH,
    BROWSER,
    BROWSER_EPOCHS,
    FLOAT32_THREAD,
)
from scripts.topics.checked.data import Data
from scripts.topics.checked.data.adam import Rows
from scripts.topics.checked.data.claims import (
    BETA,
    CORNER,
    DEFAULT,
    DIVERGES,
    LEFT,
    REACH,
    SWINGS,
)
from scripts.topics.checked.data.comparisons import GTOL, Comparisons
from scripts.topics.checked.data.nist import Certified

ONE = "dimensionless"
SMALLEST = 1e-16  # float64 holds no more digits
RUNS = {
    "printed": "printed in the thread",
    "numpy": "by PyTorch's operations one by one, in NumPy",
    "torch": "by PyTorch's vector kernels, recorded",
    "gdcore": "by gdcore in float32",
    "float64": "by gdcore in float64",
}
SHOWN = ("printed", "numpy", "torch")  # row by row
AGREEMENT = {
    "same": "rows whose four numbers agree with the thread to the last printed digit",
    "same_x": "rows whose parameters agree with the thread to the last printed digit",
    "apart": "largest distance from the thread's parameters over that to the solution",
}
DIRECT = {
    "residual": "Largest entry of A theta - b, theta rounded to float32",
    "spacing": "Spacing of float32 at ten",
    "spacing_squared": "Its square",
    "eigenvalue_0": "Smaller eigenvalue of A",
    "eigenvalue_1": "Larger eigenvalue of A",
    "eigenvector_large": "Size of the larger entry of its eigenvectors",
    "eigenvector_small": "Size of the smaller entry of its eigenvectors",
    "one_spacing": "Steep gradient made by one float32 spacing of the first parameter",
}

NIST = {
    "rows": "rows",
    "parameters": "parameters",
    "digits": "digits of the worst parameter that are right, fifteen at most",
    "trusted": "digits that trusted_digits promises",
}


def _short(value: float) -> str:
    """3e-4, as the sources write it."""
    return np.format_float_scientific(value, trim="-", exp_digits=1)


PERCENT = f"{100 * LEFT:.0f} %"
W, B = CORNER
CLAIMS = {
    "any_limit": f"No x up to {REACH:.0f} has a smaller learning-rate limit",
    "any_swing": f"No x up to {REACH:.0f} swings at a smaller learning rate",
    "even_limit": f"Learning-rate limit of x spread evenly from 0 to {REACH:.0f}",
    "even_swing": "Learning rate from which these swing",
    "least_limit": "Smallest limit of the teaching datasets",
    "most_limit": "Largest limit of the teaching datasets",
    "reach_diverges": f"Reach of evenly spread x whose limit is {_short(DIVERGES)}",
    "reach_swings": f"Reach of evenly spread x that swing from {_short(SWINGS)} on",
    "epochs_zero": f"Epochs to {PERCENT} at {_short(DEFAULT)} from (0, 0), clean line",
    "epochs_corner": f"Epochs to {PERCENT} at {_short(DEFAULT)} from "
    f"({W:g}, {B:g}), clean line",
    "corner_over_slope": f"Slope {W:g} over the fitted slope, clean line",
    "way_descent": f"Path over straight distance to {PERCENT}, "
    f"descent at {_short(DEFAULT)}",
    "way_momentum": f"Path over straight distance to {PERCENT}, "
    f"momentum {BETA} at {_short(DEFAULT)}",
    "way_epochs_descent": "Epochs of that path, descent",
    "way_epochs_momentum": "Epochs of that path, momentum",
    "root": f"Modulus of the heavy ball's complex roots at beta = {BETA}, solved",
    "root_run": f"Factor of the swing per step of a run with beta = {BETA}",
    "root_sqrt": f"Square root of {BETA}",
    "root_twice": f"Twice the square root of {BETA}",
}


def numbers(data: Data) -> list[Number]:
    """All of them."""
    return [
        *_checks(data.comparisons),
        *_tables(data.comparisons),
        *_adam(data.adam),
        *_fields("thread", data.direct, DIRECT),
        Number(
            "thread.tolerance",
            FLOAT32_THREAD,
            ONE,
            "Tolerance of a million float32 steps, relative",
        ),
        Number(
            "browser.tolerance",
            BROWSER,
            ONE,
            "Tolerance of runs in the browser's Python, relative",
        ),
        Number(
            "browser.epochs",
            BROWSER_EPOCHS,
            "epochs",
            "Epochs of each run that the browser's Python is compared in",
        ),
        *_certified(data.nist),
        *(
            number
            for part in fields(data.claims)
            for number in _fields("claim", getattr(data.claims, part.name), CLAIMS)
        ),
    ]


def _fields(prefix: str, data: Any, meanings: dict[str, str]) -> Iterator[Number]:
    """A number for each field of a dataclass."""
    for field in fields(data):
        value = getattr(data, field.name)
        yield Number(f"{prefix}.{field.name}", value, ONE, meanings[field.name])


def _checks(data: Comparisons) -> Iterator[Number]:
    for check in data.checks:
        of = check.meaning
        yield Number(f"check.{check.key}.count", check.cases, ONE, f"{of}: how many")
        yield Number(f"check.{check.key}.worst", check.worst, ONE, f"{of}: worst")
        allowed = f"{of}: tolerance of the tests"
        yield Number(f"check.{check.key}.tolerance", check.tolerance, ONE, allowed)


def _tables(data: Comparisons) -> Iterator[Number]:
    for problem, methods in data.closed.items():
        for method, worst in methods.items():
            meaning = f"{method} on {problem}: digits in which all iterates agree"
            digits = int(-np.log10(max(worst, SMALLEST)))
            yield Number(f"digits.{problem}.{method}", digits, ONE, meaning)
    for problem, count in data.evaluations.items():
        what = f"Evaluations to a gradient of {_short(GTOL)} on {problem}"
        key = f"evaluations.{problem}"
        yield Number(f"{key}.gdcore", count.gdcore, ONE, f"{what}, gdcore")
        yield Number(f"{key}.scipy", count.scipy, ONE, f"{what}, SciPy")


def _adam(data: Rows) -> Iterator[Number]:
    for name in SHOWN:
        for step, x1 in zip(data.steps, data.runs[name].x1, strict=True):
            meaning = f"Second parameter after {step} steps of Adam, {RUNS[name]}"
            yield Number(f"adam.{step}.{name}", float(x1), ONE, meaning)
    for name, of in RUNS.items():
        run = data.runs[name]
        if run.agreement:
            meanings = {k: f"Adam {of}: {text}" for k, text in AGREEMENT.items()}
            for number in _fields("adam", run.agreement, meanings):
                yield Number(f"{number.key}.{name}", number.value, ONE, number.meaning)
        glitches = f"Rows near the solution with a gradient above ten, Adam {of}"
        yield Number(f"adam.glitches.{name}", run.glitches, ONE, glitches)
        longest = f"Longest gradient of these rows, Adam {of}"
        yield Number(f"adam.largest.{name}", run.largest, ONE, longest)
    yield Number("adam.rows", len(data.steps), ONE, "Rows printed in the thread")
    yield Number("adam.tolerance", ADAM_PATH, ONE, "Tolerance of Adam's runs")


def _certified(data: dict[str, Certified]) -> Iterator[Number]:
    for name, case in data.items():
        meanings = {key: f"NIST {name}: {meaning}" for key, meaning in NIST.items()}
        yield from _fields(f"nist.{name}", case, meanings)

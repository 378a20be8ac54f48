"""Cases of which data, a rate and a method are known.

The one rule: one fact that theory or a run has shown is what each must name.
"""

from collections.abc import Sequence

import numpy as np

from gdcore.datasets import intercept_thread, two_variable_thread
from scripts.diagnosing.example import Example
from scripts.diagnosing.questions import (
    asked,
    code,
    data,
    descent,
    moments,
    printed,
    question,
    rows,
)

SEVEN = np.array([98.0, 95.0, 92.0, 88.0, 85.0, 82.0, 79.0])
"""Far from zero, and close together."""


def cases() -> Sequence[Example]:
    """In the order in which the page shows them."""
    return (
        *_threads(),
        *_slow(),
        *_exploding(),
        *_growing(),
        *_of_methods(),
        *_small(),
    )


def _threads() -> Sequence[Example]:
    thread, system = intercept_thread(), two_variable_thread()
    return (
        Example(
            "intercept-not-learned",
            "The bias gradient stays small, and the intercept is not learned",
            "discuss.pytorch.org, thread 136505",
            question(rows(thread.x, thread.y), descent(1e-5, 100), precision="float32"),
            ("unscaled", "slow", "too few steps"),
            ("condition number", "limit"),
        ),
        Example(
            "two-variables",
            "Only two variables, and a million steps do not solve it",
            "discuss.pytorch.org, thread 208572",
            question(
                {"matrix": {"A": system.A.tolist(), "b": system.b.tolist()}},
                descent(1e-5, 1_000_000, "sum"),
                precision="float32",
            ),
            ("slow", "unscaled", "too few steps"),
            ("condition number", "limit"),
        ),
    )


def _slow() -> Sequence[Example]:
    return (
        Example(
            "celsius-to-fahrenheit",
            "Celsius to Fahrenheit: the bias crawls, a larger rate explodes",
            "forums.fast.ai, thread 18783",
            question(
                asked("celsius-to-fahrenheit"),
                code("celsius_to_fahrenheit_before_torch"),
            ),
            ("unscaled", "slow", "too few steps", "rate_too_small"),
        ),
        Example(
            "intercept-far-from-zero",
            "x is 0 to 399: the slope is right after a hundred epochs, the rest is not",
            "datascience.stackexchange.com, question 52542",
            question(moments(np.arange(400.0)), descent(1e-5, 100)),
            ("unscaled", "slow", "too few steps"),
            ("condition number", "limit"),
        ),
        Example(
            "years-as-x",
            "Years as x: at 1e-7 nothing is learned, at 1e-6 it explodes",
            "asked in many forums",
            question(asked("years-as-x")),
            ("unscaled", "slow", "too few steps"),
            ("condition number", "limit"),
        ),
    )


def _exploding() -> Sequence[Example]:
    return (
        Example(
            "x-times-100",
            "NaN as soon as I multiply x by a hundred",
            "StackOverflow",
            question(asked("x-times-100")),
            ("diverges",),
            ("condition number", "limit"),
        ),
        Example(
            "square-feet",
            "The cost grows at 1e-4 with square feet, at 1e-8 it falls",
            "StackOverflow, question 3837692",
            question(data("cost-increases"), descent(1e-4, 1500, "half mean")),
            ("diverges",),
            ("condition number", "limit"),
        ),
    )


def _growing() -> Sequence[Example]:
    seven = data("several-features-nan")
    miles = asked("slope-has-the-wrong-sign")
    miles["rows"] = {
        **miles["rows"],
        "X": [[1000 * x for x in row] for row in miles["rows"]["X"]],
    }
    return (
        Example(
            "theta-grows",
            "theta grows, and the normal equation is fine",
            "StackOverflow, question 17696797",
            question(seven, descent(0.01, 100, "half mean")),
            ("diverges",),
            ("condition number", "limit"),
        ),
        Example(
            "mileage",
            "Price by mileage: any rate above 1e-10 explodes",
            "stats.stackexchange.com, question 172895",
            question(miles, learning_rate=1e-10),
            ("diverges",),
            ("condition number", "limit"),
        ),
        Example(
            "just-above",
            "The loss grows by a fifth each epoch: only these printed lines",
            "github.com, pytorch, issue 23142",
            question(printed("theta-alternates", lines=25), learning_rate=0.01),
            ("divergence",),
        ),
    )


def _of_methods() -> Sequence[Example]:
    return (
        Example(
            "absolute-error",
            "Gradient descent oscillates with absolute error",
            "stats.stackexchange.com, question 4652",
            question(asked("absolute-error-oscillates")),
            ("hovers",),
        ),
        Example(
            "adam-rises",
            "Adam reaches a tiny loss, then the loss rises again",
            "datascience.stackexchange.com, question 25024",
            question(asked("adam-loss-rises"), printed("adam-loss-rises", 48, 30)),
            ("rising again",),
        ),
        Example(
            "stuck-at-1e-5",
            "The loss is stuck at 1e-5",
            "discuss.pytorch.org, thread 55899",
            question(asked("loss-stuck"), printed("loss-stuck", 17, 500)),
            ("floor",),
            ("condition number", "limit"),
        ),
    )


def _small() -> Sequence[Example]:
    """Kinds on which verdicts often go wrong."""
    five = np.arange(1.0, 6.0)
    return (
        Example(
            "rate-too-small",
            "Five points, and it takes for ever",
            "asked in many forums",
            question(rows(five, 2 * five + 1), descent(1e-5, 10_000)),
            ("too small",),
            ("condition number", "limit"),
        ),
        Example(
            "half-in-the-loss",
            "My loss has a half in front: is this rate too large?",
            "asked in many forums",
            question(moments(SEVEN), descent(2e-4, 1000, "half mean")),
            ("unscaled", "slow"),
            ("condition number", "limit"),
        ),
    )

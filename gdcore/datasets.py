"""The teaching datasets and the forum problems, as data.

The one rule: every draw is from the legacy RandomState, whose stream numpy guarantees.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gdcore import kinds, validation
from gdcore.validation import Array


@dataclass(frozen=True, eq=False)
class Dataset:
    """Points (x, y), each shape (n,), with a title and the one thing they teach."""

    title: str
    lesson: str
    x: Array
    y: Array

    if TYPE_CHECKING:  # lists are taken, arrays are kept

        def __init__(
            self, title: str, lesson: str, x: npt.ArrayLike, y: npt.ArrayLike
        ) -> None: ...

    def __post_init__(self) -> None:
        for name in ("title", "lesson"):
            kinds.text(name, getattr(self, name))
        x, y = validation.array("x", self.x, 1), validation.array("y", self.y, 1)
        if len(x) != len(y):
            raise ValueError(f"x has {len(x)} values but y has {len(y)}")
        validation.freeze(self, x=x, y=y)

    __setstate__ = validation.refrozen


@dataclass(frozen=True, eq=False)
class LinearSystem:
    """A x = b: A has shape (p, p), b has shape (p,)."""

    title: str
    lesson: str
    A: Array
    b: Array

    if TYPE_CHECKING:

        def __init__(
            self, title: str, lesson: str, A: npt.ArrayLike, b: npt.ArrayLike
        ) -> None: ...

    def __post_init__(self) -> None:
        for name in ("title", "lesson"):
            kinds.text(name, getattr(self, name))
        A, b = validation.array("A", self.A, 2), validation.array("b", self.b, 1)
        if A.shape != (len(b), len(b)):
            raise ValueError(f"A {A.shape} and b {b.shape} do not fit: (p, p) and (p,)")
        validation.freeze(self, A=A, b=b)

    __setstate__ = validation.refrozen


def clean() -> Dataset:
    """A line with little noise: 100 points on y = 0.3 x + 5."""
    x, noise = _drawn(1)
    return Dataset(
        "Clean line",
        "With little noise both losses find the line that made the data.",
        x,
        0.3 * x + 5 + 0.5 * noise,
    )


def heavy_noise() -> Dataset:
    """The same kind of line under noise ten times as strong."""
    x, noise = _drawn(2)
    return Dataset(
        "Heavy noise",
        "Noise moves the minimum and lifts its floor; the valley keeps its shape.",
        x,
        0.3 * x + 5 + 5.0 * noise,
    )


def outliers() -> Dataset:
    """One point in ten, among the largest x, is lifted far above the line."""
    x, noise = _drawn(3)
    lifted = np.arange(len(x)) >= len(x) - 10
    return Dataset(
        "Outliers",
        "Squares let a few points turn the line; absolute errors hardly notice them.",
        x,
        0.3 * x + 5 + 0.8 * noise + 25.0 * lifted,
    )


def saturating() -> Dataset:
    """y = 20 (1 - exp(-x / 12)): no line is right; the best is the least wrong."""
    x, noise = _drawn(4)
    return Dataset(
        "Saturating curve",
        "Descent converges to the best line, which is not the same as a good model.",
        x,
        20 * (1 - np.exp(-x / 12)) + 0.6 * noise,
    )


def growing_variance() -> Dataset:
    """Noise whose size grows with x."""
    x, noise = _drawn(5)
    return Dataset(
        "Growing variance",
        "The noisiest points lie at large x and have the most say in the slope.",
        x,
        0.3 * x + 5 + 0.12 * x * noise,
    )


def two_populations() -> Dataset:
    """Two lines mixed two to one: y = 0.5 x + 2 and y = 0.05 x + 14."""
    x, noise = _drawn(6)
    second = np.arange(len(x)) % 3 == 2
    y = np.where(second, 0.05 * x + 14, 0.5 * x + 2)
    return Dataset(
        "Two populations",
        "Squares settle between two lines; absolute errors side with the majority.",
        x,
        y + 0.7 * noise,
    )


def intercept_thread() -> Dataset:
    """The forum run whose intercept is not learnt: x = 0 ... 100, unit noise.

    The thread draws slope and intercept from [0, 1) without a seed; this is seed 0.
    """
    draw = np.random.RandomState(0)
    slope, intercept = draw.rand(), draw.rand()
    x = np.linspace(0, 100, 100)
    return Dataset(
        "The intercept thread",
        "A mean of x far from zero ties intercept to slope; the intercept crawls.",
        x,
        slope * x + intercept + draw.normal(size=100),
    )


def two_variable_thread() -> LinearSystem:
    """The forum problem that a million steps do not solve."""
    return LinearSystem(
        "The two-variable thread",
        "Squaring the residual squares the condition number.",
        np.array([[-2.4969e02, -4.1511e00], [-4.1511e00, -2.0755e-01]]),
        np.array([0.0, 10.0]),
    )


TEACHING = {
    "clean": clean,
    "heavy_noise": heavy_noise,
    "outliers": outliers,
    "saturating": saturating,
    "growing_variance": growing_variance,
    "two_populations": two_populations,
}
"""The teaching datasets by name."""


def _drawn(seed: int) -> tuple[Array, Array]:
    """100 ascending x in [0, 50) and as many standard normal draws."""
    draw = np.random.RandomState(seed)
    return np.sort(50 * draw.rand(100)), draw.normal(size=100)

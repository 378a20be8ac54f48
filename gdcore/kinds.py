"""What kind of object an argument must be: a problem, a method, a search, a function.

The one rule: what an object offers decides, not its class, so your own are taken.
"""

from typing import Any

import numpy as np
import numpy.typing as npt


def problem(value: object, name: str = "problem") -> None:
    """Refuse what is no problem."""
    what = "a problem with value and grad, such as LeastSquares(X, y)"
    offers(name, value, what, "dim", "dtype", "value", "grad")


def method(name: str, value: object) -> None:
    """Refuse what is no optimizer."""
    offers(name, value, "an optimizer, such as GradientDescent(0.1)", "init", "step")


def search(value: object) -> None:
    """Refuse what is no line search."""
    if not callable(value) or isinstance(value, type):
        raise ValueError(
            f"search must be a line search, such as Backtracking(), got {value!r}"
        )


def function(name: str, value: object) -> None:
    """Refuse what cannot be called."""
    if not callable(value):
        raise ValueError(f"{name} must be a function, got {value!r}")


def flag(name: str, value: bool) -> None:
    """Refuse what is neither True nor False."""
    if not isinstance(value, bool | np.bool):
        raise ValueError(f"{name} must be True or False, got {value!r}")


def offers(name: str, value: object, what: str, *attributes: str) -> None:
    """Refuse an object that lacks one of these, and a class in place of its object."""
    lacking = [attribute for attribute in attributes if not hasattr(value, attribute)]
    if isinstance(value, type):
        raise ValueError(f"{name} must be {what}, got {value!r}")
    if lacking:
        no = " and no ".join(lacking)
        raise ValueError(f"{name} must be {what}, got {value!r}, which has no {no}")


def text(name: str, value: object) -> None:
    """Refuse what is no text."""
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text, got {value!r}")


def value_at(problem: Any, x: npt.NDArray[Any]) -> Any:
    """f at points of shape (..., p); refuse another shape than (...)."""
    value = problem.value(x)
    shaped(problem, "value", np.shape(value), x.shape[:-1], x.shape)
    return value


def shaped(
    problem: object, method: str, got: object, want: tuple[int, ...], x: tuple[int, ...]
) -> None:
    """Refuse a shape that a method of your problem gives for points of shape x."""
    if got != want:
        raise ValueError(
            f"{method} of {type(problem).__name__} gives shape {got} for points of "
            f"shape {x}, not {want}: let it sum over the last axis alone, .sum(-1)"
        )

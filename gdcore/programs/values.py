"""What a program's names stand for while it is read: tensors, functions, objects, gaps.

The one rule: a value never touches the machine that the program is read on.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


class Unreadable(Exception):
    """Reading cannot go on: the work is bounded, or the program ends here."""


class Raised(Exception):
    """The program itself would end with an error at this line.

    Attributes:
        kind: A short name, "shape", "name", "integer", "grad", "type", "raise".
    """

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


class Unknown:
    """A value that nobody can know without running the program."""

    def __init__(self, why: str = "") -> None:
        self.why = why


class Item(float):
    """A number that `.item()` took out of a graph."""

    cut: "Cut | None" = None


class Rate(float):
    """A learning rate that a plan has made small."""


@dataclass(frozen=True)
class Cut:
    """Where a value left the graph of gradients, and by what."""

    by: str
    line: int


@dataclass(eq=False)
class Tensor:
    """A tensor: its numbers, the kind of them, and the leaves that it hangs on.

    Attributes:
        a: The numbers.
        kind: "f4", "f8", "i8" or "b1".
        sources: The leaves that require gradients and that reach it.
        requires: Whether it is such a leaf itself.
        cut: Where the graph was cut on the way, if it was.
        oldest: The count and the line of the oldest part of its graph.
        grad: The gradient, or None.
        passes: The numbers of the backward passes that the gradient holds.
    """

    a: Array
    kind: str = "f4"
    sources: "frozenset[Tensor]" = frozenset()
    requires: bool = False
    cut: Cut | None = None
    oldest: tuple[int, int] | None = None
    grad: "Tensor | None" = None
    passes: list[int] = field(default_factory=list)
    wrap: str = ""
    unit: Array | None = None

    def reaches(self) -> "frozenset[Tensor]":
        """The leaves that backward would reach from here."""
        return self.sources | {self} if self.requires else self.sources

    def __hash__(self) -> int:
        return id(self)


@dataclass(eq=False)
class Function:
    """A function of the program, with the names around it."""

    node: ast.FunctionDef | ast.Lambda
    around: "Frame"
    defaults: list[Any]
    kw_defaults: list[Any]


@dataclass(eq=False)
class Class:
    """A class of the program; base tells nn.Module from the others."""

    name: str
    base: Any
    names: dict[str, Any]


@dataclass(eq=False)
class Instance:
    """An object of a class of the program."""

    kind: Class
    names: dict[str, Any] = field(default_factory=dict)


@dataclass(eq=False)
class Native:
    """Something that this reader knows how to call."""

    name: str
    call: Callable[..., Any]


@dataclass(eq=False)
class Space:
    """A module or one of its parts: np, np.random, torch.nn, …"""

    name: str


@dataclass(eq=False)
class Layer:
    """A layer, loss, optimizer, scheduler, scaler or model of a library."""

    kind: str
    names: dict[str, Any] = field(default_factory=dict)
    parameters: list[Tensor] = field(default_factory=list)
    line: int = 0


@dataclass(eq=False)
class Frame:
    """The names of one function or of the module."""

    names: dict[str, Any]
    around: "Frame | None" = None
    shared: set[str] = field(default_factory=set)

    def home(self, name: str) -> "Frame | None":
        """The frame that holds a name, from the inside out."""
        here: Frame | None = self
        while here is not None:
            if name in here.names and name not in here.shared:
                return here
            here = here.around
        return None


def plain(value: Any) -> Any:
    """The numbers of a value, without the graph."""
    return value.a if isinstance(value, Tensor) else value


def is_number(value: Any) -> bool:
    """Whether a value is a real number or an array of real numbers."""
    if isinstance(value, bool | np.bool_):
        return False
    value = plain(value)
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "fiu"
    return isinstance(value, int | float | np.integer | np.floating)


def size(value: Any) -> int:
    """How many numbers, 0 if it holds none."""
    return int(np.size(plain(value))) if is_number(value) else 0

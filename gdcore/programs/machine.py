"""The state of a reading: budget, loops, what was observed, what is recorded.

The one rule: every value is computed by this package's own rules; nothing is executed,
and the work is bounded by a count.
"""

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from gdcore.programs.values import Array, Cut, Frame, Item, Tensor, Unreadable

BUDGET = 150_000
"""Expressions that one reading evaluates."""
LARGEST = 500_000
"""Numbers that one array may hold."""
DEPTH = 25
"""Calls inside calls."""


@dataclass(frozen=True)
class Note:
    """Something that was observed at a line: its kind, and what it concerns."""

    kind: str
    line: int
    about: Any = None


@dataclass(eq=False)
class Loop:
    """A loop that runs; writes counts its first round, total is of rows or batches."""

    node: ast.For | ast.While | ast.AsyncFor
    frame: Frame
    rounds: int = 0
    writes: Counter[Any] = field(default_factory=Counter)
    whole: bool | None = None
    total: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a value is kept: a name of a frame, an attribute, part of an array."""

    holder: int
    name: str


@dataclass(frozen=True)
class Plan:
    """What a run changes: values at the entry of a loop, and the learning rate.

    Attributes:
        loop: The loop at whose first entry the values are set; None for none.
        values: The values, by the name that holds them.
        names: The names that are read before the loop and after each round.
        scale: Factor of every learning rate.
        constants: Numbers in the source that are learning rates.
        case: Which guess is taken for names that are not defined.
        rounds: Rounds of the loop that are run before the reading stops.
        seed: Of random numbers; unit_seed: of what stands for gradients.
    """

    loop: ast.AST | None = None
    values: tuple[tuple[str, Any], ...] = ()
    names: tuple[str, ...] = ()
    scale: float = 1.0
    constants: frozenset[int] = frozenset()
    case: int = 0
    rounds: int = 2
    seed: int = 1
    unit_seed: int = 0


class Hooks(NamedTuple):
    """What parts of the reader need of parts that stand above them.

    Attributes:
        run_block: Follows statements: (machine, frame, statements).
        call: Calls a value: (machine, function, args, named).
        builtin: A name of Python or of a missing import: (machine, name).
        forward: Calls a layer: (machine, layer, args, named).
    """

    run_block: Callable[..., None]
    call: Callable[..., Any]
    builtin: Callable[..., Any]
    forward: Callable[..., Any]


@dataclass(eq=False)
class Machine:
    """What one run through a program knows."""

    tree: ast.Module
    hooks: Hooks
    plan: Plan = field(default_factory=Plan)
    budget: int = BUDGET
    depth: int = 0
    line: int = 0
    grad: bool = True
    loops: list[Loop] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    stores: dict[int, dict[str, int]] = field(default_factory=dict)
    record: dict[int, list[Any]] | None = None
    watched: frozenset[int] = frozenset()
    snapshots: list[dict[str, Any]] = field(default_factory=list)
    records: list[dict[int, list[Any]]] = field(default_factory=list)
    totals: dict[int, int] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    aliases: dict[int, list[Any]] = field(default_factory=dict)
    trained: dict[int, int] = field(default_factory=dict)
    entered: dict[int, Loop] = field(default_factory=dict)
    rates: list[tuple[str, float]] = field(default_factory=list)
    no_grad: int = 0
    created: int = 0
    leaves: list[Tensor] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    steps: int = 0
    passes: int = 0
    default_kind: str = "f4"
    keep: list[Any] = field(default_factory=list)
    tags: dict[Any, Any] = field(default_factory=dict)
    rng: np.random.RandomState = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.RandomState(self.plan.seed)

    def tick(self, node: ast.AST) -> None:
        """Counts one expression or statement."""
        self.budget -= 1
        if self.budget < 0:
            raise Unreadable("the program does more than a reading follows")
        self.line = getattr(node, "lineno", self.line)

    def note(self, kind: str, about: Any = None, line: int = 0) -> None:
        """Keeps an observation."""
        if len(self.notes) < 2000:
            self.notes.append(Note(kind, line or self.line, about))

    def noted(self, kind: str) -> list[Note]:
        """The observations of a kind."""
        return [note for note in self.notes if note.kind == kind]

    def unit(self, leaf: Tensor) -> Array:
        """The gradient that stands for the true one: generic, another in each pass."""
        if leaf not in self.leaves:
            self.leaves.append(leaf)
        seed = (self.plan.unit_seed, self.leaves.index(leaf), self.passes)
        unit = np.asarray(np.random.RandomState(seed).normal(0.0, 1.0, leaf.a.shape))
        leaf.unit = unit
        return unit

    def lift(
        self, call: Callable[..., Any], *values: Any, kind: str | None = None
    ) -> Tensor:
        """A tensor computed from others, with the leaves that they hang on."""
        numbers = [v.a if isinstance(v, Tensor) else v for v in values]
        parts = [v for v in values if isinstance(v, Tensor)]
        result = Tensor(bounded(np.asarray(call(*numbers))), kind or joint(parts))
        reached = frozenset[Tensor]().union(*(p.reaches() for p in parts))
        result.cut = next((p.cut for p in parts if p.cut), None)
        result.cut = result.cut or next(
            (v.cut for v in values if isinstance(v, Item) and v.cut), None
        )
        for p in parts:
            if reached and ("floored", id(p)) in self.tags:
                self.note("decimals lost", self.tags["floored", id(p)])
        if self.grad and result.kind[0] == "f":
            result.sources = reached
            olds = [p.oldest for p in parts if p.oldest and p.sources]
            if reached:
                self.created += 1
                result.oldest = min([*olds, (self.created, self.line)])
        elif reached:
            result.cut = result.cut or Cut("no_grad", self.no_grad or self.line)
        return result


def joint(parts: list[Tensor]) -> str:
    """The kind of numbers that an operation on tensors gives."""
    kinds = {p.kind for p in parts}
    wide = {p.kind for p in parts if p.a.ndim} & {"f8"}
    if not kinds & {"f4", "f8"}:
        return "i8" if kinds else "f4"
    return "f8" if wide or kinds & {"f4", "f8"} == {"f8"} else "f4"


def bounded(a: Array) -> Array:
    """The array, if it is not too large to go on with."""
    if a.size > LARGEST:
        raise Unreadable(f"an array of {a.size:,} numbers is more than a reading holds")
    return a

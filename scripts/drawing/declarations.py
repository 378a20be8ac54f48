"""What a topic module declares: data, numbers, figures and animations.

The one rule: a declaration that cannot become a good page is refused here, when the
module is imported, and not after an hour of drawing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, Self

PIXELS_PER_INCH = 100  # of the page: a figure of 6.4 inches is 640 CSS pixels wide
NARROW = 4.2  # inches, of a drawing for phones: 9 points are 11.6 pixels on one of 390
STACKED = 0.9  # height of a panel in a stack, over its height beside others
SHORTEST_ALT = 40  # characters; less than this cannot state a finding

Data = Mapping[str, Any]
Draw = Callable[..., Any]
Opens = Callable[[Any], dict[str, Any]]
Rows = Iterator[tuple[str, Any, str, str]]
"""Of numbers: key, value, unit, meaning."""


@dataclass(frozen=True)
class Number:
    """One computed value that pages may show.

    Args:
        key: Name within the topic; the build puts `<topic>.` before it.
        value: A float, int or bool; None where it is not defined (`meaning` says why).
        unit: The unit, or "dimensionless".
        meaning: One sentence for the tooltip, without a full stop.
    """

    key: str
    value: Any
    unit: str
    meaning: str

    def __post_init__(self) -> None:
        _check_name("number", self.key, r"[A-Za-z0-9_.+-]+")
        for field in ("unit", "meaning"):
            if not getattr(self, field).strip():
                raise ValueError(f"number {self.key!r} has no {field}")


def listed(*parts: Callable[[Any], Rows]) -> Callable[[Any], list[Number]]:
    """The numbers of a topic's data, part by part: what a `Topic` takes."""

    def numbers(data: Any) -> list[Number]:
        return [Number(*row) for part in parts for row in part(data)]

    return numbers


@dataclass(frozen=True)
class Figure:
    """A still picture: `draw(ax, data, *, theme)` draws it once, in one theme.

    Args:
        name: Its file name and its anchor on the page, `#figure-<name>`.
        draw: It draws and computes nothing; of more than one axes it gets the array.
        alt: What the picture shows, as a template over the topic's own numbers.
        explorer: From the topic's data to the settings at which the explorer opens.
        size: Width and height in inches.
        rows: Rows of axes.
        columns: Columns of axes.
        narrow_height: Height in inches of the drawing for phones, if not the usual one.
        narrow_columns: Columns of axes of that drawing.
        of: The part of the data that is drawn, a key; all of them if empty.
    """

    name: str
    draw: Draw
    alt: str
    explorer: Opens
    size: tuple[float, float] = (6.4, 4.0)
    rows: int = 1
    columns: int = 1
    narrow_height: float | None = None
    narrow_columns: int = 1
    of: str = ""
    kind = "figure"

    @property
    def shape(self) -> str:
        """What the files show of it, beside what is drawn."""
        narrow = f"{self.narrow_height} {self.narrow_columns}"
        return f"{self.name} {self.size} {self.rows} {self.columns} {narrow}"

    @property
    def narrow(self) -> Self:
        """The same for a phone: its panels are stacked, in the same order."""
        columns = min(self.columns, self.narrow_columns)
        rows = -(-self.rows * self.columns // columns)
        height = self.narrow_height or self.size[1] * (
            STACKED * rows / self.rows if rows > self.rows else 1
        )
        even = round(height * PIXELS_PER_INCH / 2) * 2 / PIXELS_PER_INCH
        return replace(self, size=(NARROW, even), rows=rows, columns=columns)

    def part(self, data: Any) -> Any:
        """What it draws of a topic's data."""
        return data[self.of] if self.of else data

    def __post_init__(self) -> None:
        _check_name(self.kind, self.name, r"[a-z0-9-]+")
        _check_opens(f"{self.kind} {self.name!r}", self.explorer)
        _check_alt(f"{self.kind} {self.name!r}", self.alt)


@dataclass(frozen=True)
class Animation(Figure):
    """A film: `draw(ax, data, *, theme)` draws what stands still.

    It returns `(moving_artists, update)`; `update(frame)` moves only those artists.
    The poster is the frame that a film at rest shows: the first that tells its story.
    """

    size: tuple[float, float] = (6.4, 3.6)
    frames: int = 120
    fps: int = 30
    poster: int = 0
    kind = "animation"

    @property
    def shape(self) -> str:
        """What the files show of it, beside what is drawn."""
        return f"{super().shape} {self.frames} {self.fps} {self.poster}"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.poster < self.frames:
            raise ValueError(
                f"animation {self.name!r}: poster={self.poster} is none of its "
                f"{self.frames} frames"
            )
        if any(round(side * PIXELS_PER_INCH) % 2 for side in self.size):
            raise ValueError(
                f"animation {self.name!r}: H.264 needs even sides, got {self.size} "
                f"inches at {PIXELS_PER_INCH} pixels each"
            )


def figure(
    *,
    alt: str,
    explorer: Opens,
    size: tuple[float, float] = Figure.size,
    rows: int = 1,
    columns: int = 1,
    narrow_height: float | None = None,
    narrow_columns: int = 1,
) -> Callable[[Draw], Figure]:
    """Declare a figure on the function that draws it, under the function's name."""
    narrow = (narrow_height, narrow_columns)

    def declare(draw: Draw) -> Figure:
        return Figure(_named(draw), draw, alt, explorer, size, rows, columns, *narrow)

    return declare


def animation(
    *,
    alt: str,
    explorer: Opens,
    frames: int = Animation.frames,
    size: tuple[float, float] = Animation.size,
    fps: int = Animation.fps,
    poster: int = Animation.poster,
    rows: int = 1,
    columns: int = 1,
    narrow_height: float | None = None,
    narrow_columns: int = 1,
) -> Callable[[Draw], Animation]:
    """Declare a film on the function that draws what stands still in it."""
    looks: dict[str, Any] = {"size": size, "rows": rows, "columns": columns}
    looks |= {"narrow_height": narrow_height, "narrow_columns": narrow_columns}
    looks |= {"frames": frames, "fps": fps, "poster": poster}

    def declare(draw: Draw) -> Animation:
        return Animation(_named(draw), draw, alt, explorer, **looks)

    return declare


def _named(draw: Draw) -> str:
    return draw.__name__.replace("_", "-")


def declared(*modules: ModuleType) -> tuple[Figure, ...]:
    """The figures and films of these modules, as their functions stand in them."""
    return tuple(
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Figure) and value.draw.__module__ == module.__name__
    )


@dataclass(frozen=True)
class Topic:
    """One page's worth of computed things; its package holds it as `TOPIC`.

    Args:
        compute: What is computed: plain values, arrays, and frozen dataclasses of them.
        numbers: What pages may show of these data.
        figures: Pictures and films of these data; `declared` lists those of a module.
    """

    compute: Callable[[], Any]
    numbers: Callable[[Any], list[Number]]
    figures: tuple[Figure, ...] = ()

    def __post_init__(self) -> None:
        names = [figure.name for figure in self.figures]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two figures or animations are named {name!r}")


def _check_name(kind: str, name: str, pattern: str) -> None:
    if not re.fullmatch(pattern, name):
        raise ValueError(f"{kind} name {name!r} does not match {pattern}")


def _check_opens(what: str, explorer: object) -> None:
    if not callable(explorer):
        raise ValueError(
            f"{what}: explorer= must be a function from the topic's data to settings, "
            f"so that readers can open it in the explorer; got {explorer!r}"
        )


def _check_alt(what: str, alt: str) -> None:
    if len(alt.strip()) < SHORTEST_ALT:
        raise ValueError(
            f"{what}: alt text must state the finding in at least {SHORTEST_ALT} "
            f"characters, got {alt.strip()!r}"
        )

"""What a topic module declares: data, numbers, figures and animations.

The one rule: a declaration that cannot become a good page is refused here, when the
module is imported, and not after an hour of drawing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PIXELS_PER_INCH = 100  # of the page: a figure of 6.4 inches is 640 CSS pixels wide
SHORTEST_ALT = 40  # characters; less than this cannot state a finding

Data = Mapping[str, Any]
Draw = Callable[..., None]
Animate = Callable[..., tuple[Sequence[Any], Callable[[int], None]]]
Opens = Callable[[Any], dict[str, Any]]


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


@dataclass(frozen=True)
class Figure:
    """A still picture: `draw(ax, data, *, theme)` draws it once per theme.

    Args:
        name: Its file name and its anchor on the page, `#figure-<name>`.
        draw: A function of the topic module; it draws and computes nothing.
        alt: What the picture shows, as a template over the topic's own numbers.
        explorer: From the topic's data to the settings at which the explorer opens.
        size: Width and height in inches.
        rows: Rows of axes; with more than one axes, `draw` gets their array.
        columns: Columns of axes.
    """

    name: str
    draw: Draw
    alt: str
    explorer: Opens
    size: tuple[float, float] = (6.4, 4.0)
    rows: int = 1
    columns: int = 1
    kind = "figure"

    @property
    def function(self) -> Draw:
        """What draws it."""
        return self.draw

    def __post_init__(self) -> None:
        _check_name("figure", self.name, r"[a-z0-9-]+")
        _check_opens(f"figure {self.name!r}", self.explorer)
        _check_alt(f"figure {self.name!r}", self.alt)


@dataclass(frozen=True)
class Animation:
    """A film: `animate(ax, data, *, theme)` draws what stands still.

    It returns `(moving_artists, update)`; `update(frame)` moves only those artists.
    The last frame is the poster, so it must tell the story on its own.
    """

    name: str
    animate: Animate
    alt: str
    explorer: Opens
    frames: int = 120
    size: tuple[float, float] = (6.4, 3.6)
    fps: int = 30
    rows: int = 1
    columns: int = 1
    kind = "animation"

    @property
    def function(self) -> Animate:
        """What draws it."""
        return self.animate

    def __post_init__(self) -> None:
        _check_name("animation", self.name, r"[a-z0-9-]+")
        _check_opens(f"animation {self.name!r}", self.explorer)
        _check_alt(f"animation {self.name!r}", self.alt)
        if any(round(side * PIXELS_PER_INCH) % 2 for side in self.size):
            raise ValueError(
                f"animation {self.name!r}: H.264 needs even sides, got {self.size} "
                f"inches at {PIXELS_PER_INCH} pixels each"
            )


@dataclass(frozen=True)
class Topic:
    """One page's worth of computed things; the module holds it as `TOPIC`."""

    compute: Callable[[], dict[str, Any]]
    numbers: Callable[[Any], list[Number]]
    figures: tuple[Figure, ...] = ()
    animations: tuple[Animation, ...] = ()
    recorded: bool = False  # whether `compute` reads recorded values

    def __post_init__(self) -> None:
        names = [artifact.name for artifact in self.artifacts]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two figures or animations are named {name!r}")

    @property
    def artifacts(self) -> tuple[Figure | Animation, ...]:
        """Figures, then animations: everything that is drawn."""
        return (*self.figures, *self.animations)


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

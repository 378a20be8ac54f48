"""What the alternative texts say of each run.

The one rule: a key is the page's name, with underscores, and the part.
"""

from collections.abc import Iterator

from scripts.drawing.declarations import Number
from scripts.topics.explorer.data import Picture

ONE = "dimensionless"
EXACT = 1e-24  # of the loss at the start: less is what rounding left


def numbers(data: dict[str, Picture]) -> list[Number]:
    """Those of every page."""
    return [
        Number(f"{name.replace('-', '_')}_{part}", value, unit, meaning)
        for name, run in data.items()
        for part, value, unit, meaning in _parts(run)
    ]


def _parts(run: Picture) -> Iterator[tuple[str, float, str, str]]:
    first, second = run.parameters
    x, best = run.x[run.row], run.optimum
    yield "step", int(run.k[run.row]), "steps", "step that the picture shows"
    yield "steps", int(run.k[-1]), "steps", "steps of the run"
    yield "first", float(x[0]), ONE, f"{first} at that step"
    yield "second", float(x[1]), ONE, f"{second} there"
    yield "best_first", float(best[0]), ONE, f"best {first}"
    yield "best_second", float(best[1]), ONE, f"best {second}"
    yield "loss", float(run.loss[run.row]), ONE, "loss at that step"
    rounding = run.best <= EXACT * run.loss[0]  # of points on a line it is zero
    yield "least", 0.0 if rounding else float(run.best), ONE, "least loss"

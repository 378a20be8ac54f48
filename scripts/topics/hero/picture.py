"""The data of the live picture on the front page: runs, scales and sentences.

The one rule: a script that has this file draws and interpolates, and computes nothing.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.algebra import inverse
from scripts.engine.numerals import number
from scripts.topics.hero.data import HALF, MOST, Data, Run

WIDTH, HEIGHT = 400, 300  # of both pictures, in units of the drawing
X, Y = (-3.0, 51.0), (-1.5, 22.5)  # what the left one shows of the data
CENTER = (200.0, 90.0)  # of the valley; the start lies below it
RAW, STANDARDIZED = 34.0, 14.0  # units of the drawing for one of each coordinate
RADII = tuple(0.375 * 2**i for i in range(7))  # each step is four times the loss
DIGITS = 5  # significant
AXES = {
    "raw": ("slope w", "intercept b"),
    "standardized": ("slope, x standardized", "height at the mean of x"),
}


def described(data: Data) -> dict[str, Any]:
    """The file as a value; numbers have a few digits, positions are those of theta."""
    shares = [run.share for run in data.raw]
    return {
        "size": [WIDTH, HEIGHT],
        "first": shares.index(HALF),
        "limit": sum(share < 1 for share in shares) - 0.5,  # between two stops
        "best": _short(data.best),
        "points": [_short(row) for row in _points(data)],
        "line": _line(),
        "radii": RADII,
        **{
            name: {"axes": AXES[name], **maps, "runs": list(_runs(name, data))}
            for name, maps in _maps(data).items()
        },
    }


def _runs(name: str, data: Data) -> Iterator[dict[str, Any]]:
    for run in getattr(data, name):
        yield {
            "share": f"{run.share:g}",
            "rate": number(run.rate, 3),
            "k": run.k.tolist(),
            "theta": _short(run.theta.ravel()),
            "story": story(name, run, data),
        }


def story(name: str, run: Run, data: Data) -> str:
    """What happens in a run, in at most two sentences."""
    if run.overflows:
        return (
            "Past the limit each step overshoots more: "
            f"inf after {run.overflows:,} steps, then NaN."
        )
    if name == "standardized":
        return f"Slope and intercept are both right after {_steps(run.arrives)}."
    begins = f"The line looks right after {_steps(run.fits)}."
    if run.arrives:
        return f"{begins} Its intercept is right after {run.arrives:,}."
    left, best = float(run.theta[-1, 1]), float(data.best[1])
    return f"{begins} After {MOST:,} its intercept is {left:.1f}, not {best:.1f}."


def _steps(count: int | None) -> str:
    assert count is not None, "a run below the limit fits, and arrives if standardized"
    return f"{count:,} step{'s' if count > 1 else ''}"


def _points(data: Data) -> np.ndarray:
    """The points as they are drawn."""
    (left, right), (low, high) = X, Y
    across = (data.x - left) / (right - left) * WIDTH
    down = (high - data.y) / (high - low) * HEIGHT
    return np.stack([across, down], axis=1).round(1)


def _line() -> list[list[float]]:
    """For three x, where it is drawn and how high a line is there.

    Rows (across, of_w, of_b, rest): y = of_w w + of_b b + rest, in the drawing. The x
    are both ends of the picture, and zero between them, where the intercept is.
    """
    (left, right), (low, high) = X, Y
    unit = HEIGHT / (high - low)
    return [
        _short([(x - left) / (right - left) * WIDTH, -unit * x, -unit, unit * high])
        for x in (left, right, 0.0)
    ]


def _maps(data: Data) -> dict[str, dict[str, list[float]]]:
    """As SVG writes a matrix: from theta to the drawing, and from the bowl to it.

    In standardized coordinates z the loss above its least is the squared distance from
    the best z: circles, which `surface` carries into the drawing.
    """
    across, down = CENTER
    M, best = data.change.M, data.best
    back = inverse(M)
    return {
        name: {
            "point": _short(
                [
                    *(scale * A[0, 0], -scale * A[1, 0]),
                    *(scale * A[0, 1], -scale * A[1, 1]),
                    across - scale * float(A[0, 0] * best[0] + A[0, 1] * best[1]),
                    down + scale * float(A[1, 0] * best[0] + A[1, 1] * best[1]),
                ]
            ),
            "surface": _short(
                [
                    *(scale * B[0, 0], -scale * B[1, 0]),
                    *(scale * B[0, 1], -scale * B[1, 1]),
                    *CENTER,
                ]
            ),
        }
        for name, scale, A, B in (
            ("raw", RAW, np.eye(2), M),
            ("standardized", STANDARDIZED, back, np.eye(2)),
        )
    }


def _short(values: Any) -> list[float]:
    """With few digits, whole numbers without a point."""
    short = (float(f"{value:.{DIGITS}g}") for value in values)
    return [int(value) if value == int(value) else value for value in short]

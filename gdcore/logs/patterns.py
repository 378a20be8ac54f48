"""How values follow each other: runs of rises, turns, signs, and stretches at rest.

The one rule: a change below the printed digits is no change.
"""

from typing import NamedTuple

import numpy as np

from gdcore.validation import Array

ENOUGH = 3
"""Changes in a row that make a pattern."""
UNEVEN = 0.25
"""Largest residual of ln of the swings' sizes about a geometric sequence."""
STOOD, LONGER = 6, 2
"""Values at the end that stand, and stretches of earlier ones alike, at least."""
BACK = 0.2
"""Share of what waves fall by in the second half that they rise by, at least."""
SMOOTH = 0.3
"""Correlation of a change with the next one, in waves; 0 in a random walk."""
RECENT = 12
"""Changes at the end that tell the sign of the factor."""


def rest(v: Array, u: Array) -> int:
    """Values at the end that are printed alike, the last one included."""
    apart = np.nonzero(np.abs(v - v[-1]) > 0.5 * u[-1])[0]
    return len(v) - (int(apart[-1]) + 1 if len(apart) else 0)


def at_rest(v: Array, u: Array) -> bool:
    """Whether the end stands: a fifth of the values, or longer than any stretch before.

    A slow fall has stretches of one length; at its end each is twice that before it.
    """
    still = rest(v, u)
    if still >= max(4, len(v) / 5):
        return True
    moves = np.nonzero(np.abs(np.diff(v)) > 0.5 * u[1:])[0]
    longest = int(np.diff(moves, prepend=-1).max()) if len(moves) else 0
    return still >= max(STOOD, LONGER * longest)


def rises(v: Array, u: Array) -> int:
    """Rises in a row at the end."""
    falls = np.nonzero(~(np.diff(v) > 0.5 * u[1:]))[0]
    return len(v) - 1 - (int(falls[-1]) + 1 if len(falls) else 0)


def turns(v: Array, u: Array) -> float:
    """Share of the changes that go against the one before; white noise has 2/3."""
    d = np.diff(v)
    d = d[np.abs(d) > 0.5 * u[1:]]
    return float(np.mean(d[1:] * d[:-1] < 0)) if len(d) > ENOUGH else 0.0


def alternates(d: Array, u: Array) -> bool | None:
    """Whether the last changes go to and fro (True), one way (False), or neither."""
    large = np.abs(d) > 1.5 * u
    last = np.nonzero(large)[0]
    if len(last) < ENOUGH:
        return None
    end = int(last[-1]) + 1
    gaps = np.nonzero(~large[:end])[0]
    start = max(int(gaps[-1]) + 1 if len(gaps) else 0, end - RECENT)
    if end < len(d) - max(ENOUGH, len(d) // 4):
        return None
    signs = np.signbit(d[start:end])
    if len(signs) < ENOUGH:
        return None
    changed = signs[1:] != signs[:-1]
    late = changed[-max(2 * len(changed) // 3, 2) :]
    return True if late.all() else False if not late.any() else None


class Swing(NamedTuple):
    """Turning points at even distances.

    Attributes:
        period: Steps of a full swing.
        ratio: Factor of the swings' size from one half to the next.
        lines: Values that it rests on.
    """

    period: float
    ratio: float
    lines: int


def swing(k: Array, v: Array, u: Array) -> Swing | None:
    """A smooth swing with four turns or more; None if there is none."""
    at, moved = _turning(v, u)
    if moved < 8 or len(at) < 4 or len(at) > 0.45 * moved:
        return None
    late = np.diff(k[at])[-6:]
    lines = float(np.ptp(k)) / (len(k) - 1)
    if late.mean() < 1.9 * lines or k[-1] - k[at[-1]] > 1.5 * late.mean() + lines:
        return None
    if np.ptp(late) > 0.4 * late.mean() + np.diff(k).max():
        return None
    heights = np.abs(np.diff(v[at]))[-6:]
    if not np.all(heights > 0):
        return None
    sizes = np.log(heights)
    line = np.polyfit(np.arange(len(sizes)), sizes, 1)
    if np.abs(sizes - np.polyval(line, np.arange(len(sizes)))).max() > UNEVEN:
        return None
    ratio = float(np.exp(line[0]))
    return Swing(float(2 * late.mean()), ratio, moved)


def waves(k: Array, v: Array, u: Array) -> float:
    """Steps of a wave of a loss that goes up and down over several lines; 0 for none.

    A random walk of n changes turns about n/2 times, give or take sqrt(n)/2: waves turn
    less, and in the last third of the values, too. Descent below the limit of the
    rate never rises.
    """
    at, moved = _turning(v, u)
    if len(at) < 4 or len(at) > moved / 2 - 1.25 * moved**0.5:
        return 0.0
    late = np.diff(k[at])[-6:]
    if 3 * at[-1] < 2 * len(v) or late.min() < late.mean() / 3:
        return 0.0
    d = np.diff(v[len(v) // 2 :])
    if not rises_again(v, u) or d[1:] @ d[:-1] < SMOOTH * (d @ d):
        return 0.0
    return float(2 * late.mean())


def rises_again(v: Array, u: Array) -> bool:
    """Whether the second half rises by much of what it falls by, in logarithms."""
    half = slice(len(v) // 2, None)
    at, _ = _turning(v[half], u[half])
    d = np.diff(np.log(np.maximum(v[half], 1e-300)))
    return len(at) > 1 and bool(d[d > 0].sum() >= BACK * -d[d < 0].sum())


def _turning(v: Array, u: Array) -> tuple[Array, int]:
    """Places of the values at which changes turn, and how many changes are clear."""
    d = np.diff(v)
    d = np.where(np.abs(d) > 1.5 * u[1:], d, 0.0)
    kept = np.nonzero(d)[0]
    return kept[1:][d[kept[1:]] * d[kept[:-1]] < 0], len(kept)


class Scatter(NamedTuple):
    """A straight line through values, and what scatters about it.

    Attributes:
        level: Mean of the values.
        change: What the line rises by from first to last.
        size: Standard deviation about the line.
    """

    level: float
    change: float
    size: float

    @property
    def trendless(self) -> bool:
        """Whether the line rises or falls by no more than what scatters."""
        return abs(self.change) < 1.5 * self.size


def scatter(k: Array, v: Array) -> Scatter:
    """The scatter of v about its straight line in k."""
    t = (k - k.mean()) / max(float(np.ptp(k)), 1e-300)
    scale = float(np.abs(v).max()) or 1.0
    y = v / scale
    slope = float(t @ (y - y.mean())) / max(float(t @ t), 1e-300)
    left = y - y.mean() - slope * t
    return Scatter(float(y.mean()) * scale, slope * scale, float(np.std(left)) * scale)

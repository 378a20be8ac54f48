"""What a squared penalty does to a fit and to descent, on five small examples.

The one rule: the loss is mean (w x + b - y)^2 + alpha w^2; every other convention is
turned into this one.
"""

from dataclasses import dataclass

from scripts.topics.ridge.data import fits, runs, selection, spectra


@dataclass(frozen=True)
class Data:
    """All that the page shows."""

    three: fits.Three
    line: fits.Line
    shift: fits.Shift
    scale: fits.Scale
    choice: fits.Choice
    pair: spectra.Pair
    thread: spectra.Thread
    ways: runs.Ways
    decays: runs.Decays
    box: runs.Box
    lasso: selection.Lasso


def compute() -> Data:
    """Each part by itself."""
    return Data(
        fits.three(),
        fits.line(),
        fits.shift(),
        fits.scale(),
        fits.choice(),
        spectra.pair(),
        spectra.thread(),
        runs.ways(),
        *runs.decays(),
        selection.lasso(),
    )

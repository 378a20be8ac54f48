"""What the front page says of its live picture.

The one rule: each number is of the runs at half the limit, or of the first one past it.
"""

from gdcore.problems import line_fit
from gdcore.spectral import spectrum
from scripts.drawing.declarations import Number
from scripts.topics.hero.data import DIVERGING, HALF, Data, Run

ONE = "dimensionless"


def numbers(data: Data) -> list[Number]:
    """Steps of the three runs, and how narrow the valley is."""
    raw, standardized = at(data.raw, HALF), at(data.standardized, HALF)
    past = at(data.raw, DIVERGING[0])
    condition = spectrum(line_fit(data.x, data.y)).condition_number
    return [
        Number("condition_number", condition, ONE, "largest over smallest curvature"),
        Number("fits", raw.fits, "steps", "until a twentieth of the loss is left"),
        Number("raw", raw.arrives, "steps", "until slope and intercept are right"),
        Number("standardized", standardized.arrives, "steps", "the same, standardized"),
        Number("overflows", past.overflows, "steps", "until the loss is not finite"),
        Number("slope", float(data.best[0]), ONE, "slope of the best line"),
        Number("intercept", float(data.best[1]), ONE, "intercept of the best line"),
    ]


def at(runs: tuple[Run, ...], share: float) -> Run:
    """The run at a share of the limit."""
    return next(run for run in runs if run.share == share)

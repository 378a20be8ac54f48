"""The rate dial of the ill-conditioning page.

The one rule: a curve is told by its dash and by the name that stands on it.
"""

from matplotlib.axes import Axes

from scripts.drawing import pieces
from scripts.drawing.declarations import figure
from scripts.drawing.style import Theme
from scripts.topics.ill_conditioning import explorer
from scripts.topics.ill_conditioning.data import Data

DASHES = {"raw": "-", "centered": (0, (6, 3)), "standardized": (0, (1, 1.6))}
EDGE = 1.6


@figure(
    alt="Steps to one percent against the learning rate as a share of its limit, on "
    "logarithmic axes. Three curves fall side by side and end at a hatched region "
    "that begins at the limit. At their best, raw data take {dial_fewest_raw:,} "
    "steps, centered data {dial_fewest_centered:,}, standardized data "
    "{dial_fewest_standardized:,}.",
    explorer=explorer.dial,
    size=(6.4, 3.9),
)
def dial(ax: Axes, data: Data, *, theme: Theme) -> None:
    """Steps to one percent against the share of the limit, in three coordinates."""
    pieces.beyond_limit(ax, EDGE, theme=theme, hatch="//////")
    for name, curve in data.dial.items():
        dashes = DASHES[name]
        ax.plot(curve.share, curve.steps, color=theme.run, linestyle=dashes)
        ax.text(1.25e-3, curve.steps[0] * 1.5, name, color=theme.text)
    ax.text(0.9, 3e7, "diverges", color=theme.wrong, weight="semibold", ha="right")
    pieces.log_axis(ax, "x")
    pieces.log_axis(ax, "y")
    ax.set(xlim=(1e-3, EDGE), ylim=(0.7, 1e8))
    ax.set_xlabel("learning rate, as a share of its limit")
    ax.set_ylabel("steps to 1 % in w and b")

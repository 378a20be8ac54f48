"""The spectrum, and the loss before and after the first remedy, as a picture.

The one rule: what is drawn stands in the report; matplotlib is asked for only here.
"""

import importlib
from typing import Any

import numpy as np

from gdcore.reports import Report

MISSING = "--figure needs matplotlib: python -m pip install matplotlib"

LEAST = 1e-16
"""Share of the first loss below which all is drawn alike."""


def draw(report: Report, name: str) -> None:
    """Write the picture; its ending chooses the format.

    Raises:
        ValueError: If matplotlib is absent, the ending is unknown, or the file cannot
            be written.
    """
    try:
        figures = importlib.import_module("matplotlib.figure")
    except ImportError:
        raise ValueError(MISSING) from None
    figure = figures.Figure(figsize=(9, 4), layout="constrained")
    spectrum, course = figure.subplots(1, 2, width_ratios=(1, 2))
    draw_spectrum(spectrum, report.eigenvalues)
    draw_paths(course, report)
    try:
        figure.savefig(name, dpi=150)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ValueError(f"{name} cannot be written: {why}") from None


def draw_spectrum(ax: Any, eigenvalues: tuple[float, ...]) -> None:
    """Eigenvalues on a log axis."""
    values = np.array([value for value in eigenvalues if value > 0])
    ax.plot(np.ones_like(values), values, "o", color="#6D1D7C")
    ax.set(yscale="log", xticks=[], ylabel="eigenvalue of the loss")
    ax.spines[["top", "right", "bottom"]].set_visible(False)


def draw_paths(ax: Any, report: Report) -> None:
    """Loss above its minimum by steps, both on log axes."""
    styles = ((report.before, "#1F2430", "-"), (report.after, "#148650", "--"))
    for path, color, dash in styles:
        if path is None:
            continue
        floor = LEAST * max(float(path.loss[0]), np.finfo(np.float64).tiny)
        loss = np.maximum(path.loss, floor)
        ax.plot(1 + path.k, loss, dash, color=color, label=path.label)
    ax.set(xscale="log", yscale="log", xlabel="1 + steps", ylabel="loss above minimum")
    ax.spines[["top", "right"]].set_visible(False)
    if report.before or report.after:
        ax.legend(frameon=False)

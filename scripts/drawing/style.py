"""One meaning, one color: the palette of figures, formulas and the stylesheet.

The one rule: a color is named by what it means and stands nowhere else; matplotlib and
the browser (`palette.css`) read the same two themes below.
"""

import functools
import logging
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from scripts.drawing.ramp import ramp

# Names that no font of the reader's machine has: matplotlib would draw with that one.
FONT = "Gradient Descent Inter"
GREEK_FONT = "Gradient Descent Inter Greek"


@dataclass(frozen=True)
class Theme:
    """Colors by role, for one of the page's two color schemes."""

    name: str
    scheme: str  # Material's name for it
    slope: str
    intercept: str
    run: str
    theory: str
    optimum: str
    steep: str
    flat: str
    wrong: str
    text: str
    muted: str
    grid: str
    paper: str
    contours: tuple[str, ...]  # low loss first


LIGHT = Theme(
    name="light",
    scheme="default",
    slope="#1B76D2",
    intercept="#C2410C",
    run="#1F2430",
    theory="#667085",
    optimum="#148650",
    steep="#6D1D7C",
    flat="#8A6A00",
    wrong="#D70D3E",
    text="#1F2430",
    muted="#5B6475",
    grid="#E4E7EC",
    paper="#FFFFFF",
    contours=("#8D95A5", "#A3AAB8", "#B9BFCA", "#CED3DB", "#E0E3E9"),
)
DARK = Theme(
    name="dark",
    scheme="slate",
    slope="#7CC0FF",
    intercept="#F68C2F",
    run="#E6E8EE",
    theory="#9AA4B8",
    optimum="#74E4AB",
    steep="#E58CF5",
    flat="#FFDB81",
    wrong="#FF6B81",
    text="#E6E8EE",
    muted="#A3ADBF",
    grid="#2F3541",
    paper="#171A21",
    contours=("#7A8499", "#667085", "#545D6F", "#444B5A", "#363C48"),
)
THEMES = (LIGHT, DARK)
ROLES = (
    "slope",
    "intercept",
    "run",
    "theory",
    "optimum",
    "steep",
    "flat",
    "wrong",
)

# Pairs too close in color for deuteranope sight, and what tells them apart.
TOLD_APART = {
    frozenset({"intercept", "flat"}): "a line with its label against a short arrow",
    frozenset({"intercept", "wrong"}): "a label against hatching or a cross",
    frozenset({"flat", "wrong"}): "a short arrow against hatching or a cross",
    frozenset({"optimum", "wrong"}): "a star against hatching or a cross",
    frozenset({"slope", "steep"}): "a line with its label against a long arrow",
}


COLOR = re.compile(r"#[0-9a-f]{6}\b")  # as matplotlib writes them
COMMON = {  # matplotlib settings of both themes
    "font.family": [FONT, GREEK_FONT, "DejaVu Sans"],
    "font.size": 10,
    "mathtext.fontset": "cm",
    "axes.labelsize": 10,
    "axes.titlesize": 10,
    "axes.titleweight": "semibold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "path.simplify_threshold": 0.25,  # in pixels; more bends smooth curves
    "svg.fonttype": "path",
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
}
COLORED = {  # role -> the settings that take its color
    "text": ("text.color", "axes.labelcolor", "axes.titlecolor"),
    "muted": ("xtick.labelcolor", "ytick.labelcolor"),
    "grid": ("axes.edgecolor", "grid.color", "xtick.color", "ytick.color"),
    "paper": ("figure.facecolor", "axes.facecolor", "savefig.facecolor"),
    "wrong": ("hatch.color",),
}


def rc(theme: Theme) -> dict[str, Any]:
    """Matplotlib settings of a theme: page font, no box, small and repeatable SVG."""
    colors = {
        setting: getattr(theme, role)
        for role, settings in COLORED.items()
        for setting in settings
    }
    return COMMON | colors


def recolored(svg: str, theme: Theme) -> str:
    """A drawing that has the colors of the light theme, with those of another."""
    colors = _counterparts(theme)
    return COLOR.sub(lambda color: colors.get(color[0], color[0]), svg)


@functools.cache
def _counterparts(theme: Theme) -> dict[str, str]:
    """The colors of a theme by those of the light one that mean the same."""
    colors: dict[str, str] = {}
    for light, other in zip(_colors(LIGHT), _colors(theme), strict=True):
        if colors.setdefault(light, other) != other:
            raise ValueError(f"{light} has two meanings, one color in another theme")
    return colors


def _colors(theme: Theme) -> list[str]:
    roles = [value for value in vars(theme).values() if str(value).startswith("#")]
    return [color.lower() for color in (*roles, *theme.contours, *ramp(theme.name))]


def use_fonts(directory: Path) -> None:
    """Let matplotlib know its own fonts and the .ttf files that vendor.py makes.

    It knows no other, so that a figure never hangs on what a machine has installed.
    """
    from matplotlib import font_manager, get_data_path

    known = font_manager.fontManager.ttflist
    known[:] = [font for font in known if font.fname.startswith(get_data_path())]
    for font in sorted(directory.glob("*.ttf")):
        font_manager.fontManager.addfont(font)
    # It remarks on each weight that a fallback lacks; a missing letter is an error.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


def css() -> str:
    """palette.css: `--gd-<role>` in both schemes, `.gd-<role>` to color words by it."""
    blocks = [_variables(theme) for theme in THEMES]
    blocks += [f".gd-{role} {{ color: var(--gd-{role}); }}\n" for role in ROLES]
    return "".join(blocks)


def _variables(theme: Theme) -> str:
    colors = [
        (field.name, getattr(theme, field.name))
        for field in fields(theme)
        if field.type is str and field.name not in ("name", "scheme")
    ]
    colors += [(f"contour-{i}", color) for i, color in enumerate(theme.contours, 1)]
    colors += [(f"ramp-{i}", color) for i, color in enumerate(ramp(theme.name), 1)]
    body = "".join(f"  --gd-{name}: {color};\n" for name, color in colors)
    return f'[data-md-color-scheme="{theme.scheme}"] {{\n{body}}}\n'

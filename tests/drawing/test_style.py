"""The palette can be told apart and read, and the stylesheet is written from it."""

from dataclasses import fields
from itertools import combinations

import numpy as np
import pytest

from scripts.drawing import style
from scripts.drawing.ramp import STEPS, ramp
from scripts.drawing.style import ROLES, THEMES, TOLD_APART, Theme

LEAST_DIFFERENCE = 20.0  # CIE 1976 Delta E
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3

# Linear RGB as a deuteranope sees it. Source: Machado, Oliveira and Fernandes (2009),
# table of severity 1.0.
DEUTERANOPE = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = XYZ.sum(axis=1)


def linear(color: str) -> np.ndarray:
    srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    t = XYZ @ np.clip(rgb, 0, 1) / WHITE
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(first: str, second: str) -> float:
    """The smaller Delta E of two colors, for usual and for deuteranope sight."""
    a, b = linear(first), linear(second)
    seen = [(a, b), (DEUTERANOPE @ a, DEUTERANOPE @ b)]
    return min(float(np.linalg.norm(lab(p) - lab(q))) for p, q in seen)


def contrast(first: str, second: str) -> float:
    low, high = sorted(float(XYZ[1] @ linear(color)) for color in (first, second))
    return (high + 0.05) / (low + 0.05)


def test_the_measures_are_those_of_the_standards():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("first", "second"), [*combinations(ROLES, 2)])
def test_two_roles_can_be_told_apart(theme: Theme, first: str, second: str):
    if frozenset({first, second}) not in TOLD_APART:
        colors = getattr(theme, first), getattr(theme, second)
        assert difference(*colors) >= LEAST_DIFFERENCE


def test_each_exception_is_needed_and_says_what_tells_the_pair_apart():
    for pair, reason in TOLD_APART.items():
        first, second = pair
        worst = min(difference(getattr(t, first), getattr(t, second)) for t in THEMES)
        assert worst < LEAST_DIFFERENCE, pair
        assert " against " in reason


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("role", [*ROLES, "text", "muted"])
def test_words_in_a_role_can_be_read(theme: Theme, role: str):
    assert contrast(getattr(theme, role), theme.paper) >= LEAST_CONTRAST


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_contours_are_gray_and_fade_towards_the_paper(theme: Theme):
    seen = [contrast(color, theme.paper) for color in theme.contours]
    assert seen == sorted(seen, reverse=True)
    assert all(np.hypot(*lab(linear(color))[1:]) < 15 for color in theme.contours)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_run_is_seen_on_the_whole_ramp(theme: Theme):
    colors = ramp(theme.name)
    assert len(set(colors)) == STEPS
    far = [contrast(color, theme.run) for color in colors]
    assert far == sorted(far)
    assert far[0] >= 3
    assert contrast(colors[-1], theme.paper) < 1.15
    assert f"--gd-ramp-{STEPS}: {colors[-1]};" in style.css()


def test_the_stylesheet_has_every_color_of_both_schemes():
    css = style.css()
    for theme in THEMES:
        start = css.index(f'[data-md-color-scheme="{theme.scheme}"]')
        block = css[start : css.index("}", start)]
        for field in fields(theme):
            if field.name not in ("name", "scheme", "contours", "ramp"):
                assert f"--gd-{field.name}: {getattr(theme, field.name)};" in block
        assert f"--gd-contour-1: {theme.contours[0]};" in block
    for role in ROLES:
        assert f".gd-{role} {{ color: var(--gd-{role}); }}" in css

"""The live picture of the front page as it stands before its script, and without it.

The one rule: the script moves these elements and adds none; colors are classes of the
stylesheet, and every number is one of the data file.
"""

from typing import Any

FILE = "data/hero.json"  # of the build

STILL = 1000  # the picture stands at the first kept row from here on
LINE = "The data, the best line dashed, and the line of the run"
SURFACE = "The loss over slope and intercept, and the path of the run"


def markup(hero: dict[str, Any], place: str) -> str:
    """The section; `place` is the address of its data, from the page."""
    run = hero["raw"]["runs"][hero["first"]]
    row = next(row for row, k in enumerate(run["k"]) if k >= STILL)
    across, up = hero["raw"]["axes"]
    slope, intercept = run["theta"][2 * row : 2 * row + 2]
    return "\n".join(
        [
            f'<section class="gd-hero" data-hero="{place}" '
            'aria-label="Gradient descent, live">',
            '<div class="gd-hero-panels">',
            _panel(
                "line",
                hero,
                LINE,
                "dashed: best line · x",
                "y",
                _line(hero, slope, intercept),
            ),
            _panel("surface", hero, SURFACE, across, up, _surface(hero, row)),
            "</div>",
            _words(run["k"][row], intercept, hero["best"][1], run["story"]),
            _controls(hero),
            "</section>",
        ]
    )


def _panel(
    name: str, hero: dict[str, Any], label: str, across: str, up: str, inner: str
) -> str:
    width, height = hero["size"]
    kept = "xMinYMid" if name == "line" else "xMidYMid"  # where the screen is narrow
    return (
        f'<div class="gd-hero-panel"><svg class="gd-hero-{name}" role="img" '
        f'viewBox="0 0 {width} {height}" preserveAspectRatio="{kept} slice" '
        f'aria-label="{label}">{inner}</svg>'
        f'<span class="gd-hero-across">{across}</span>'
        f'<span class="gd-hero-up">{up}</span></div>'
    )


def _line(hero: dict[str, Any], w: float, b: float) -> str:
    """Points, the axis where the intercept is read, both lines, both intercepts."""
    dots = " ".join(f"M{x} {y}h0" for x, y in hero["points"])
    zero = hero["line"][2]
    best = _ends(hero["line"], *hero["best"])
    return (
        f'<path class="gd-hero-points" d="{dots}"/>'
        f'<path class="gd-hero-axis" d="M{zero[0]} 0v{hero["size"][1]}"/>'
        f'<path class="gd-hero-best" d="{best}"/>'
        f'<path class="gd-hero-run" d="{_ends(hero["line"], w, b)}"/>'
        f'<path class="gd-hero-goal" d="{_dot(zero, *hero["best"])}"/>'
        f'<path class="gd-hero-intercept" d="{_dot(zero, w, b)}"/>'
    )


def _surface(hero: dict[str, Any], row: int) -> str:
    """Filled level lines, the path up to a row, its end, and the star."""
    raw, (width, height) = hero["raw"], hero["size"]
    theta = raw["runs"][hero["first"]]["theta"][: 2 * row + 2]
    places = [_at(raw["point"], *theta[i : i + 2]) for i in range(0, len(theta), 2)]
    matrix = " ".join(map(str, raw["surface"]))
    levels = reversed([*enumerate(hero["radii"], 1)])
    bands = "".join(f'<circle r="{r}" class="gd-ramp-{i}"/>' for i, r in levels)
    path = f"M{'L'.join(places)}"
    return (
        f'<rect width="{width}" height="{height}" '
        f'class="gd-ramp-{len(hero["radii"]) + 1}"/>'
        f'<g class="gd-hero-bands" transform="matrix({matrix})">{bands}</g>'
        f'<path class="gd-hero-halo" d="{path}"/>'
        f'<path class="gd-hero-path" d="{path}"/>'
        f'<path class="gd-hero-star" d="M{_at(raw["point"], *hero["best"])}'
        'm0-11l2.6 7.4 7.8.2-6.2 4.8 2.2 7.5-6.4-4.4-6.4 4.4 2.2-7.5-6.2-4.8 7.8-.2z"/>'
        f'<path class="gd-hero-ring" d="M{places[-1]}h0"/>'
        f'<path class="gd-hero-marker" d="M{places[-1]}h0"/>'
    )


def _words(k: int, intercept: float, best: float, story: str) -> str:
    return (
        '<div class="gd-hero-words"><p class="gd-hero-counter">'
        f'step <output class="gd-hero-step">{k:,}</output> '
        '<span class="gd-intercept">intercept <output class="gd-hero-b">'
        f"{intercept:.2f}</output></span> of {best:.2f}</p>"
        f'<p class="gd-hero-story" role="status">{story}</p></div>'
    )


def _controls(hero: dict[str, Any]) -> str:
    """They work once the data are there; without script they are not shown."""
    first, runs = hero["first"], hero["raw"]["runs"]
    last = len(runs) - 1
    half, limit = ("half the limit", first), ("limit", hero["limit"])
    marks = (("crawls", 0), half, limit, ("NaN", last))
    ticks = "".join(
        f'<span style="--at:{index / last:.4f}">{name}</span>' for name, index in marks
    )
    run = runs[first]
    return (
        '<div class="gd-hero-controls"><div class="gd-hero-rate">'
        '<label for="gd-hero-rate">Learning rate</label> '
        '<output for="gd-hero-rate">'
        f"{run['share']} × the limit = {run['rate']}</output>"
        f'<input id="gd-hero-rate" type="range" min="0" max="{last}" step="1" '
        f'value="{first}" style="--limit:{hero["limit"] / last:.4f}" '
        "disabled />"
        f'<div class="gd-hero-ticks" aria-hidden="true">{ticks}</div></div>'
        '<label class="gd-hero-switch"><input type="checkbox" role="switch" disabled />'
        "Standardize x</label>"
        '<button type="button" class="gd-hero-play" disabled>Play</button></div>'
    )


def _ends(line: list[list[float]], w: float, b: float) -> str:
    return f"M{_height(line[0], w, b)}L{_height(line[1], w, b)}"


def _dot(zero: list[float], w: float, b: float) -> str:
    return f"M{_height(zero, w, b)}h0"


def _height(row: list[float], w: float, b: float) -> str:
    across, of_w, of_b, rest = row
    return f"{across} {of_w * w + of_b * b + rest:.1f}"


def _at(matrix: list[float], w: float, b: float) -> str:
    a, c, d, e, left, top = matrix
    return f"{a * w + d * b + left:.1f} {c * w + e * b + top:.1f}"

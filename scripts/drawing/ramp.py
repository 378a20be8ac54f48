"""The color ramp of a loss surface: from the floor of the valley to its heights.

The one rule: it is the ground of a picture, so the ink of a run is seen on each color.
"""

STEPS = 12
ANCHORS = {
    "light": ("#7C70D2", "#B28BD6", "#E2A8C3", "#F3CDB0", "#FAEBCB", "#FDF8E9"),
    "dark": ("#7765D0", "#66489F", "#523872", "#3A2B4C", "#28242F", "#1D1F27"),
}
"""Colors at equal distances, low loss first, by the name of the theme."""


def ramp(name: str) -> list[str]:
    """STEPS colors between the anchors of a theme, low loss first."""
    anchors = [_channels(color) for color in ANCHORS[name]]
    places = [i * (len(anchors) - 1) / (STEPS - 1) for i in range(STEPS)]
    return [_between(anchors, place) for place in places]


def _channels(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]


def _between(anchors: list[list[int]], place: float) -> str:
    low = min(int(place), len(anchors) - 2)
    share = place - low
    mixed = (
        round(one + share * (two - one))
        for one, two in zip(anchors[low], anchors[low + 1], strict=True)
    )
    return f"#{bytes(mixed).hex().upper()}"

"""The settings of the explorer: plain values, completed with defaults and checked.

The one rule: what leaves `complete` can be run; everything else is a ValueError whose
text names the setting and says what it may be.
"""

import math
from typing import Any

from gdcore.datasets import TEACHING
from scripts.engine import catalog

Settings = dict[str, Any]

DEFAULTS: Settings = {
    "v": 1,
    "data": {"name": "clean"},
    "loss": "mse",
    "l2": 0,
    "optimizer": {"name": "GradientDescent", "learning_rate": 0.0005},
    "coordinates": "raw",
    "precision": "float64",
    "epochs": 500,
    "start": [0, 0],
    "seed": 0,
    "step": 0,
    "compare": None,
    "code": None,
    "show": {"residuals": False, "predicted": True},
    "exercise": None,
}
CHOICES = {
    "loss": ("mse", "mae"),
    "coordinates": ("raw", "centered", "standardized"),
    "precision": ("float64", "float32"),
}
DATA = (*TEACHING, "intercept_thread", "two_variables", "own")
COMPARED = ("optimizer", "loss", "l2", "coordinates", "precision")
MOST_EPOCHS, MOST_POINTS, MOST_CODE = 1_000_000, 1000, 20_000
MOST_SEED = 2**31 - 1


def complete(given: object) -> Settings:
    """`given` with every default filled in.

    Args:
        given: A dict as in a link; keys equal to the defaults may be missing.

    Raises:
        ValueError: If a key is unknown, or a value cannot be meant.
    """
    settings = {**DEFAULTS, **_mapping("settings", given)}
    _known("settings", settings, DEFAULTS)
    if settings["v"] != DEFAULTS["v"]:
        raise ValueError(f"settings of version {settings['v']!r} are not known here")
    for key, choices in CHOICES.items():
        _choice(key, settings[key], choices)
    code = settings["code"]
    if code is not None and len(_text("code", code).encode()) > MOST_CODE:
        raise ValueError(f"code is longer than {MOST_CODE:,} bytes")
    if settings["exercise"] is not None:
        _text("exercise", settings["exercise"])
    return {
        **settings,
        "data": _data(settings["data"]),
        "l2": _number("l2", settings["l2"], 0),
        "optimizer": catalog.complete(_mapping("optimizer", settings["optimizer"])),
        "epochs": whole("epochs", settings["epochs"], 1, MOST_EPOCHS),
        "start": _pair("start", settings["start"]),
        "seed": whole("seed", settings["seed"], 0, MOST_SEED),
        "step": whole("step", settings["step"], 0, 1000 * MOST_EPOCHS),
        "compare": _compare(settings["compare"]),
        "show": _show(settings["show"]),
    }


def second(settings: Settings) -> Settings:
    """The complete settings of the run that is laid over the first."""
    return complete({**settings, **settings["compare"], "compare": None})


def whole(name: str, value: object, least: int, most: int) -> int:
    """`value` as an int, from `least` to `most`; refuse anything else."""
    number = _number(name, value, -math.inf)
    if number != int(number) or not least <= number <= most:
        raise ValueError(
            f"{name} must be a whole number from {least:,} to {most:,}, got {value!r}"
        )
    return int(number)


def _data(given: object) -> Settings:
    data = _mapping("data", given)
    name = data.get("name")
    _choice("data.name", name, DATA)
    if name == "own":
        _known("data", data, ("name", "x", "y"))
        x, y = (_column(f"data.{key}", data.get(key)) for key in "xy")
        if len(x) != len(y):
            raise ValueError(f"data.x has {len(x)} rows but data.y has {len(y)}")
        return {"name": name, "x": x, "y": y}
    _known("data", data, ("name", "moved") if name != "two_variables" else ("name",))
    if not data.get("moved"):
        return {"name": name}
    return {"name": name, "moved": _moved(data["moved"])}


def _column(name: str, given: object) -> list[float]:
    rows = _sequence(name, given)
    if not 2 <= len(rows) <= MOST_POINTS:
        raise ValueError(f"{name} must hold 2 to {MOST_POINTS} values, not {len(rows)}")
    return [_number(f"row {i + 1} of {name}", v, -math.inf) for i, v in enumerate(rows)]


def _moved(given: object) -> list[list[float]]:
    moved = []
    for row in _sequence("data.moved", given)[:MOST_POINTS]:
        point = _sequence("data.moved", row)
        if len(point) != 3:
            raise ValueError("data.moved must hold [row, x, y] for each moved point")
        row_number = whole("data.moved row", point[0], 0, MOST_POINTS)
        moved.append([row_number, *_pair("data.moved", point[1:])])
    return moved


def _compare(given: object) -> Settings | None:
    if given is None:
        return None
    other = _mapping("compare", given)
    _known("compare", other, COMPARED)
    for key in other.keys() & CHOICES.keys():
        _choice(f"compare.{key}", other[key], CHOICES[key])
    out = dict(other)
    if "l2" in out:
        out["l2"] = _number("compare.l2", out["l2"], 0)
    if "optimizer" in out:
        out["optimizer"] = catalog.complete(
            _mapping("compare.optimizer", out["optimizer"])
        )
    return out


def _show(given: object) -> Settings:
    show = _mapping("show", given)
    _known("show", show, DEFAULTS["show"])
    for key, value in show.items():
        if not isinstance(value, bool):
            raise ValueError(f"show.{key} must be true or false, got {value!r}")
    return {**DEFAULTS["show"], **show}


def _mapping(name: str, value: object) -> Settings:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ValueError(f"{name} must be an object with named values, got {value!r}")
    return value


def _sequence(name: str, value: object) -> list[object]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{name} must be a list, got {value!r}")
    return list(value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} must be text or null, got {value!r}")
    return value


def _pair(name: str, given: object) -> list[float]:
    values = _sequence(name, given)
    if len(values) != 2:
        raise ValueError(f"{name} must be two numbers, got {values!r}")
    return [_number(name, value, -math.inf) for value in values]


def _number(name: str, value: object, least: float) -> float:
    return catalog.number(name, value, least, math.inf)


def _choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}; got {value!r}")


def _known(name: str, given: Settings, known: Any) -> None:
    for key in given:
        if key not in known:
            raise ValueError(f"{name} has no {key!r}; it has {', '.join(known)}")

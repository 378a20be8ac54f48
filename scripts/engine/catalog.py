"""What can be chosen in the explorer: datasets, and optimizers with their fields.

The one rule: the fields are those of the dataclasses; what stands here besides is what
a control has to know of them: its kind and its range.
"""

import math
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from typing import Any

import numpy as np

from gdcore import datasets, optimizers
from gdcore.linesearch import Backtracking, Exact, Search, StrongWolfe
from gdcore.optimizers import Averaged, Optimizer, SubgradientDescent

SEARCHES: dict[str, Callable[[], Search]] = {
    "Backtracking": Backtracking,
    "StrongWolfe": StrongWolfe,
    "Exact": Exact,
}
LARGEST = 1e100
"""Larger numbers could not even be squared twice."""
NAMES = tuple(name for name in optimizers.__all__ if name not in ("Optimizer", "State"))


@dataclass(frozen=True)
class Control:
    """How a field is set: "number", "integer" or "choice", and from where to where.

    Attributes:
        kind: Of the control.
        least: Smallest value, or None for a choice.
        most: Largest value, or None for a choice.
        log: Whether a slider goes by factors.
        each: Whether it may be two numbers, one for each parameter.
    """

    kind: str
    least: float | None
    most: float | None
    log: bool = False
    each: bool = False


CONTROLS = {
    "learning_rate": Control("number", 1e-10, 1e3, log=True, each=True),
    "beta": Control("number", 0.0, 0.9999),
    "beta1": Control("number", 0.0, 0.9999),
    "beta2": Control("number", 0.0, 0.99999),
    "decay": Control("number", 0.0, 0.99999),
    "eps": Control("number", 0.0, 1.0, log=True),
    "power": Control("number", 0.0, 2.0),
    "first": Control("number", 1e-10, 1e3, log=True),
    "mu": Control("number", 1e-12, 1e12, log=True),
    "L": Control("number", 1e-12, 1e12, log=True),
    "history": Control("integer", 1, 100),
    "batch_size": Control("integer", 1, 1000),
    "search": Control("choice", None, None),
}


def catalog() -> dict[str, Any]:
    """Datasets and optimizers, as plain values.

    Returns:
        {"datasets": [{name, title, lesson, points, line}, ...], "optimizers": [{name,
        formula, rate, fields: [{name, kind, default, least, most, log, each, choices}]
        }, ...]}; `rate` tells whether it has a learning rate; a default of None is
        chosen from the data.
    """
    return {
        "datasets": [*map(_dataset, [*datasets.TEACHING, "intercept_thread"]), _pair()],
        "optimizers": [_optimizer(name) for name in NAMES],
    }


def complete(given: dict[str, Any]) -> dict[str, Any]:
    """An optimizer's settings with every field filled in.

    Raises:
        ValueError: If the name or a field is unknown, or a value is out of range.
    """
    name = given.get("name")
    if name not in NAMES:
        known = ", ".join(NAMES)
        raise ValueError(f"optimizer.name must be one of {known}; got {name!r}")
    defaults = {field["name"]: field["default"] for field in _fields(name)}
    for key in given.keys() - {"name"}:
        if key not in defaults:
            raise ValueError(f"{name} has no {key!r}; it has {', '.join(defaults)}")
    values = {**defaults, **given}
    return {"name": name, **{key: _value(key, values[key]) for key in defaults}}


def number(name: str, value: object, least: float, most: float) -> float:
    """`value` if it is a finite number from `least` to `most`; refuse anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} must be a number, got {value!r}")
    if not -LARGEST <= value <= LARGEST:
        raise ValueError(f"{name} must be a number of at most {LARGEST:g}")
    if not least <= value <= most:
        range_ = f"from {least:g} to {most:g}" if most < math.inf else f">= {least:g}"
        raise ValueError(f"{name} must be {range_}, got {value!r}")
    return value


def build(given: dict[str, Any], **derived: object) -> Optimizer[Any]:
    """The optimizer that complete settings describe.

    Args:
        given: What `complete` returned.
        derived: Values for fields that the settings leave to the data.
    """
    values = {k: v for k, v in given.items() if k != "name" and v is not None}
    values |= derived
    if "search" in values:
        values["search"] = SEARCHES[str(values["search"])]()
    if isinstance(values.get("learning_rate"), list):
        values["learning_rate"] = np.array(values["learning_rate"], np.float64)
    if given["name"] == "Averaged":
        return Averaged(SubgradientDescent(**values))
    made: Optimizer[Any] = getattr(optimizers, given["name"])(**values)
    return made


def _value(name: str, value: object) -> object:
    control = CONTROLS[name]
    if control.kind == "choice":
        if value not in SEARCHES:
            raise ValueError(
                f"{name} must be one of {', '.join(SEARCHES)}; got {value!r}"
            )
        return value
    if value is None and name in ("mu", "L"):
        return None
    assert control.least is not None
    assert control.most is not None
    if control.each and isinstance(value, list | tuple):
        if len(value) != 2:
            raise ValueError(f"{name} must be one number or two, got {value!r}")
        return [number(name, one, control.least, control.most) for one in value]
    checked = number(name, value, control.least, control.most)
    if control.kind != "integer":
        return checked
    if checked != int(checked):
        raise ValueError(f"{name} must be a whole number, got {value!r}")
    return int(checked)


def _dataset(name: str) -> dict[str, Any]:
    made = getattr(datasets, name)()
    said = {"name": name, "title": made.title, "lesson": made.lesson}
    return {**said, "points": len(made.x), "line": True}


def _pair() -> dict[str, Any]:
    made = datasets.two_variable_thread()
    said = {"name": "two_variables", "title": made.title, "lesson": made.lesson}
    return {**said, "points": len(made.b), "line": False}


def _optimizer(name: str) -> dict[str, Any]:
    doc = getattr(optimizers, name).__doc__.partition("\n")[0]
    listed = _fields(name)
    rated = any(field["name"] == "learning_rate" for field in listed)
    return {"name": name, "formula": doc, "rate": rated, "fields": listed}


def _fields(name: str) -> list[dict[str, Any]]:
    """The fields of an optimizer; `seed` is a setting of its own."""
    kind = SubgradientDescent if name == "Averaged" else getattr(optimizers, name)
    return [_field(field) for field in fields(kind) if field.name != "seed"]


def _field(field: Any) -> dict[str, Any]:
    default = None if field.default is MISSING else field.default
    if field.name == "search":
        default = type(field.default_factory()).__name__
    control = CONTROLS[field.name]
    choices = list(SEARCHES) if control.kind == "choice" else None
    return {"name": field.name, "default": default, **vars(control), "choices": choices}

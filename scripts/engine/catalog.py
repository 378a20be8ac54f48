"""What can be chosen in the explorer: datasets, and optimizers with their fields.

The one rule: the fields are those of the dataclasses; what stands here besides is what
a control has to know of them: its label and its range.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any

import numpy as np

from gdcore import datasets, optimizers
from gdcore.linesearch import Backtracking, Exact, Search, StrongWolfe
from gdcore.optimizers import Averaged, Optimizer, SubgradientDescent
from gdcore.validation import Array
from scripts.engine import schema
from scripts.engine.methods import METHODS
from scripts.engine.schema import Node

SEARCHES: dict[str, Callable[[], Search]] = {
    "Backtracking": Backtracking,
    "StrongWolfe": StrongWolfe,
    "Exact": Exact,
}


@dataclass(frozen=True)
class Control:
    """How a field is set.

    Attributes:
        label: Beside the control.
        node: What it may be.
        log: Whether a slider goes by factors.
        derived: What stands for it in a program where it is left to the data.
    """

    label: str
    node: Node
    log: bool = False
    derived: str | None = None


RATES = schema.number(1e-20, 1e3, each=2)
CURVATURE = schema.nullable(schema.number(1e-12, 1e12))
CONTROLS = {
    "learning_rate": Control("Learning rate η", RATES, log=True),
    "beta": Control("Momentum β", schema.number(0.0, 0.9999)),
    "beta1": Control("β₁, of the mean", schema.number(0.0, 0.9999)),
    "beta2": Control("β₂, of the squares", schema.number(0.0, 0.99999)),
    "decay": Control("Decay of the squares", schema.number(0.0, 0.99999)),
    "eps": Control("ε, below the root", schema.number(0.0, 1.0), log=True),
    "decay_rate": Control("Decay of the rate", schema.number(0.0, 1e3), log=True),
    "power": Control("Power of the decay", schema.number(0.0, 2.0)),
    "first": Control("First step tried", schema.number(1e-10, 1e3), log=True),
    "lambda_min": Control("λmin, smallest curvature", CURVATURE, True, "curvatures[0]"),
    "lambda_max": Control("λmax, largest curvature", CURVATURE, True, "curvatures[-1]"),
    "history": Control("Pairs kept", schema.whole(1, 100)),
    "batch_size": Control("Batch size", schema.whole(1, 1000)),
    "search": Control("Line search", schema.choice(*SEARCHES)),
}


def catalog() -> dict[str, Any]:
    """Datasets and optimizers, as plain values.

    Returns:
        {"datasets": [{name, title, lesson, points, line}, ...], "optimizers": [{name,
        formula, source, title, words, key, fields: [{name, label, default, log,
        derived, and what its schema has}], numpy and torch: programs}, ...]}.
    """
    return {
        "datasets": [*map(_dataset, [*datasets.TEACHING, "intercept_thread"]), _pair()],
        "optimizers": [*map(_optimizer, METHODS)],
    }


def optimizer_node(name: str) -> Node:
    """What the settings of an optimizer may be."""
    described = {
        field.name: {**CONTROLS[field.name].node, "default": _default(field)}
        for field in _fields(name)
    }
    return schema.mapping(described)


def build(given: dict[str, Any], **derived: object) -> Optimizer[Any]:
    """The optimizer that complete settings describe.

    Args:
        given: An optimizer of complete settings.
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
    optimizer: Optimizer[Any] = getattr(optimizers, given["name"])(**values)
    return optimizer


def is_seeded(name: str) -> bool:
    """Whether a method draws rows."""
    return any(field.name == "seed" for field in fields(_class(name)))


def _dataset(name: str) -> dict[str, Any]:
    dataset = getattr(datasets, name)()
    texts = {"name": name, "title": dataset.title, "lesson": dataset.lesson}
    picture = _thumbnail(dataset.x, dataset.y)
    return {**texts, "points": len(dataset.x), "line": True, "picture": picture}


def _thumbnail(x: Array, y: Array) -> list[list[int]]:
    """Every third point, from 0 to 100 both ways."""
    columns = [
        np.rint(100 * (values - values.min()) / np.ptp(values))[::3]
        for values in (x, y)
    ]
    return [[int(a), int(b)] for a, b in zip(*columns, strict=True)]


def _pair() -> dict[str, Any]:
    pair = datasets.two_variable_thread()
    texts = {"name": "two_variables", "title": pair.title, "lesson": pair.lesson}
    return {**texts, "points": len(pair.b), "line": False}


def _optimizer(name: str) -> dict[str, Any]:
    method = METHODS[name]
    texts = {"title": method.title, "words": method.words, "key": method.key}
    listed = [
        {"name": field.name, "default": _default(field), **_shown(CONTROLS[field.name])}
        for field in _fields(name)
    ]
    return {
        "name": name,
        "formula": getattr(optimizers, name).__doc__.partition("\n")[0],
        "plain_rate": method.plain_rate,
        "seeded": is_seeded(name),
        "compared": method.compared is not None,
        "fields": listed,
        **texts,
        **method.programs(),
    }


def _shown(control: Control) -> dict[str, Any]:
    node = {key: value for key, value in control.node.items() if key != "must"}
    own = {"label": control.label, "log": control.log, "derived": control.derived}
    return {**node, **own}


def _class(name: str) -> Any:
    return SubgradientDescent if name == "Averaged" else getattr(optimizers, name)


def _fields(name: str) -> list[Field[Any]]:
    """The fields of an optimizer; `seed` is a setting of its own."""
    return [field for field in fields(_class(name)) if field.name != "seed"]


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return type(field.default_factory()).__name__
    return None if field.default is MISSING else field.default

"""What the explorer shows when a figure is opened there, said in gdcore's objects.

The one rule: the method and the data are those that the topic computes with; no number
of theirs is written a second time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from gdcore.optimizers import Averaged

LEAST_STATES = 3
Settings = dict[str, Any]
Opens = Callable[[Any], Settings]
"""From the data of a topic to settings."""


@dataclass(frozen=True)
class Handle:
    """A number in a sentence that moves the live picture of its page.

    Attributes:
        label: What the number is, for those who hear it.
        form: How it is written, as in `number`.
        states: What the picture shows at each value, in the order of a drag.
        first: The value that the sentence has without script.
    """

    label: str
    form: str
    states: Mapping[float, Settings]
    first: float

    def __post_init__(self) -> None:
        if self.first not in self.states or len(self.states) < LEAST_STATES:
            raise ValueError(
                f"the handle {self.label!r} needs {LEAST_STATES} states or more, and "
                f"{self.first} among them"
            )


def settings(
    data: str | Settings,
    method: Any,
    *,
    epochs: int,
    start: Any = (0.0, 0.0),
    step: int = 0,
    loss: str = "mse",
    coordinates: str = "raw",
    precision: str = "float64",
    compare: Settings | None = None,
    code: str | None = None,
) -> Settings:
    """The settings of one run.

    Args:
        data: The name of a dataset, or what `points` returned.
        method: An optimizer of gdcore.
        epochs: Passes over the data; steps where a step looks at all of them.
        start: Raw (w, b).
        step: The step to show.
        loss: "mse" or "mae".
        coordinates: "raw", "centered" or "standardized".
        precision: "float64" or "float32".
        compare: What differs in the second run.
        code: The reader's program.
    """
    return {
        "data": {"name": data} if isinstance(data, str) else data,
        "loss": loss,
        "optimizer": optimizer(method),
        "coordinates": coordinates,
        "precision": precision,
        "epochs": int(epochs),
        "start": [float(value) for value in start],
        "step": int(step),
        "compare": compare,
        "code": code,
    }


def optimizer(method: Any) -> Settings:
    """An optimizer of gdcore as plain values."""
    name = type(method).__name__
    method = method.inner if isinstance(method, Averaged) else method
    names = [field.name for field in fields(method) if field.name != "seed"]
    return {"name": name, **{key: _plain(getattr(method, key)) for key in names}}


def points(x: Any, y: Any) -> Settings:
    """Points that are no dataset's."""
    return {
        "name": "own",
        "x": np.asarray(x, float).tolist(),
        "y": np.asarray(y, float).tolist(),
    }


def always(shown: Settings) -> Opens:
    """The same settings, whatever the data are."""
    return lambda data: shown


def beside(page: Settings, method: Any) -> Settings:
    """The run of a page, laid over the same by another method."""
    return {**page, "compare": {"optimizer": optimizer(method)}}


def at_ends(page: Settings, steps: Iterable[int]) -> dict[float, Settings]:
    """The run of a page as far as each count, at its end."""
    return {k: {**page, "epochs": k, "step": k, "compare": None} for k in steps}


def with_methods(page: Settings, methods: Mapping[float, Any]) -> dict[float, Settings]:
    """The run of a page by each method, at its end."""
    shown = {"step": page["epochs"], "compare": None}
    return {
        value: {**page, **shown, "optimizer": optimizer(method)}
        for value, method in methods.items()
    }


def with_data(page: Settings, data: Mapping[float, Settings]) -> dict[float, Settings]:
    """The run of a page on each of the data, at its end."""
    shown = {"step": page["epochs"], "compare": None}
    return {value: {**page, **shown, "data": of} for value, of in data.items()}


def _plain(value: Any) -> Any:
    """Numbers of numpy as Python's; of a line search its name."""
    value = value.tolist() if hasattr(value, "tolist") else value
    return value if isinstance(value, int | float | list) else type(value).__name__

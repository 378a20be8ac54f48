"""What optimizers and models of libraries say of a run.

The one rule: a fact is given only if the program says it.
"""

import ast
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.programs.following import Outcome
from gdcore.programs.machine import Machine
from gdcore.programs.values import Item, Tensor

METHODS = {
    "SGD": "gradient descent",
    "Adam": "Adam",
    "AdamW": "Adam",
    "RMSprop": "RMSProp",
    "Adagrad": "AdaGrad",
    "LBFGS": "L-BFGS",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "sgd": "gradient descent",
    "SGDRegressor": "gradient descent",
    "NAdam": "Adam",
    "LinearRegression": "least squares",
    "Ridge": "least squares",
}


USUAL = {
    "SGD": 1e-3,
    "Adam": 1e-3,
    "AdamW": 1e-3,
    "RMSprop": 1e-2,
    "Adagrad": 1e-2,
    "LBFGS": 1.0,
    "rmsprop": 1e-3,
    "adam": 1e-3,
    "sgd": 1e-2,
}


@dataclass(frozen=True)
class Facts:
    """What a program says of its run.

    Attributes:
        unnamed: Whether its steps follow a rule that is none of the methods.
    """

    framework: str = ""
    method: str = ""
    learning_rate: float | None = None
    beta: float | None = None
    loss: str = ""
    steps: int | None = None
    precision: str = ""
    data: dict[str, Any] | None = None
    nesterov: bool = False
    factor: float | None = None
    by_loss: bool = False
    unnamed: bool = False


def number(value: Any) -> float | None:
    """A real number as a float."""
    if isinstance(value, Tensor):
        value = value.a.item() if value.a.size == 1 else None
    if isinstance(value, bool) or not isinstance(value, int | float | Item | np.number):
        return None
    return float(value) if np.isfinite(value) else None


def _of_optimizer(run: Outcome) -> Facts | None:
    made = run.machine.noted("optimizer")
    if not made:
        return None
    names = made[0].about.names
    name = names["name"]
    given = names.get("lr", names["args"][0] if names["args"] else None)
    rate = number(given) if given is not None else USUAL.get(name)
    beta = number(names.get("momentum", 0)) or None
    method = METHODS.get(name, "")
    nesterov = bool(names.get("nesterov"))
    if name == "SGD" and beta:
        method = "Nesterov" if nesterov else "momentum"
    if name.startswith("Adam") and isinstance(names.get("betas"), tuple):
        beta = number(names["betas"][0])
    return Facts(method=method, learning_rate=rate, beta=beta, nesterov=nesterov)


def _of_models(tree: ast.Module, run: Outcome) -> Facts | None:
    """scikit-learn's and Keras's models."""
    for note in run.machine.noted("model"):
        kind, names = note.about.kind, note.about.names
        if kind == "keras model":
            return _of_keras(run, names)
        if kind in METHODS:
            options = names.get("options", {})
            rate = number(options.get("eta0", 0.01)) if kind == "SGDRegressor" else None
            loss = "half mean" if kind == "SGDRegressor" else ""
            # Its steps are unknown: max_iter are rounds of all rows, and tol ends them.
            return Facts(method=METHODS[kind], learning_rate=rate, loss=loss)
    return None


def _of_keras(run: Outcome, names: dict[str, Any]) -> Facts:
    args, named = names.get("compiled", ((), {}))
    optimizer = named.get("optimizer", args[0] if args else "rmsprop")
    loss = named.get("loss", args[1] if len(args) > 1 else "")
    held = getattr(optimizer, "names", {"name": str(optimizer), "args": ()})
    name = str(held.get("name", "")).replace("RMSprop", "rmsprop")
    usual = USUAL.get(name.lower(), USUAL.get(name))
    options = held.get("args", ())
    given = held.get("learning_rate", held.get("lr", options[0] if options else usual))
    words = {
        "mse": "mean",
        "mean_squared_error": "mean",
        "mae": "absolute",
        "mean_absolute_error": "absolute",
    }
    beta = number(held.get("momentum", 0)) or None
    method = METHODS.get(name, METHODS.get(name.lower(), ""))
    method = "momentum" if beta and method == "gradient descent" else method
    return Facts(
        method=method,
        learning_rate=number(given),
        beta=beta,
        loss=words.get(str(loss).lower(), ""),
        steps=_steps_of_fit(run.machine),
    )


def _steps_of_fit(m: Machine) -> int | None:
    """Of Keras: the epochs times the batches in each, of 32 rows unless it is told."""
    fits = [note.about for note in m.noted("fit")]
    if not fits or any(note.about == "rows" for note in m.noted("guess")):
        return None
    _, x, *_, options = fits[0]
    epochs, size = options.get("epochs", 1), options.get("batch_size") or 32
    held_out = number(options.get("validation_split", 0))
    whole = type(epochs) is type(size) is int and size > 0
    some = held_out is not None and 0 <= held_out < 1 and np.ndim(x) > 0
    if not whole or not some or "steps_per_epoch" in options:
        return None
    batches: int = math.ceil(int(len(x) * (1 - (held_out or 0))) / size)
    return int(epochs) * batches

"""The loss functions of torch.

The one rule: shapes and kinds are noted before anything is computed.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Raised,
    Tensor,
    Unknown,
)

LOSSES = {
    "MSELoss": "square", "mse_loss": "square", "L1Loss": "abs", "l1_loss": "abs",
    "SmoothL1Loss": "huber", "smooth_l1_loss": "huber", "HuberLoss": "huber",
    "huber_loss": "huber", "BCELoss": "other", "CrossEntropyLoss": "other",
    "binary_cross_entropy": "other", "NLLLoss": "other", "cross_entropy": "other",
}  # fmt: skip


RESIDUAL = -1
"""The key under which residuals of a loss function are recorded."""


def loss_of(
    m: Machine, kind: str, guess: Any, target: Any, named: dict[str, Any]
) -> Any:
    """A loss of predictions and targets."""
    if not isinstance(guess, Tensor) or not isinstance(target, Tensor):
        return Unknown("a loss")
    from gdcore.programs.arithmetic import column_and_row

    if column_and_row(guess.a.shape, target.a.shape):
        m.note("column and row", (None, guess.a.shape, target.a.shape, True))
    if target.kind == "i8" and guess.kind[0] == "f":
        m.note("integer target", target)
    if m.tags.get(("active", id(guess))) is not None:
        m.note("activation", (m.tags["active", id(guess)], target))
    if target.reaches() and not guess.reaches():
        guess, target = target, guess
    how = named.get(
        "reduction", "sum" if named.get("size_average") is False else "mean"
    )
    m.note("loss", (kind, how, guess, target))
    if m.record is not None and guess.a.shape == target.a.shape:
        m.record.setdefault(RESIDUAL, []).append(guess.a - target.a)
    if not _fits(guess.a.shape, target.a.shape):
        raise Raised("shape", f"{guess.a.shape} against {target.a.shape}")
    size: Callable[[Any], Any] = np.square if kind == "square" else np.abs
    whole: Callable[[Any], Any] = WHOLES.get(str(how), np.asarray)
    return m.lift(lambda p, t: whole(size(p - t)), guess, target)


WHOLES: dict[str, Callable[[Any], Any]] = {"sum": np.sum, "mean": np.mean}


def _fits(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    try:
        return int(np.prod(np.broadcast_shapes(a, b))) <= 500_000
    except ValueError:
        return False

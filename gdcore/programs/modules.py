"""Attributes of layers and models; parameters, lengths, batches.

The one rule: a module's parameters are the leaves of its parts.
"""

from typing import Any

from gdcore.programs import optimizing, scaling
from gdcore.programs.leaves import parameters
from gdcore.programs.machine import Machine
from gdcore.programs.objects import forward
from gdcore.programs.values import (
    Instance,
    Layer,
    Native,
    Unknown,
)


def of_layer(m: Machine, held: Layer, name: str) -> Any:
    """held.name for objects of libraries."""
    if held.kind == "frame":
        from gdcore.programs.randoms import of_frame

        return of_frame(m, held, name)
    if held.kind in ("scheduler", "optimizer"):
        return optimizing.of_optimizer(m, held, name)
    if name in held.names:
        return held.names[name]
    if held.kind == "Sequential" and name == "[]":
        return Native(name, lambda i: held.names["parts"][i])
    found = scaling.of_model(m, held, name)
    if found is not None:
        return found
    return of_module(m, held, name)


def of_module(m: Machine, held: Any, name: str) -> Any:
    """What every nn.Module has."""
    if name in ("parameters", "named_parameters", "state_dict"):
        leaves = parameters(held)
        if name == "parameters":
            return Native(name, lambda *a, **k: list(leaves))
        pairs = [(str(i), p) for i, p in enumerate(leaves)]
        return Native(name, lambda *a, **k: pairs if name[0] == "n" else dict(pairs))
    if name == "zero_grad":
        return Native(name, lambda *a, **k: optimizing.zero(m, parameters(held)))
    if name in ("train", "eval", "to", "cuda", "cpu", "requires_grad_", "apply"):
        return Native(name, lambda *a, **k: held)
    if name in ("double", "float"):
        return Native(name, lambda: _as_kind(held, "f8" if name == "double" else "f4"))
    if name == "__init__":
        return Native(name, lambda *a, **k: None)
    if name in ("predict", "forward") and not isinstance(held, Instance):
        return Native(name, lambda *a, **k: forward(m, held, a, k))
    return Unknown(name)


def _as_kind(held: Any, kind: str) -> Any:
    for leaf in parameters(held):
        leaf.kind = kind
    return held

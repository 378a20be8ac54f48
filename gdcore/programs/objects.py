"""Layers, losses, modules and data loaders of torch; models of other libraries.

The one rule: an object keeps what it was made with, and notes what is done to it.
"""

from typing import Any

import numpy as np

from gdcore.programs import optimizing, scaling
from gdcore.programs.leaves import parameters
from gdcore.programs.losses import LOSSES, loss_of
from gdcore.programs.machine import Machine
from gdcore.programs.values import (
    Class,
    Layer,
    Native,
    Raised,
    Space,
    Tensor,
    Unknown,
)

ACTIVATIONS = frozenset(
    ["ReLU", "Sigmoid", "Tanh", "LeakyReLU", "Softplus", "Softmax", "ELU", "GELU"]
)
SCALERS = frozenset(["StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler"])


def resolve(m: Machine, path: str) -> Any:
    """torch.nn.…, torch.optim.…, sklearn.…, keras.…"""
    name = path.rpartition(".")[2]
    if path == "torch.nn.Module":
        return Space(path)
    if path == "torch.nn.Parameter" or path.endswith("nn.parameter.Parameter"):
        return Native(name, lambda v, requires_grad=True: _parameter(m, v))
    if path.startswith("torch.optim.lr_scheduler") and name != "lr_scheduler":
        return Native(name, lambda o, *a, **k: _scheduler(m, name, o, a, k))
    if path.startswith("torch.optim") and name != "optim":
        return Native(name, lambda p=(), *a, **k: optimizing.made(m, name, p, a, k))
    if path.startswith(("sklearn", "keras", "tensorflow")):
        return scaling.resolve(m, path)
    if name in ("TensorDataset", "DataLoader"):
        return Native(name, lambda *a, **k: Layer(name, {"args": a, **k}, line=m.line))
    if path.startswith("torch.nn"):
        return Native(name, lambda *a, **k: _layer(m, name, a, k))
    return Unknown(path)


def _parameter(m: Machine, value: Any) -> Tensor:
    numbers = value.a.copy() if isinstance(value, Tensor) else np.asarray(0.1)
    kind = value.kind if isinstance(value, Tensor) else m.default_kind
    if kind[0] != "f":
        raise Raised("integer", "only floating point can require gradients")
    leaf = Tensor(numbers, kind, requires=True)
    m.leaves.append(leaf)
    return leaf


def _layer(
    m: Machine, name: str, args: tuple[Any, ...], named: dict[str, Any]
) -> Layer:
    layer = Layer(name, {"args": args, **named}, line=m.line)
    if name in ("Linear", "LazyLinear"):
        sizes = [
            *args,
            *(named[k] for k in ("in_features", "out_features") if k in named),
        ]
        if name == "LazyLinear":
            sizes = [1, *sizes]
        if len(sizes) < 2 or not all(
            isinstance(s, int | np.integer) for s in sizes[:2]
        ):
            layer.kind = "unknown"
            return layer
        inputs, outputs = int(sizes[0]), int(sizes[1])
        if inputs * outputs > 100_000:
            layer.kind = "unknown"
            return layer
        kind = named.get("dtype") or m.default_kind
        weight = Tensor(m.rng.normal(0, 0.5, (outputs, inputs)), kind, requires=True)
        layer.names["weight"] = weight
        layer.parameters.append(weight)
        m.leaves.append(weight)
        if named.get("bias", args[2] if len(args) > 2 else True) is not False:
            bias = Tensor(m.rng.normal(0, 0.5, outputs), kind, requires=True)
            layer.names["bias"] = bias
            layer.parameters.append(bias)
            m.leaves.append(bias)
        else:
            layer.names["bias"] = None
            m.note("no bias", layer)
    elif name in ("Sequential", "ModuleList"):
        parts = list(args[0].values()) if args and isinstance(args[0], dict) else args
        layer.names["parts"] = list(parts)
        for part in parts:
            layer.parameters.extend(parameters(part))
    return layer


def forward(
    m: Machine, layer: Layer, args: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """layer(x)"""
    if layer.kind in LOSSES:
        if len(args) < 2:
            return Unknown("a loss")
        options = {**named, **layer.names}
        return loss_of(m, LOSSES[layer.kind], args[0], args[1], options)
    value = args[0] if args else Unknown("nothing")
    if layer.kind == "Sequential":
        for part in layer.names["parts"]:
            value = _through(m, part, value)
        return value
    return _through(m, layer, value)


def _through(m: Machine, layer: Any, value: Any) -> Any:
    if not isinstance(layer, Layer):
        return m.hooks.call(m, layer, (value,), {})
    if layer.kind == "Sequential":
        return forward(m, layer, (value,), {})
    if isinstance(value, np.ndarray):
        raise Raised("type", "a layer takes a tensor, not an array")
    if not isinstance(value, Tensor):
        return Unknown(layer.kind)
    if layer.kind in ("Linear", "LazyLinear"):
        return _linear(m, layer, value)
    if layer.kind in ACTIVATIONS:
        out = m.lift(np.copy, value)
        m.tags["active", id(out)] = layer
        m.keep.append(out)
        return out
    if layer.kind == "Flatten":
        return m.lift(lambda a: a.reshape(len(a), -1), value)
    return m.lift(np.copy, value) if layer.kind == "Dropout" else Unknown(layer.kind)


def _linear(m: Machine, layer: Layer, value: Tensor) -> Tensor:
    weight, bias = layer.names["weight"], layer.names.get("bias")
    if value.kind[0] != "f":
        m.note("integer input", layer)
        raise Raised(
            "integer", "a linear layer takes floating point, not whole numbers"
        )
    if value.kind != weight.kind:
        m.note("two precisions", (value.kind, weight.kind))
        raise Raised("dtype", f"{value.kind} input into a layer of {weight.kind}")
    m.note("linear", value)
    if value.a.ndim == 0 or value.a.shape[-1] != weight.a.shape[1]:
        m.note("features", (value.a.shape, weight.a.shape))
        raise Raised("shape", f"{value.a.shape} into {weight.a.shape[1]} features")
    parts = [value, weight, bias] if bias is not None else [value, weight]
    return m.lift(lambda x, w, b=0.0: x @ w.T + b, *parts)


def _scheduler(m: Machine, name: str, held: Any, args: Any, named: Any) -> Layer:
    return Layer("scheduler", {"of": name, "args": args, **named}, line=m.line)


Class  # noqa: B018

"""SGD, Adam, AdamW, RMSprop, Adagrad, each as torch computes it.

The one rule: the order of operations is torch's, so that float32 rounds alike.
"""

from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.optimizer import (
    Group,
    Optimizer,
    at_least_zero,
    kept,
    rate_of,
    switches,
)
from gdcore.tensors.tensor import Tensor, wrap

State = dict[str, Any]


class SGD(Optimizer):
    """v <- momentum v + (1 - dampening) g, x <- x - lr v."""

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        options = {
            "lr": rate_of(lr),
            "momentum": at_least_zero(momentum, "momentum value"),
            "dampening": dampening,
            "weight_decay": at_least_zero(weight_decay, "weight_decay value"),
            "nesterov": nesterov,
            "maximize": maximize,
            "fused": None,
        }
        Optimizer.__init__(self, params, options | switches(differentiable))

    def update(self, p: Tensor, g: Array, state: State, group: Group) -> None:
        """Move one parameter by its gradient."""
        momentum = group["momentum"]
        if group["weight_decay"]:
            g = g + group["weight_decay"] * p.array
        if momentum:
            if state.get("momentum_buffer") is None:
                state["momentum_buffer"] = wrap(p.session, np.array(g))
                v = state["momentum_buffer"].array
            else:
                v = state["momentum_buffer"].array
                v *= momentum
                v += (1 - group["dampening"]) * g
            g = g + momentum * v if group["nesterov"] else v
        p.array -= group["lr"] * g


class RMSprop(Optimizer):
    """x <- x - lr g / (sqrt(v) + eps), v the running mean of squares."""

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        *,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        options = {
            "lr": rate_of(lr),
            "alpha": at_least_zero(alpha, "alpha value"),
            "eps": at_least_zero(eps, "epsilon value"),
            "weight_decay": at_least_zero(weight_decay, "weight_decay value"),
            "momentum": at_least_zero(momentum, "momentum value"),
            "centered": centered,
            "maximize": maximize,
            "capturable": False,
        }
        Optimizer.__init__(self, params, options | switches(differentiable))

    def update(self, p: Tensor, g: Array, state: State, group: Group) -> None:
        """Move one parameter by its gradient."""
        lr, alpha = group["lr"], group["alpha"]
        if group["weight_decay"]:
            g = g + group["weight_decay"] * p.array
        v = kept(state, "square_avg", p)
        v *= alpha
        v += (1 - alpha) * g * g
        spread = v
        if group["centered"]:
            m = kept(state, "grad_avg", p)
            m += (1 - alpha) * (g - m)
            spread = v - m * m
        step = g / (np.sqrt(spread) + group["eps"])
        if group["momentum"]:
            buffer = kept(state, "momentum_buffer", p)
            buffer *= group["momentum"]
            buffer += step
            step = buffer
        p.array -= lr * step


class Adagrad(Optimizer):
    """x <- x - lr g / (sqrt(s) + eps), s the sum of squares."""

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        *,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        start = at_least_zero(
            initial_accumulator_value, "initial_accumulator_value value"
        )
        options = {
            "lr": rate_of(lr),
            "lr_decay": at_least_zero(lr_decay, "lr_decay value"),
            "weight_decay": at_least_zero(weight_decay, "weight_decay value"),
            "initial_accumulator_value": start,
            "eps": at_least_zero(eps, "epsilon value"),
            "maximize": maximize,
            "fused": None,
        }
        Optimizer.__init__(self, params, options | switches(differentiable))

    def update(self, p: Tensor, g: Array, state: State, group: Group) -> None:
        """Move one parameter by its gradient."""
        k = state["step"] = state.get("step", 0) + 1
        if group["weight_decay"]:
            g = g + group["weight_decay"] * p.array
        total = kept(state, "sum", p, group["initial_accumulator_value"])
        total += g * g
        rate = group["lr"] / (1 + (k - 1) * group["lr_decay"])
        p.array -= rate * (g / (np.sqrt(total) + group["eps"]))

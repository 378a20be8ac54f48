"""Adam and AdamW, as torch computes them.

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
from gdcore.tensors.optimizers import State
from gdcore.tensors.tensor import Tensor


def _moments(betas: tuple[float, float]) -> tuple[float, float]:
    for i, beta in enumerate(betas):
        if not 0.0 <= beta < 1.0:
            raise ValueError(f"Invalid beta parameter at index {i}: {beta}")
    return betas


class Adam(Optimizer):
    """x <- x - lr m / (sqrt(v) + eps), both means without their bias."""

    decoupled = False

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None:
        options = {
            "lr": rate_of(lr),
            "betas": _moments(betas),
            "eps": at_least_zero(eps, "epsilon value"),
            "weight_decay": at_least_zero(weight_decay, "weight_decay value"),
            "amsgrad": amsgrad,
            "maximize": maximize,
            "capturable": False,
            "fused": None,
            "decoupled_weight_decay": self.decoupled,
        }
        Optimizer.__init__(self, params, options | switches(differentiable))

    def update(self, p: Tensor, g: Array, state: State, group: Group) -> None:
        """Both running means, and the step along them."""
        lr, (beta1, beta2) = group["lr"], group["betas"]
        if group["weight_decay"]:
            if self.decoupled:
                p.array *= 1 - lr * group["weight_decay"]
            else:
                g = g + group["weight_decay"] * p.array
        k = state["step"] = state.get("step", 0) + 1
        m, v = kept(state, "exp_avg", p), kept(state, "exp_avg_sq", p)
        m += (1 - beta1) * (g - m)
        v *= beta2
        v += (1 - beta2) * g * g
        if group["amsgrad"]:
            largest = kept(state, "max_exp_avg_sq", p)
            np.maximum(largest, v, out=largest)
            v = largest
        root = np.sqrt(v) / (1 - beta2**k) ** 0.5 + group["eps"]
        p.array -= (lr / (1 - beta1**k)) * (m / root)


class AdamW(Adam):
    """Adam whose weight decay is a factor on x."""

    decoupled = True

    def __init__(
        self,
        params: Any,
        lr: Any = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        Adam.__init__(
            self, params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize
        )

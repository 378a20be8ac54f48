"""nn.MSELoss and its like: losses with their options.

The one rule: they are the functions of `losses`, with the options kept.
"""

from gdcore.tensors.losses import (
    huber_loss,
    l1_loss,
    mse_loss,
    reduction_of,
    smooth_l1_loss,
)
from gdcore.tensors.module import Module
from gdcore.tensors.tensor import Tensor


class MSELoss(Module):
    """The mean of squares, unless told otherwise."""

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        Module.__init__(self)
        old = (size_average, reduce)
        self.reduction = (
            reduction if old == (None, None) else reduction_of(*old, "mean")
        )

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of predictions against targets."""
        return mse_loss(input, target, reduction=self.reduction)


class L1Loss(MSELoss):
    """The mean of absolute values, unless told otherwise."""

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of predictions against targets."""
        return l1_loss(input, target, reduction=self.reduction)


class SmoothL1Loss(MSELoss):
    """The mean of smooth_l1_loss, unless told otherwise."""

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        beta: float = 1.0,
    ) -> None:
        MSELoss.__init__(self, size_average, reduce, reduction)
        self.beta = beta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of predictions against targets."""
        return smooth_l1_loss(input, target, reduction=self.reduction, beta=self.beta)


class HuberLoss(MSELoss):
    """The mean of huber_loss, unless told otherwise."""

    def __init__(self, reduction: str = "mean", delta: float = 1.0) -> None:
        MSELoss.__init__(self, None, None, reduction)
        self.delta = delta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        """The loss of predictions against targets."""
        return huber_loss(input, target, reduction=self.reduction, delta=self.delta)

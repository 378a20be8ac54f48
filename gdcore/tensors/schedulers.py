"""torch.optim.lr_scheduler: the rate of each group, step by step.

The one rule: a rate is computed from the rate before it where torch does so, from the
first rate where torch does that.
"""

import math
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from gdcore.tensors.optimizer import Group, Optimizer

TOO_EARLY = (
    "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch "
    "1.1.0 and later, you should call them in the opposite order: `optimizer.step()` "
    "before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping "
    "the first value of the learning rate schedule. See more details at "
    "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"
)


class LRScheduler:
    """What all schedulers share; `rate` is that of one group, now."""

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1) -> None:
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")
        self.optimizer = optimizer
        for group in optimizer.param_groups:
            group.setdefault("initial_lr", group["lr"])
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self.last_epoch = last_epoch
        self.count = 0
        self.step()

    def step(self) -> None:
        """The rates of the next epoch."""
        if self.count == 1 and not self.optimizer.has_stepped:
            warnings.warn(TOO_EARLY, UserWarning, stacklevel=2)
        self.count += 1
        self.last_epoch += 1
        for i, group in enumerate(self.optimizer.param_groups):
            group["lr"] = self.rate(i, group)

    def rate(self, i: int, group: Group) -> float:
        """The rate of group i in the epoch that begins."""
        raise NotImplementedError

    def get_last_lr(self) -> list[float]:
        """The rates in use."""
        return [group["lr"] for group in self.optimizer.param_groups]

    def get_lr(self) -> list[float]:
        """The rates of the epoch that begins."""
        groups = self.optimizer.param_groups
        return [self.rate(i, group) for i, group in enumerate(groups)]

    def state_dict(self) -> dict[str, Any]:
        """All but the optimizer."""
        return {k: v for k, v in self.__dict__.items() if k != "optimizer"}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Put back what state_dict gave."""
        self.__dict__.update(state_dict)


class LambdaLR(LRScheduler):
    """The first rate times a function of the epoch."""

    def __init__(
        self,
        optimizer: Optimizer,
        lr_lambda: Callable[[int], float] | list[Callable[[int], float]],
        last_epoch: int = -1,
    ) -> None:
        many = len(optimizer.param_groups)
        listed = isinstance(lr_lambda, (list, tuple))
        self.lr_lambdas: list[Any] = list(lr_lambda) if listed else [lr_lambda] * many  # type: ignore[arg-type]
        if len(self.lr_lambdas) != many:
            raise ValueError(
                f"Expected {many} lr_lambdas, but got {len(self.lr_lambdas)}"
            )
        LRScheduler.__init__(self, optimizer, last_epoch)

    def rate(self, i: int, group: Group) -> float:
        """The rate of group i in the epoch that begins."""
        return float(self.base_lrs[i] * self.lr_lambdas[i](self.last_epoch))


class StepLR(LRScheduler):
    """Times gamma after each step_size epochs."""

    def __init__(
        self,
        optimizer: Optimizer,
        step_size: int,
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        self.step_size, self.gamma = step_size, gamma
        LRScheduler.__init__(self, optimizer, last_epoch)

    def rate(self, i: int, group: Group) -> float:
        """The rate of group i in the epoch that begins."""
        falls = self.last_epoch > 0 and self.last_epoch % self.step_size == 0
        return float(group["lr"] * self.gamma if falls else group["lr"])


class MultiStepLR(LRScheduler):
    """Times gamma at each milestone."""

    def __init__(
        self,
        optimizer: Optimizer,
        milestones: Iterable[int],
        gamma: float = 0.1,
        last_epoch: int = -1,
    ) -> None:
        self.milestones, self.gamma = Counter(milestones), gamma
        LRScheduler.__init__(self, optimizer, last_epoch)

    def rate(self, i: int, group: Group) -> float:
        """The rate of group i in the epoch that begins."""
        return float(group["lr"] * self.gamma ** self.milestones[self.last_epoch])


class ExponentialLR(LRScheduler):
    """Times gamma each epoch."""

    def __init__(
        self, optimizer: Optimizer, gamma: float, last_epoch: int = -1
    ) -> None:
        self.gamma = gamma
        LRScheduler.__init__(self, optimizer, last_epoch)

    def rate(self, i: int, group: Group) -> float:
        """The rate of group i in the epoch that begins."""
        return float(group["lr"] * self.gamma if self.last_epoch else group["lr"])


class CosineAnnealingLR(LRScheduler):
    """From the first rate to eta_min along half a cosine of T_max epochs."""

    def __init__(
        self,
        optimizer: Optimizer,
        T_max: int,
        eta_min: float = 0.0,
        last_epoch: int = -1,
    ) -> None:
        self.T_max, self.eta_min = T_max, eta_min
        LRScheduler.__init__(self, optimizer, last_epoch)

    def rate(self, i: int, group: Group) -> float:
        """The rate of group i in the epoch that begins."""
        k, T, low, lr = self.last_epoch, self.T_max, self.eta_min, group["lr"]
        if k == 0:
            return float(lr)
        if (k - 1 - T) % (2 * T) == 0:
            rise = (self.base_lrs[i] - low) * (1 - math.cos(math.pi / T)) / 2
            return float(lr + rise)
        above = 1 + math.cos(math.pi * k / T)
        return float(above / (1 + math.cos(math.pi * (k - 1) / T)) * (lr - low) + low)

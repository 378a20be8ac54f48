"""torch.optim.lr_scheduler.ReduceLROnPlateau.

The one rule: it looks at a value, not at the number of the epoch.
"""

import math
from typing import Any

from gdcore.tensors.optimizer import Optimizer


class ReduceLROnPlateau:
    """Times factor after more than `patience` epochs without a better value."""

    def __init__(
        self,
        optimizer: Optimizer,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: float | list[float] = 0,
        eps: float = 1e-8,
    ) -> None:
        if factor >= 1.0:
            raise ValueError("Factor should be < 1.0.")
        if mode not in ("min", "max"):
            raise ValueError(f"mode {mode} is unknown!")
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(f"threshold mode {threshold_mode} is unknown!")
        self.optimizer, self.factor, self.patience = optimizer, factor, patience
        self.sign = 1 if mode == "min" else -1
        self.threshold, self.threshold_mode = threshold, threshold_mode
        self.cooldown, self.eps = cooldown, eps
        many = len(optimizer.param_groups)
        self.min_lrs = min_lr if isinstance(min_lr, list) else [min_lr] * many
        self.best = self.sign * math.inf
        self.cooldown_counter = self.num_bad_epochs = self.last_epoch = 0

    def step(self, metrics: Any) -> None:
        """Look at the value of one epoch."""
        current = float(metrics)
        self.last_epoch += 1
        better = self.sign * current < self.sign * self._mark()
        self.best = current if better else self.best
        self.num_bad_epochs = 0 if better else self.num_bad_epochs + 1
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.num_bad_epochs = 0
        if self.num_bad_epochs > self.patience:
            self._reduce()
            self.cooldown_counter, self.num_bad_epochs = self.cooldown, 0

    def _mark(self) -> float:
        """What a value has to be under, to be better."""
        if self.threshold_mode == "abs":
            return self.best - self.sign * self.threshold
        return self.best * (1 - self.sign * self.threshold)

    def _reduce(self) -> None:
        for group, least in zip(self.optimizer.param_groups, self.min_lrs, strict=True):
            lower = max(group["lr"] * self.factor, least)
            if group["lr"] - lower > self.eps:
                group["lr"] = lower

    def get_last_lr(self) -> list[float]:
        """The rates in use."""
        return [group["lr"] for group in self.optimizer.param_groups]

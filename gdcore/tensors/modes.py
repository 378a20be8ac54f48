"""no_grad, enable_grad, set_grad_enabled, inference_mode: whether operations record.

The one rule: each is a context manager and a decorator, and puts back what was before.
"""

import functools
from collections.abc import Callable
from typing import Any, ClassVar

from gdcore.tensors.session import Session


class Mode:
    """Recording on or off inside `with` or a decorated function."""

    session: ClassVar[Session]

    def __init__(self, on: bool) -> None:
        self.on = on
        self.before: list[bool] = []

    def __enter__(self) -> None:
        self.before.append(self.session.grad_enabled)
        self.session.grad_enabled = self.on

    def __exit__(self, *error: object) -> None:
        self.session.grad_enabled = self.before.pop()

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inside(*args: Any, **named: Any) -> Any:
            with self:
                return function(*args, **named)

        return inside


class NoGrad(Mode):
    """Nothing is recorded; `@torch.no_grad` works without brackets, too."""

    def __new__(cls, function: Callable[..., Any] | None = None) -> Any:
        mode = object.__new__(cls)
        if function is None:
            return mode
        Mode.__init__(mode, False)
        return mode(function)

    def __init__(self, function: Callable[..., Any] | None = None) -> None:
        Mode.__init__(self, False)


class EnableGrad(NoGrad):
    """Everything is recorded."""

    def __enter__(self) -> None:
        self.before.append(self.session.grad_enabled)
        self.session.grad_enabled = True


class SetGradEnabled(Mode):
    """On or off from here on; as a context manager, until its end."""

    def __init__(self, mode: bool) -> None:
        Mode.__init__(self, bool(mode))
        self.outside = self.session.grad_enabled
        self.session.grad_enabled = self.on

    def __enter__(self) -> None:
        self.session.grad_enabled = self.on

    def __exit__(self, *error: object) -> None:
        self.session.grad_enabled = self.outside


class InferenceMode(Mode):
    """As no_grad."""

    def __init__(self, mode: bool = True) -> None:
        Mode.__init__(self, not mode)

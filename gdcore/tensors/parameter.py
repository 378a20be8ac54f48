"""nn.Parameter: a tensor that a module owns.

The one rule: it wants a gradient unless told otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gdcore.tensors.tensor import WRONG_KIND, Tensor, fresh


class Parameter(Tensor):
    """A tensor that a module owns and an optimizer moves."""

    def __new__(
        cls, data: Tensor | None = None, requires_grad: bool = True
    ) -> Parameter:
        array = np.zeros(0, np.float32) if data is None else data.array
        out = fresh(cls, array)
        if requires_grad and array.dtype.kind != "f":
            raise RuntimeError(WRONG_KIND)
        out.wants = requires_grad
        return out


def clear(parameters: Any, set_to_none: bool) -> None:
    """No gradient, or a gradient of zeros."""
    for parameter in parameters:
        if set_to_none:
            parameter.own_grad = None
        elif parameter.own_grad is not None:
            parameter.own_grad.array[...] = 0

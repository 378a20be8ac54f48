"""torch.nn.init: where parameters start.

The one rule: each fills a tensor in place, outside the graph, and returns it.
"""

import math
from collections.abc import Callable
from typing import Any

from gdcore.tensors import drawing, inplace
from gdcore.tensors.generator import Generator
from gdcore.tensors.tensor import Tensor

GAINS = {
    "linear": 1.0,
    "sigmoid": 1.0,
    "tanh": 5.0 / 3,
    "relu": math.sqrt(2.0),
}


def _outside(
    tensor: Tensor, fill: Callable[..., Tensor], *args: Any, **named: Any
) -> Tensor:
    session = tensor.session
    on, session.grad_enabled = session.grad_enabled, False
    try:
        return fill(tensor, *args, **named)
    finally:
        session.grad_enabled = on


def constant_(tensor: Tensor, val: float) -> Tensor:
    """One number everywhere."""
    return _outside(tensor, inplace.fill_, val)


def zeros_(tensor: Tensor) -> Tensor:
    """Zero everywhere."""
    return constant_(tensor, 0.0)


def ones_(tensor: Tensor) -> Tensor:
    """One everywhere."""
    return constant_(tensor, 1.0)


def uniform_(
    tensor: Tensor, a: float = 0.0, b: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """Uniform in [a, b)."""
    return _outside(tensor, drawing.uniform_, a, b, generator=generator)


def normal_(
    tensor: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    generator: Generator | None = None,
) -> Tensor:
    """Normal."""
    return _outside(tensor, drawing.normal_, mean, std, generator=generator)


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """The factor that torch recommends for a nonlinearity."""
    if nonlinearity == "leaky_relu":
        slope = 0.01 if param is None else param
        return math.sqrt(2.0 / (1 + slope**2))
    if nonlinearity not in GAINS:
        raise ValueError(f"Unsupported nonlinearity {nonlinearity}")
    return GAINS[nonlinearity]


def _fans(tensor: Tensor) -> tuple[int, int]:
    if tensor.array.ndim < 2:
        raise ValueError(
            "Fan in and fan out can not be computed for tensor with fewer than 2 "
            "dimensions"
        )
    field = math.prod(tensor.array.shape[2:])
    return tensor.array.shape[1] * field, tensor.array.shape[0] * field


def xavier_uniform_(
    tensor: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """Uniform within gain sqrt(6 / (in + out))."""
    bound = math.sqrt(3.0) * (gain * math.sqrt(2.0 / float(sum(_fans(tensor)))))
    return uniform_(tensor, -bound, bound, generator)


def xavier_normal_(
    tensor: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """Normal, of deviation gain sqrt(2 / (in + out))."""
    deviation = gain * math.sqrt(2.0 / float(sum(_fans(tensor))))
    return normal_(tensor, 0.0, deviation, generator)


def _kaiming(tensor: Tensor, a: float, mode: str, nonlinearity: str) -> float:
    modes = ("fan_in", "fan_out")
    if mode not in modes:
        raise ValueError(f"Mode {mode} not supported, please use one of {list(modes)}")
    fan = _fans(tensor)[modes.index(mode)]
    return calculate_gain(nonlinearity, a) / math.sqrt(fan)


def kaiming_uniform_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    """Uniform within gain sqrt(3 / in)."""
    bound = math.sqrt(3.0) * _kaiming(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(
    tensor: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    generator: Generator | None = None,
) -> Tensor:
    """Normal, of deviation gain / sqrt(in)."""
    return normal_(tensor, 0.0, _kaiming(tensor, a, mode, nonlinearity), generator)

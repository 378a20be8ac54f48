"""torch.nn.utils: gradients clipped, parameters as one vector.

The one rule: it is the .grad that changes, in place; the gradients of all parameters
count as one vector.
"""

from collections.abc import Iterable

import numpy as np

from gdcore.tensors.inplace import write
from gdcore.tensors.joining import cat
from gdcore.tensors.lengths import norm
from gdcore.tensors.shapes import reshape
from gdcore.tensors.tensor import Tensor, wrap
from gdcore.tensors.unknown import unknown

Parameters = Tensor | Iterable[Tensor]


def _grads(parameters: Parameters) -> list[Tensor]:
    listed = [parameters] if isinstance(parameters, Tensor) else list(parameters)
    return [p.own_grad for p in listed if p.own_grad is not None]


def clip_grad_norm_(
    parameters: Parameters,
    max_norm: float,
    norm_type: float = 2.0,
    error_if_nonfinite: bool = False,
) -> Tensor:
    """Shrink the whole gradient to a norm, and return what it was."""
    grads = _grads(parameters)
    if not grads:
        raise unknown("clip_grad_norm_ of parameters without a gradient")
    sizes = np.stack([norm(g, norm_type).array for g in grads])
    total = norm(wrap(grads[0].session, sizes), norm_type)
    size = float(total.array)
    if error_if_nonfinite and not np.isfinite(size):
        raise RuntimeError(
            f"The total norm of order {float(norm_type)} for gradients from "
            "`parameters` is non-finite, so it cannot be clipped. To disable this "
            "error and scale the gradients by the non-finite norm anyway, set "
            "`error_if_nonfinite=False`"
        )
    share = min(max_norm / (size + 1e-6), 1.0) if not np.isnan(size) else size
    for g in grads:
        write(g, ..., g.array * share)
    return total


def clip_grad_value_(parameters: Parameters, clip_value: float) -> None:
    """Each component of the gradient within ± clip_value."""
    for g in _grads(parameters):
        write(g, ..., np.clip(g.array, -clip_value, clip_value))


def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor:
    """All parameters, end to end."""
    return cat([reshape(p, -1) for p in parameters])


def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None:
    """The numbers of a vector back into the parameters."""
    start = 0
    for p in parameters:
        end = start + p.array.size
        p.array = vec.array[start:end].reshape(p.array.shape)
        start = end

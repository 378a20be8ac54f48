"""Changing a tensor where it stands: x.add_(y), x -= y, x[0] = y, x.zero_().

The one rule: the change is computed as a new tensor and then copied in, so that the
graph sees what it would see without it; a leaf that wants a gradient refuses.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.errors import message_of_expand, unmatched
from gdcore.tensors.graph import arrival, unbroadcast
from gdcore.tensors.nodes import Node, Rule
from gdcore.tensors.tensor import Tensor, fresh

LEAF = "a {}leaf Variable that requires grad is being used in an in-place operation."


def put(x: Tensor, result: Tensor) -> Tensor:
    """Copy the result into x, and let x stand for it in the graph."""
    check_changeable(x)
    if result.array.shape != x.array.shape:
        raise RuntimeError(
            f"output with shape {list(x.shape)} doesn't match the broadcast shape "
            f"{list(result.shape)}"
        )
    _check_cast(x, result)
    write(x, ..., result.array)
    if result.node is not None or x.node is not None:
        x.node = result.node
        x.wants = x.wants and x.node is None
        _tell_base(x)
    return x


def write(x: Tensor, index: Any, values: Any) -> None:
    """Change the numbers, and count the change."""
    with np.errstate(all="ignore"):
        x.array[index] = values
    x.version[0] += 1


def check_changeable(x: Tensor) -> None:
    """Refuse to change a leaf that wants a gradient, or a view of one."""
    if not x.session.grad_enabled:
        return
    if x.wants and x.node is None:
        raise RuntimeError(LEAF.format(""))
    if x.base is not None and x.base[0].wants and x.base[0].node is None:
        raise RuntimeError(LEAF.format("view of a "))


def _check_cast(x: Tensor, result: Tensor) -> None:
    if result.dtype.rank > x.dtype.rank:
        raise RuntimeError(
            f"result type {result.dtype.title} can't be cast to the desired output "
            f"type {x.dtype.title}"
        )


def _tell_base(x: Tensor) -> None:
    """What x shows has changed in the graph, too."""
    if x.base is None or x.node is None:
        return
    base, shown = x.base

    def outside(grad: Array) -> Array:
        rest = grad.copy()
        shown(rest)[...] = 0
        return rest

    graft(base, [(base, outside)], [(x, lambda grad: shown(grad).copy())])


def graft(
    x: Tensor,
    kept: list[tuple[Tensor, Rule]],
    new: list[tuple[Tensor, Rule]],
) -> None:
    """Give x the node of a change of a part of it."""
    live = [(t, rule) for t, rule in kept + new if t.requires_grad]
    if not live or not x.session.grad_enabled:
        return
    node = Node("CopySlices", x)
    node.order = next(x.session.order)
    node.targets = [arrival(t) for t, _ in live]
    node.rules = [rule for _, rule in live]
    x.node, x.wants = node, False


def changing(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """The form with an underscore: `add_` from `add`."""

    def change(self: Tensor, *args: Any, **named: Any) -> Tensor:
        check_changeable(self)
        return put(self, function(aside(self), *args, **named))

    return change


def aside(x: Tensor) -> Tensor:
    """x as it stands, so that its node and its numbers stay those of before."""
    twin = fresh(type(x), x.array.copy() if x.session.grad_enabled else x.array)
    twin.node, twin.wants = x.node, x.wants
    return twin


def copy_(self: Tensor, src: Tensor, non_blocking: bool = False) -> Tensor:
    """The numbers of another tensor, broadcast and converted."""
    check_changeable(self)
    set_part(self, ..., src)
    return self


def fill_(self: Tensor, value: Any) -> Tensor:
    """One number everywhere."""
    check_changeable(self)
    set_part(self, ..., value)
    return self


def zero_(self: Tensor) -> Tensor:
    """Zero everywhere."""
    return fill_(self, 0)


def set_part(x: Tensor, index: Any, value: Any) -> None:
    """x[index] = value, in the graph."""
    array = value.array if isinstance(value, Tensor) else np.asarray(value)
    place = x.array[index].shape
    try:
        np.broadcast_shapes(place, array.shape)
        write(x, index, array)
    except ValueError:
        if index is ...:
            raise unmatched(place, array.shape) from None
        raise RuntimeError(message_of_expand(place, array.shape)) from None
    source = value if isinstance(value, Tensor) else None
    if x.requires_grad or (source is not None and source.requires_grad):
        _graft_part(x, index, source)
        _tell_base(x)


def _graft_part(x: Tensor, index: Any, source: Tensor | None) -> None:
    def outside(grad: Array) -> Array:
        rest = grad.copy()
        rest[index] = 0
        return rest

    new: list[tuple[Tensor, Rule]] = []
    if source is not None and source.array.dtype.kind == "f":
        shape = source.array.shape
        new = [(source, lambda grad: unbroadcast(grad[index], shape))]
    graft(x, [(x, outside)], new)

"""backward, torch.autograd.grad and the check against differences.

The one rule: `backward` adds to the .grad of leaves, in place where there is one;
`grad` returns and touches nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.graph import Gradients, arrival, sweep
from gdcore.tensors.nodes import Node
from gdcore.tensors.tensor import Tensor, wrap
from gdcore.tensors.unknown import unknown

Tensors = Tensor | Sequence[Tensor]


def backward(
    self: Tensor,
    gradient: Tensor | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Tensors | None = None,
) -> None:
    """Add the gradient of this tensor to the .grad of each leaf it came from."""
    _refuse(create_graph)
    wanted = None if inputs is None else {arrival(t) for t in _tuple(inputs)}

    def visit(node: Node, grad: Array) -> None:
        if wanted is not None and node not in wanted:
            return
        if node.leaf is not None:
            accumulate(node.leaf, grad)
        elif node.keeper is not None:
            node.keeper.own_grad = wrap(node.keeper.session, np.array(grad))

    sweep([_seed(self, gradient)], visit, retain=bool(retain_graph))


def accumulate(leaf: Tensor, grad: Array) -> None:
    """leaf.grad += grad, in place."""
    if leaf.own_grad is None:
        leaf.own_grad = wrap(leaf.session, np.array(grad, dtype=leaf.array.dtype))
    else:
        leaf.own_grad.array += grad
        leaf.own_grad.version[0] += 1


def _refuse(create_graph: bool) -> None:
    if create_graph:
        raise unknown("create_graph=True (a gradient of a gradient)")


def _tuple(tensors: Tensors) -> tuple[Tensor, ...]:
    return (tensors,) if isinstance(tensors, Tensor) else tuple(tensors)


def _seed(x: Tensor, gradient: Tensor | None, at: int = 0) -> tuple[Node, Array]:
    if not x.requires_grad:
        raise RuntimeError(
            f"element {at} of tensors does not require grad and does not have a grad_fn"
        )
    if gradient is None:
        if x.array.size != 1:
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        return arrival(x), np.ones_like(x.array)
    if gradient.array.shape != x.array.shape:
        raise RuntimeError(
            f"Mismatch in shape: grad_output[{at}] has a shape of {gradient.shape} and "
            f"output[{at}] has a shape of {x.shape}."
        )
    return arrival(x), gradient.array.astype(x.array.dtype)


def grad(
    outputs: Tensors,
    inputs: Tensors,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
) -> tuple[Tensor | None, ...]:
    """The gradients of the outputs, summed, for each input."""
    _refuse(create_graph)
    tops, wanted = _tuple(outputs), _tuple(inputs)
    seeds: Sequence[Any] = (
        [None] * len(tops) if grad_outputs is None else _tuple(grad_outputs)
    )
    for x in wanted:
        if not x.requires_grad:
            raise RuntimeError(
                "One of the differentiated Tensors does not require grad"
            )
    places = {arrival(x): i for i, x in enumerate(wanted)}
    found: list[Tensor | None] = [None] * len(wanted)

    def visit(node: Node, g: Array) -> None:
        if node in places:
            found[places[node]] = wrap(tops[0].session, np.array(g))

    roots: Gradients = [
        _seed(x, s, i) for i, (x, s) in enumerate(zip(tops, seeds, strict=True))
    ]
    sweep(roots, visit, retain=bool(retain_graph))
    if None in found and not allow_unused:
        raise RuntimeError(
            f"The differentiated Tensor at index {found.index(None)} appears to not "
            "have been used in the graph. Set allow_unused=True if this is the desired "
            "behavior."
        )
    return tuple(found)


def backward_of(
    tensors: Tensors,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
) -> None:
    """torch.autograd.backward: each of the tensors in turn."""
    tops = _tuple(tensors)
    seeds: Sequence[Any] = (
        [None] * len(tops) if grad_tensors is None else _tuple(grad_tensors)
    )
    for i, (x, seed) in enumerate(zip(tops, seeds, strict=True)):
        keep = bool(retain_graph) or i < len(tops) - 1
        backward(x, seed, keep, create_graph)


def gradcheck(
    func: Callable[..., Any],
    inputs: Any,
    eps: float = 1e-06,
    atol: float = 1e-05,
    rtol: float = 0.001,
) -> bool:
    """Whether autograd agrees with central differences, for one scalar output."""
    given = _tuple(inputs)
    live = [x for x in given if x.requires_grad]
    found = grad(func(*given), live)
    for x, g in zip(live, found, strict=True):
        if g is None or not np.allclose(
            g.array, _differences(func, given, x, eps), rtol, atol
        ):
            raise RuntimeError(
                "Jacobian mismatch for output 0 with respect to an input"
            )
    return True


def _differences(
    func: Callable[..., Any], given: tuple[Tensor, ...], x: Tensor, eps: float
) -> Array:
    slopes = np.zeros_like(x.array)
    for index in np.ndindex(x.array.shape):
        start = x.array[index]
        ends = []
        for shift in (eps, -eps):
            x.array[index] = start + shift
            ends.append(func(*given).item())
        x.array[index] = start
        slopes[index] = (ends[0] - ends[1]) / (2 * eps)
    return slopes


def retain_grad(self: Tensor) -> None:
    """Keep the gradient of a tensor that is no leaf."""
    if not self.requires_grad:
        raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
    if self.node is not None:
        self.node.keeper = self


def requires_grad_(self: Tensor, requires_grad: bool = True) -> Tensor:
    """Ask for the gradient, or no longer."""
    if requires_grad and self.array.dtype.kind != "f":
        raise RuntimeError("only Tensors of floating point dtype can require gradients")
    self.requires_grad = requires_grad
    return self


def detach(self: Tensor) -> Tensor:
    """The same numbers, cut from the graph."""
    out = wrap(self.session, self.array)
    out.version = self.version
    return out


def detach_(self: Tensor) -> Tensor:
    """Cut from the graph, here and now."""
    self.node, self.wants = None, False
    return self

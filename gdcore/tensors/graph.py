"""Reverse mode: each operation leaves a node, and gradients flow from last to first.

The one rule: a node knows, for each input that wants a gradient, the rule that turns
the gradient of its output into that of the input; arrays in, arrays out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import OF, Array
from gdcore.tensors.nodes import WHOLE, Node, Rule
from gdcore.tensors.tensor import Show, Tensor, wrap

Input = tuple[Tensor, Rule, tuple[Tensor, ...]]  # the last: what the rule looks at
Gradients = list[tuple[Node, Array]]
AGAIN = (
    "Trying to backward through the graph a second time (or directly access saved "
    "tensors after they have already been freed). Saved intermediate values of the "
    "graph are freed when you call .backward() or autograd.grad(). Specify "
    "retain_graph=True if you need to backward through the graph a second time or if "
    "you need to access saved tensors after calling backward."
)


def record(
    operation: str,
    value: Any,
    inputs: Iterable[Input],
    *,
    saves_result: bool = False,
    frees: bool = False,
) -> Tensor:
    """The result as a tensor, with its node if an input wants a gradient."""
    inputs = list(inputs)
    session = inputs[0][0].session
    out = wrap(session, value)
    if not session.grad_enabled or out.array.dtype.kind != "f":
        return out
    live = [use for use in inputs if use[0].requires_grad]
    if live:
        node = Node(operation, out)
        node.order = next(session.order)
        node.targets = [arrival(tensor) for tensor, _, _ in live]
        node.rules = [rule for _, rule, _ in live]
        seen = [t for _, _, saved in live for t in saved] + [out] * saves_result
        node.saved = [(t, t.version, t.version[0]) for t in seen]
        node.frees = frees or bool(seen)
        out.node = node
    return out


def show(operation: str, x: Tensor, shown: Show, back: Rule) -> Tensor:
    """A view: the same numbers, seen by `shown`."""
    out = record(operation, shown(x.array), [(x, back, ())])
    out.version = x.version
    if x.session.grad_enabled:
        root, before = x.base or (x, None)
        after = shown if before is None else _in_turn(before, shown)
        out.base = root, after
    return out


def _in_turn(first: Show, second: Show) -> Show:
    return lambda array: second(first(array))


def arrival(tensor: Tensor) -> Node:
    """The node where the gradient of this tensor arrives."""
    if tensor.node is not None:
        return tensor.node
    if tensor.sink is None or tensor.sink.kind != tensor.array.dtype:
        tensor.sink = Node(WHOLE[0], tensor)
        tensor.sink.leaf = tensor
    return tensor.sink


def sweep(
    roots: Gradients, visit: Callable[[Node, Array], None], *, retain: bool
) -> None:
    """Visit each node with its whole gradient, the last operation first."""
    grads: dict[Node, Array] = {}
    for node, grad in roots:
        grads[node] = grads[node] + grad if node in grads else grad
    with np.errstate(all="ignore"):
        for node in _last_first([node for node, _ in roots]):
            if node not in grads:
                continue
            grad = grads.pop(node)
            visit(node, grad)
            if node.targets:
                _check(node)
                _pass_on(node, grad, grads)
                if node.frees and not retain:
                    node.rules = []


def _last_first(roots: list[Node]) -> list[Node]:
    found, stack = set(roots), list(roots)
    while stack:
        for target in stack.pop().targets:
            if target not in found:
                found.add(target)
                stack.append(target)
    return sorted(found, key=lambda node: node.order, reverse=True)


def _pass_on(node: Node, grad: Array, grads: dict[Node, Array]) -> None:
    for target, rule in zip(node.targets, node.rules, strict=True):
        part = rule(grad)
        if part.dtype != target.kind:
            part = part.astype(target.kind)
        grads[target] = grads[target] + part if target in grads else part


def _check(node: Node) -> None:
    if not node.rules:
        raise RuntimeError(AGAIN)
    for tensor, version, then in node.saved:
        if version[0] != then:
            kind, shape = OF[tensor.array.dtype].title, list(tensor.shape)
            raise RuntimeError(
                "one of the variables needed for gradient computation has been "
                f"modified by an inplace operation: [torch.{kind}Tensor {shape}] is at "
                f"version {version[0]}; expected version {then} instead. Hint: enable "
                "anomaly detection to find the operation that failed to compute its "
                "gradient, with torch.autograd.set_detect_anomaly(True, "
                "check_nan=False)."
            )


def unbroadcast(grad: Array, shape: tuple[int, ...]) -> Array:
    """Summed over what broadcasting had repeated."""
    if grad.shape == shape:
        return grad
    added = grad.ndim - len(shape)
    grown = tuple(i + added for i, n in enumerate(shape) if n == 1)
    summed: Array = np.sum(grad, axis=(*range(added), *grown), keepdims=True)
    return summed.reshape(shape)

"""What torch refuses, in which words; and what it warns of and how it prints.

The one rule: the words are recorded here, and both the stand-in and PyTorch are held
against them.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np


class Refusal(NamedTuple):
    """A program that stops, with what, and how the sentence begins."""

    kind: type[Exception]
    words: str
    run: Callable[[Any], Any]


def leaf(t: Any, *shape: int) -> Any:
    return t.ones(*(shape or (3,)), requires_grad=True)


def twice(t: Any) -> None:
    y = (leaf(t) ** 2).sum()
    y.backward()
    y.backward()


def subtract(x: Any, index: Any = None) -> None:
    if index is None:
        x -= 1
    else:
        x[index] -= 1


def changed(t: Any) -> None:
    w = leaf(t)
    y = (w * w).sum()
    with t.no_grad():
        w -= 0.1
    y.backward()


def lost(t: Any) -> None:
    w = leaf(t)
    (w**2).sum().backward()
    w = w - 0.1 * w.grad
    (w**2).sum().backward()
    w = w - 0.1 * w.grad


def assigned(x: Any, grad: Any) -> None:
    x.grad = grad


def turned_off(x: Any) -> None:
    x.requires_grad = False


def linear(t: Any, x: Any) -> Any:
    return t.nn.Linear(1, 1)(x)


SIZES = "The size of tensor a (3) must match the size of tensor b (2)"
LEAF = "leaf Variable that requires grad is being used in an in-place operation."
FLOATING = "nly Tensors of floating point "
R, V, T = RuntimeError, ValueError, TypeError
GRADIENTS = {
    "integers": Refusal(
        R, "O" + FLOATING, lambda t: t.tensor([1, 2], requires_grad=True)
    ),
    "integers later": Refusal(
        R, "o" + FLOATING, lambda t: t.tensor([1, 2]).requires_grad_()
    ),
    "integer parameter": Refusal(
        R, "O" + FLOATING, lambda t: t.nn.Parameter(t.tensor([1, 2]))
    ),
    "backward of many": Refusal(
        R,
        "grad can be implicitly created only for scalar outputs",
        lambda t: (leaf(t) * 2).backward(),
    ),
    "backward of a wrong shape": Refusal(
        R, "Mismatch in shape: grad_output[0]", lambda t: leaf(t).backward(t.ones(2))
    ),
    "backward twice": Refusal(
        R, "Trying to backward through the graph a second time", twice
    ),
    "no gradient": Refusal(
        R,
        "element 0 of tensors does not require grad and does not have a grad_fn",
        lambda t: t.ones(3).sum().backward(),
    ),
    "leaf in place": Refusal(R, "a " + LEAF, lambda t: subtract(leaf(t))),
    "part of a leaf in place": Refusal(
        R, "a view of a " + LEAF, lambda t: subtract(leaf(t), 0)
    ),
    "leaf by a method": Refusal(R, "a " + LEAF, lambda t: leaf(t).zero_()),
    "changed before backward": Refusal(
        R, "one of the variables needed for gradient computation has been", changed
    ),
    "leaf lost": Refusal(
        T, "unsupported operand type(s) for *: 'float' and 'NoneType'", lost
    ),
    "unused": Refusal(
        R,
        "The differentiated Tensor at index 0 appears to not have been used",
        lambda t: t.autograd.grad(leaf(t).sum(), [leaf(t)]),
    ),
    "grad of a constant": Refusal(
        R,
        "One of the differentiated Tensors does not require grad",
        lambda t: t.autograd.grad(leaf(t).sum(), [t.ones(3)]),
    ),
    "gradient of another shape": Refusal(
        R,
        "attempting to assign a gradient of size '[2]' to a tensor of size '[3]'",
        lambda t: assigned(leaf(t), t.ones(2)),
    ),
    "gradient of another kind": Refusal(
        T, "assigned grad expected to be a Tensor", lambda t: assigned(leaf(t), 3)
    ),
    "not a leaf": Refusal(
        R,
        "you can only change requires_grad flags of leaf variables.",
        lambda t: turned_off(leaf(t) * 2),
    ),
    "retain_grad": Refusal(
        R,
        "can't retain_grad on Tensor that has requires_grad=False",
        lambda t: t.ones(3).retain_grad(),
    ),
    "numpy": Refusal(
        R,
        "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy()",
        lambda t: leaf(t).numpy(),
    ),
    "np.array": Refusal(
        R, "Can't call numpy() on Tensor that requires", lambda t: np.array(leaf(t))
    ),
    "array times leaf": Refusal(
        R, "Can't call numpy() on Tensor that", lambda t: leaf(t) * np.ones(3)
    ),
}
SHAPES = {
    "broadcast": Refusal(
        R, SIZES + " at non-singleton dimension 0", lambda t: t.ones(3) + t.ones(2)
    ),
    "broadcast of rows": Refusal(
        R,
        "The size of tensor a (3) must match the size of tensor b (4)",
        lambda t: t.ones(3, 2) * t.ones(4, 2),
    ),
    "compared": Refusal(R, SIZES, lambda t: t.ones(3) < t.ones(2)),
    "in place": Refusal(
        R,
        "output with shape [1] doesn't match the broadcast shape [3]",
        lambda t: t.ones(1).add_(t.ones(3)),
    ),
    "copied": Refusal(
        R,
        "The size of tensor a (2) must match the size of tensor b (3)",
        lambda t: t.ones(2).copy_(t.ones(3)),
    ),
    "item": Refusal(
        R,
        "The expanded size of the tensor (2) must match the existing size (3) at "
        "non-singleton dimension 0.  Target sizes: [2].  Tensor sizes: [3]",
        lambda t: t.ones(2).__setitem__(slice(0, 2), t.ones(3)),
    ),
    "matmul": Refusal(
        R,
        "mat1 and mat2 shapes cannot be multiplied (3x2 and 3x2)",
        lambda t: t.ones(3, 2) @ t.ones(3, 2),
    ),
    "mv": Refusal(
        R,
        "size mismatch, got input (3), mat (3x2), vec (3)",
        lambda t: t.ones(3, 2) @ t.ones(3),
    ),
    "dot": Refusal(
        R, "inconsistent tensor size, expected", lambda t: t.ones(3) @ t.ones(2)
    ),
    "dot of matrices": Refusal(
        R, "1D tensors expected, but got 2D", lambda t: t.dot(t.ones(3, 1), t.ones(3))
    ),
    "mm of a vector": Refusal(
        R, "self must be a matrix", lambda t: t.mm(t.ones(3), t.ones(3, 1))
    ),
    "mv of a matrix": Refusal(
        R,
        "vector + matrix @ vector expected, got 1, 2, 2",
        lambda t: t.mv(t.ones(3, 1), t.ones(3, 1)),
    ),
    "matmul of a number": Refusal(
        R,
        "both arguments to matmul need to be at least 1D, but they are 0D and 2D",
        lambda t: t.tensor(1.0) @ t.ones(2, 3),
    ),
    "stacks": Refusal(
        R,
        "Expected size for first two dimensions of batch2 tensor to be: [2, 2] but got",
        lambda t: t.ones(2, 3, 2) @ t.ones(2, 3, 2),
    ),
    "linear": Refusal(
        R,
        "mat1 and mat2 shapes cannot be multiplied (1x3 and 1x1)",
        lambda t: linear(t, t.ones(3)),
    ),
    "loss": Refusal(R, SIZES, lambda t: t.nn.functional.mse_loss(t.ones(3), t.ones(2))),
    "view": Refusal(
        R, "shape '[4]' is invalid for input of size 6", lambda t: t.ones(6).view(4)
    ),
    "reshape": Refusal(
        R, "shape '[4, -1]' is invalid for", lambda t: t.ones(6).reshape(4, -1)
    ),
    "view of a transpose": Refusal(
        R,
        "view size is not compatible with input tensor's size and stride",
        lambda t: t.ones(2, 3).T.view(6),
    ),
    "cat": Refusal(
        R,
        "Sizes of tensors must match except in dimension 1. Expected size 2 but got",
        lambda t: t.cat([t.ones(2, 1), t.ones(3, 2)], 1),
    ),
    "cat of dimensions": Refusal(
        R,
        "Tensors must have same number of dimensions: got 1 and 2",
        lambda t: t.cat([t.ones(2), t.ones(3, 2)]),
    ),
    "stack": Refusal(
        R,
        "stack expects each tensor to be equal size, but got [2] at entry 0 and [3]",
        lambda t: t.stack([t.ones(2), t.ones(3)]),
    ),
    "split": Refusal(
        R, "split_with_sizes expects split_sizes", lambda t: t.ones(5).split([2, 2])
    ),
    "index": Refusal(
        IndexError,
        "index 5 is out of bounds for dimension 0 with size 3",
        lambda t: t.ones(3)[5],
    ),
    "mask": Refusal(
        IndexError,
        "The shape of the mask [2] at index 0 does not match the shape of the indexed",
        lambda t: t.ones(3)[t.tensor([True, False])],
    ),
    "index of a float": Refusal(
        IndexError, "tensors used as indices must be", lambda t: t.ones(3)[t.ones(2)]
    ),
    "many indices": Refusal(
        IndexError,
        "too many indices for tensor of dimension 1",
        lambda t: t.ones(3)[0, 0],
    ),
    "index of a number": Refusal(
        IndexError,
        "invalid index of a 0-dim tensor. Use `tensor.item()` in Python",
        lambda t: t.tensor(1.0)[0],
    ),
    "backward slice": Refusal(
        V, "step must be greater than zero", lambda t: t.ones(3)[::-1]
    ),
    "dimension": Refusal(
        IndexError,
        "Dimension out of range (expected to be in range of [-1, 0], but got 2)",
        lambda t: t.ones(3).sum(2),
    ),
    "t of three": Refusal(
        R,
        "t() expects a tensor with <= 2 dimensions, but self is 3D",
        lambda t: t.ones(3, 2, 2).t(),
    ),
    "negative size": Refusal(
        R, "Trying to create tensor with negative dimension -1", lambda t: t.randn(-1)
    ),
}

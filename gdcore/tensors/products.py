"""Products of vectors and matrices, and the linear layer.

The one rule: both factors have one dtype; torch refuses to mix them, and so does this.
"""

import math
from typing import Any

import numpy as np

from gdcore.tensors.arithmetic import mul
from gdcore.tensors.calling import not_a_tensor
from gdcore.tensors.dtypes import Array
from gdcore.tensors.graph import Input, record, unbroadcast
from gdcore.tensors.promotion import compute
from gdcore.tensors.shapes import unsqueeze
from gdcore.tensors.tensor import Tensor

C_NAMES = {
    "Float": "float",
    "Double": "double",
    "Long": "long",
    "Int": "int",
    "Short": "short",
    "Char": "signed char",
    "Byte": "unsigned char",
    "Bool": "bool",
}


def matmul(input: Tensor, other: Tensor) -> Tensor:
    """x @ y, of vectors, matrices and stacks of matrices."""
    _second("matmul", "other", other)
    x, y = input.array, other.array
    if not x.ndim or not y.ndim:
        raise RuntimeError(
            "both arguments to matmul need to be at least 1D, but they are "
            f"{x.ndim}D and {y.ndim}D"
        )
    _check_kinds(input, other)
    _check_shapes(x, y)
    a = x[None, :] if x.ndim == 1 else x
    b = y[:, None] if y.ndim == 1 else y

    def whole(g: Any) -> Array:
        g = np.asarray(g)
        g = np.expand_dims(g, -1) if y.ndim == 1 else g
        return np.expand_dims(g, -2) if x.ndim == 1 else g

    def left(g: Array) -> Any:
        return unbroadcast(whole(g) @ b.swapaxes(-1, -2), a.shape).reshape(x.shape)

    def right(g: Array) -> Any:
        return unbroadcast(a.swapaxes(-1, -2) @ whole(g), b.shape).reshape(y.shape)

    uses: list[Input] = [(input, left, (other,)), (other, right, (input,))]
    return record(_name(x, y), compute(np.matmul, x, y), uses)


def _second(name: str, argument: str, value: Any) -> None:
    if not isinstance(value, Tensor):
        raise not_a_tensor(name, argument, 2, value)


def _name(x: Array, y: Array) -> str:
    return {(1, 1): "Dot", (2, 1): "Mv", (2, 2): "Mm", (1, 2): "Squeeze"}.get(
        (x.ndim, y.ndim), "Bmm" if min(x.ndim, y.ndim) > 2 else "UnsafeView"
    )


def _check_kinds(input: Tensor, other: Tensor) -> None:
    a, b = input.dtype.title, other.dtype.title
    if a == b:
        return
    if input.ndim == other.ndim == 1:
        raise RuntimeError(
            f"dot : expected both vectors to have same dtype, but found {a} and {b}"
        )
    if other.ndim == 1:
        raise RuntimeError(
            f"addmv input tensors must have the same dtype, but got {b}, {a}, and {b}"
        )
    raise RuntimeError(
        "expected m1 and m2 to have the same dtype, but got: "
        f"{C_NAMES[a]} != {C_NAMES[b]}"
    )


def _check_shapes(x: Array, y: Array) -> None:
    inner = y.shape[-2] if y.ndim > 1 else y.shape[0]
    if x.shape[-1] == inner:
        return
    if x.ndim == y.ndim == 1:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{len(x)}] and src [{len(y)}] "
            f"to have the same number of elements, but got {len(x)} and {len(y)} "
            "elements respectively"
        )
    if x.ndim == 2 and y.ndim == 1:
        raise RuntimeError(
            f"size mismatch, got input ({len(x)}), mat ({_by(x)}), vec ({len(y)})"
        )
    if y.ndim > 2:
        raise RuntimeError(
            "Expected size for first two dimensions of batch2 tensor to be: "
            f"{[y.shape[0], x.shape[-1]]} but got: {list(y.shape[:2])}."
        )
    raise RuntimeError(
        f"mat1 and mat2 shapes cannot be multiplied ({_by(_flat(x))} and {_by(y)})"
    )


def _flat(x: Array) -> Array:
    return x.reshape(-1, x.shape[-1])


def _by(x: Array) -> str:
    return "x".join(map(str, x.shape))


def mm(input: Tensor, mat2: Tensor) -> Tensor:
    """The product of two matrices, and of nothing else."""
    _second("mm", "mat2", mat2)
    if input.ndim != 2:
        raise RuntimeError("self must be a matrix")
    if mat2.ndim != 2:
        raise RuntimeError("mat2 must be a matrix")
    return matmul(input, mat2)


def mv(input: Tensor, vec: Tensor) -> Tensor:
    """A matrix times a vector, and nothing else."""
    _second("mv", "vec", vec)
    if input.ndim != 2 or vec.ndim != 1:
        raise RuntimeError(
            f"vector + matrix @ vector expected, got 1, {input.ndim}, {vec.ndim}"
        )
    return matmul(input, vec)


def dot(input: Tensor, tensor: Tensor) -> Tensor:
    """The inner product of two vectors, and of nothing else."""
    _second("dot", "tensor", tensor)
    if input.ndim != 1 or tensor.ndim != 1:
        raise RuntimeError(
            f"1D tensors expected, but got {input.ndim}D and {tensor.ndim}D tensors"
        )
    return matmul(input, tensor)


def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """Each element of one times each of the other."""
    return mul(unsqueeze(input, 1), vec2)


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """x @ weight.T + bias, x of shape (..., in), weight (out, in), bias (out,)."""
    if not isinstance(input, Tensor):
        raise not_a_tensor("linear", "input", 1, input)
    x, w = input.array, weight.array
    if x.dtype != w.dtype:
        raise RuntimeError(
            "mat1 and mat2 must have the same dtype, but got "
            f"{input.dtype.title} and {weight.dtype.title}"
        )
    leading = math.prod(x.shape[:-1])
    rows = x.reshape(leading, x.shape[-1]) if x.ndim else x.reshape(1, 1)
    if rows.shape[1] != w.shape[1]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({_by(rows)} and {_by(w.T)})"
        )
    with np.errstate(all="ignore"):
        value = rows @ w.T
        if bias is not None:
            value += bias.array
    out = w.shape[0]
    uses: list[Input] = [
        (input, lambda g: (g.reshape(leading, out) @ w).reshape(x.shape), (weight,)),
        (weight, lambda g: g.reshape(leading, out).T @ rows, (input,)),
    ]
    if bias is not None:
        uses.append((bias, lambda g: unbroadcast(g, (out,)), ()))
    name = "View" if x.ndim != 2 else "Mm" if bias is None else "Addmm"
    return record(name, value.reshape((*x.shape[:-1], out)), uses)

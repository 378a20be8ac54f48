"""A tensor as torch prints it.

The one rule: the width, the digits and the powers of ten are chosen as torch does.

Source: torch/_tensor_str.py of PyTorch, whose rules these are.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.tensors import dtypes
from gdcore.tensors.dtypes import Array
from gdcore.tensors.session import Printing
from gdcore.tensors.tensor import Tensor

PROFILES = {
    "default": Printing(),
    "short": Printing(precision=2, edgeitems=2),
    "full": Printing(threshold=math.inf),
}


@dataclass(frozen=True)
class Form:
    """How each number of a tensor is printed."""

    floating: bool
    whole: bool
    powers: bool
    width: int
    precision: int

    def text(self, value: Any) -> str:
        """One number."""
        if not self.floating:
            return f"{value}".rjust(self.width)
        if self.powers:
            return f"{value:{self.width}.{self.precision}e}"
        if self.whole:
            dot = "." if math.isfinite(value) else ""
            return f"{value:.0f}{dot}".rjust(self.width)
        return f"{value:.{self.precision}f}".rjust(self.width)


def form_of(array: Array, options: Printing) -> Form:
    """The form that fits all the numbers shown."""
    if array.dtype.kind != "f":
        width = max([1, *(len(f"{v}") for v in array.reshape(-1).tolist())])
        return Form(False, True, False, width, options.precision)
    kept = array[np.isfinite(array) & (array != 0)].reshape(-1)
    if kept.size == 0:
        return Form(True, True, False, 1, options.precision)
    sizes = np.abs(kept.astype(np.float64))
    least, most = float(sizes.min()), float(sizes.max())
    whole = bool((kept == np.ceil(kept)).all())
    powers = options.sci_mode
    if powers is None:
        powers = most / least > 1000 or most > 1e8 or least < 1e-4
    digits = f".{options.precision}e" if powers else f".{options.precision}f"
    form = ".0f" if whole and not powers else digits
    extra = int(whole and not powers)
    width = max([1, *(len(f"{v:{form}}") + extra for v in kept.tolist())])
    return Form(True, whole, powers, width, options.precision)


def text_of(x: Tensor) -> str:
    """repr(x) and str(x)."""
    options, prefix = x.session.printing, "tensor("
    body = _body(x.array, len(prefix), options)
    text = _with_suffixes(prefix + body, _suffixes(x), len(prefix), options)
    parameter = type(x).__name__ == "Parameter"
    return f"Parameter containing:\n{text}" if parameter else text


def _suffixes(x: Tensor) -> list[str]:
    found = []
    if x.array.size == 0 and x.array.ndim != 1:
        found.append(f"size={tuple(x.shape)}")
    if x.dtype not in (x.session.default, dtypes.int64, dtypes.boolean):
        found.append(f"dtype={x.dtype}")
    if x.node is not None:
        found.append(f"grad_fn=<{x.node.name()}>")
    elif x.requires_grad:
        found.append("requires_grad=True")
    return found


def _with_suffixes(
    text: str, suffixes: list[str], indent: int, options: Printing
) -> str:
    length = len(text) - text.rfind("\n") + 1
    for suffix in suffixes:
        if length + len(suffix) + 2 > options.linewidth:
            text += ",\n" + " " * indent + suffix
            length = indent + len(suffix)
        else:
            text += ", " + suffix
            length += len(suffix) + 2
    return text + ")"


def _body(array: Array, indent: int, options: Printing) -> str:
    if array.size == 0:
        return "[]"
    short = array.size > options.threshold
    shown = _ends(array, options) if short else array
    form = form_of(shown, options)
    return _nested(array, indent, short, form, options)


def _ends(array: Array, options: Printing) -> Array:
    """What of a long tensor is shown, as one array."""
    edge = options.edgeitems
    for axis in range(array.ndim):
        n = array.shape[axis]
        if n > 2 * edge:
            keep = [*range(edge), *range(n - edge, n)]
            array = np.take(array, keep, axis=axis)
    return array


def _nested(
    array: Array, indent: int, short: bool, form: Form, options: Printing
) -> str:
    if array.ndim == 0:
        return form.text(array.item())
    edge = options.edgeitems
    cut = short and len(array) > 2 * edge
    if array.ndim == 1:
        values = array.tolist()
        texts = [form.text(v) for v in values] if not cut else _cut(values, edge, form)
        return _lines(texts, indent, form, options)
    rows = [*array[:edge], *array[-edge:]] if cut else list(array)
    parts = [_nested(row, indent + 1, short, form, options) for row in rows]
    if cut:
        parts.insert(edge, "...")
    gap = "," + "\n" * (array.ndim - 1) + " " * (indent + 1)
    return "[" + gap.join(parts) + "]"


def _cut(values: list[Any], edge: int, form: Form) -> list[str]:
    first = [form.text(v) for v in values[:edge]]
    return [*first, " ...", *(form.text(v) for v in values[-edge:])]


def _lines(texts: list[str], indent: int, form: Form, options: Printing) -> str:
    each = max(1, (options.linewidth - indent) // (form.width + 2))
    lines = [", ".join(texts[i : i + each]) for i in range(0, len(texts), each)]
    return "[" + (",\n" + " " * (indent + 1)).join(lines) + "]"


def format_of(x: Tensor, spec: str) -> str:
    """f"{x:.3f}" for one number without dimensions."""
    if x.array.ndim == 0:
        return format(x.array.item(), spec)
    if spec:
        raise TypeError("unsupported format string passed to Tensor.__format__")
    return text_of(x)

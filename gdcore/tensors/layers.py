"""nn.Linear, nn.Sequential, and the layers without parameters.

The one rule: a linear layer starts where torch starts it: weight first, then bias, both
uniform within 1 / sqrt(in_features).
"""

import math
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

import numpy as np

from gdcore.tensors.devices import check_device
from gdcore.tensors.drawing import uniform_
from gdcore.tensors.dtypes import DType
from gdcore.tensors.elementwise import FUNCTIONS
from gdcore.tensors.initial import kaiming_uniform_
from gdcore.tensors.module import Module
from gdcore.tensors.parameter import Parameter
from gdcore.tensors.products import linear
from gdcore.tensors.shapes import flatten
from gdcore.tensors.tensor import Tensor, wrap


class Linear(Module):
    """x @ weight.T + bias."""

    weight: Parameter
    bias: Parameter | None

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: DType | None = None,
    ) -> None:
        Module.__init__(self)
        check_device(device)
        self.in_features, self.out_features = in_features, out_features
        self.weight = self._new((out_features, in_features), dtype)
        if bias:
            self.bias = self._new((out_features,), dtype)
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def _new(self, shape: tuple[int, ...], dtype: DType | None) -> Parameter:
        kind = (dtype or self.session.default).kind
        make: Any = self.session.parameter
        made: Parameter = make(wrap(self.session, np.zeros(shape, dtype=kind)))
        return made

    def reset_parameters(self) -> None:
        """Draw them anew."""
        kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            bound = 1 / math.sqrt(self.in_features) if self.in_features else 0
            on, self.session.grad_enabled = self.session.grad_enabled, False
            uniform_(self.bias, -bound, bound)
            self.session.grad_enabled = on

    def forward(self, input: Tensor) -> Tensor:
        """What comes out."""
        return linear(input, self.weight, self.bias)

    def extra_repr(self) -> str:
        """The options, as they are printed."""
        return (
            f"in_features={self.in_features}, out_features={self.out_features}, "
            f"bias={self.bias is not None}"
        )


class Sequential(Module):
    """One module after the other."""

    def __init__(self, *layers: Any) -> None:
        Module.__init__(self)
        if len(layers) == 1 and isinstance(layers[0], OrderedDict):
            named = list(layers[0].items())
        else:
            named = [(str(i), layer) for i, layer in enumerate(layers)]
        for name, layer in named:
            if not isinstance(layer, Module):
                raise TypeError(f"{_kind(layer)} is not a Module subclass")
            self.add_module(name, layer)

    def forward(self, input: Any) -> Any:
        """What comes out."""
        for layer in self.children():
            input = layer(input)
        return input

    def append(self, module: Module) -> "Sequential":
        """One more at the end."""
        self.add_module(str(len(self)), module)
        return self

    def __len__(self) -> int:
        return len(list(self.children()))

    def __iter__(self) -> Iterator[Module]:
        return self.children()

    def __getitem__(self, index: int | slice) -> Module:
        if isinstance(index, slice):
            return type(self)(OrderedDict(list(self.named_children())[index]))
        return list(self.children())[index]


def _kind(layer: Any) -> str:
    kind = type(layer)
    return f"{kind.__module__}.{kind.__name__}"


class ModuleList(Module):
    """Modules in a list."""

    def __init__(self, modules: Any = ()) -> None:
        Module.__init__(self)
        for module in modules:
            self.append(module)

    def append(self, module: Module) -> "ModuleList":
        """One more at the end."""
        self.add_module(str(len(self)), module)
        return self

    def __len__(self) -> int:
        return len(list(self.children()))

    def __iter__(self) -> Iterator[Module]:
        return self.children()

    def __getitem__(self, index: int) -> Module:
        return list(self.children())[index]


class Identity(Module):
    """What comes in."""

    def __init__(self, *unused: Any) -> None:
        Module.__init__(self)

    def forward(self, input: Tensor) -> Tensor:
        """What comes out."""
        return input


class Flatten(Module):
    """All dimensions but the first become one."""

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        Module.__init__(self)
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, input: Tensor) -> Tensor:
        """What comes out."""
        return flatten(input, self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        """The options, as they are printed."""
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class ReLU(Module):
    """max(x, 0)."""

    def __init__(self, inplace: bool = False) -> None:
        Module.__init__(self)
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        """What comes out."""
        return FUNCTIONS["relu"](input)

    def extra_repr(self) -> str:
        """The options, as they are printed."""
        return "inplace=True" if self.inplace else ""


class Sigmoid(Module):
    """1 / (1 + exp(-x))."""

    def forward(self, input: Tensor) -> Tensor:
        """What comes out."""
        return FUNCTIONS["sigmoid"](input)


class Tanh(Module):
    """The hyperbolic tangent."""

    def forward(self, input: Tensor) -> Tensor:
        """What comes out."""
        return FUNCTIONS["tanh"](input)

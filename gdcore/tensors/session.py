"""What one run of a program shares: the grad mode, the default dtype, the generator.

The one rule: nothing of it is global, so that two runs know nothing of each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from gdcore.tensors.dtypes import DType, float32
from gdcore.tensors.generator import Generator


@dataclass
class Printing:
    """How a tensor is printed; the names are those of torch.set_printoptions."""

    precision: int = 4
    threshold: float = 1000
    edgeitems: int = 3
    linewidth: int = 80
    sci_mode: bool | None = None


@dataclass
class Session:
    """The state behind one set of modules.

    Attributes:
        order: Counts the operations, so that gradients flow from the last to the first.
        tensor: The class of this session's tensors; parameter: that of parameters.
    """

    generator: Generator
    default: DType = float32
    grad_enabled: bool = True
    printing: Printing = field(default_factory=Printing)
    order: Iterator[int] = field(default_factory=lambda: count(1))
    tensor: type[Any] = field(init=False)
    parameter: type[Any] = field(init=False)

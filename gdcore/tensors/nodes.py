"""A node of the graph: one operation that was done, or one leaf.

The one rule: a node knows nodes, arrays and rules; what tensors are, it does not know.
"""

from collections.abc import Callable
from typing import Any

from gdcore.tensors.dtypes import Array

Rule = Callable[[Array], Any]
WHOLE = ("AccumulateGrad", "CopySlices")


class Node:
    """One operation, or the place where the gradient of a leaf arrives.

    Attributes:
        targets: The nodes of the inputs that want a gradient.
        rules: For each target; empty once freed.
        saved: Tensors that the rules look at, with the version they had then.
        frees: Whether a sweep uses it up.
        keeper: The tensor whose `grad` is kept though it is no leaf.
    """

    __slots__ = (
        "frees",
        "keeper",
        "kind",
        "leaf",
        "operation",
        "order",
        "rules",
        "saved",
        "targets",
    )

    def __init__(self, operation: str, of: Any) -> None:
        self.operation = operation
        self.kind = of.array.dtype
        self.order = 0
        self.targets: list[Node] = []
        self.rules: list[Rule] = []
        self.saved: list[tuple[Any, list[int], int]] = []
        self.frees = False
        self.leaf: Any = None  # a tensor
        self.keeper: Any = None

    def name(self) -> str:
        """As torch prints it: MulBackward0."""
        whole = "Backward" in self.operation or self.operation in WHOLE
        return self.operation if whole else f"{self.operation}Backward0"

    def __repr__(self) -> str:
        return f"<{self.name()} object at {id(self):#x}>"

"""The leaves of a layer or of an object, its parameters.

The one rule: parameters come in the order in which they were made.
"""

from typing import Any

from gdcore.programs.values import (
    Instance,
    Layer,
    Tensor,
)


def parameters(held: Any) -> list[Tensor]:
    """The leaves of a layer, or of an object with layers and parameters."""
    if isinstance(held, Layer):
        return held.parameters
    if not isinstance(held, Instance):
        return []
    found: list[Tensor] = []
    for value in held.names.values():
        if isinstance(value, Tensor) and value.requires:
            found.append(value)
        elif isinstance(value, Layer | Instance):
            found.extend(parameters(value))
    return list(dict.fromkeys(found))

"""torch.Size: the shape of a tensor.

The one rule: it is a tuple, and prints as torch's.
"""

import math


class Size(tuple[int, ...]):
    """The shape of a tensor."""

    def numel(self) -> int:
        """The product of the sizes."""
        return math.prod(self)

    def __repr__(self) -> str:
        return f"torch.Size([{', '.join(map(str, self))}])"

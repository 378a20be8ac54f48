"""Sentences of torch about shapes and dimensions.

The one rule: they are torch's own, so that an asker can search for what was printed.
"""

from itertools import zip_longest

Shape = tuple[int, ...]


def unmatched(a: Shape, b: Shape) -> RuntimeError:
    """Two shapes that do not broadcast."""
    sides = list(zip_longest(a[::-1], b[::-1], fillvalue=1))
    for back, (n, m) in enumerate(sides):
        if n != m and 1 not in (n, m):
            at = len(sides) - 1 - back
            return RuntimeError(
                f"The size of tensor a ({n}) must match the size of tensor b ({m}) "
                f"at non-singleton dimension {at}"
            )
    return RuntimeError(f"shapes {list(a)} and {list(b)} do not go together")


def broadcasts(a: Shape, b: Shape) -> bool:
    """Whether two shapes go together."""
    return all(n == m or 1 in (n, m) for n, m in zip(a[::-1], b[::-1], strict=False))


def message_of_expand(place: Shape, given: Shape) -> str:
    """A value that does not fit where it is to be put."""
    shift = len(place) - len(given)
    if shift < 0:
        return (
            f"expand(torch.FloatTensor{{{list(given)}}}, size={list(place)}): the "
            f"number of sizes provided ({len(place)}) must be greater or equal to the "
            f"number of dimensions in the tensor ({len(given)})"
        )
    at = next((i for i, n in enumerate(given) if n not in (1, place[i + shift])), 0)
    return (
        f"The expanded size of the tensor ({place[at + shift]}) must match the "
        f"existing size ({given[at]}) at non-singleton dimension {at + shift}.  "
        f"Target sizes: {list(place)}.  Tensor sizes: {list(given)}"
    )


def axis_of(dim: int, ndim: int) -> int:
    """A dimension counted from the front.

    Raises:
        IndexError: If there is none such.
    """
    span = max(ndim, 1)
    if not -span <= dim < span:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-span}, {span - 1}],"
            f" but got {dim})"
        )
    return dim % span

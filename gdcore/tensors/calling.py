"""How a function of torch is called: NumPy's words for arguments, tensors only.

The one rule: `axis` means `dim` and `keepdims` means `keepdim`, for every function.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from gdcore.tensors.tensor import Tensor

WORDS = {"axis": "dim", "keepdims": "keepdim"}
NUMBER_FIRST = ("pow",)  # torch.pow(2, x)


def called(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which refuses to begin with anything but a tensor."""

    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        if named:
            named = {WORDS.get(word, word): value for word, value in named.items()}
        first = given[0] if given else named.get("input")
        if not isinstance(first, Tensor) and name not in NUMBER_FIRST:
            raise not_a_tensor(name, "input", 1, first)
        return function(*given, **named)

    return call


def not_a_tensor(name: str, argument: str, position: int, value: Any) -> TypeError:
    """What torch says to an array, a list or a number in place of a tensor."""
    kind = type(value)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return TypeError(
        f"{name}(): argument '{argument}' (position {position}) must be Tensor, not "
        f"{module}{kind.__name__}"
    )

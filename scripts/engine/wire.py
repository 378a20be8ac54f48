"""What a reader's browser calls of Python: a text and a block of numbers, both ways.

The one rule: each array is a place in the block, so that a picture, or a reader's rows,
cross between Python and the page as two things, whatever they hold. JSON has no NaN: a
number that is none crosses as null, in arrays as itself.
"""

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from scripts import engine

Buffer = bytes | bytearray | memoryview


def ask(
    name: str, argument: str, block: Buffer | None = None
) -> tuple[str, np.ndarray]:
    """`engine.call(name, argument)`, the argument as JSON, the answer packed.

    Columns of the reader's own are in its block, as data; who asked puts them into the
    settings again.

    Args:
        name: Of the question.
        argument: JSON; {"$": [first, shape]} stands for an array in the block.
        block: Numbers, float64.
    """
    answer = engine.call(name, unpacked(argument, block))
    for frame in (answer, answer.get("other"), answer.get("frame")):
        if frame and frame.get("settings", {}).get("data", {}).get("name") == "own":
            frame["settings"] = {**frame["settings"], "data": {"name": "own"}}
    return packed(answer)


def packed(answer: Any) -> tuple[str, np.ndarray]:
    """JSON in which an array is {"$": [first, shape]}, and the block, float64."""
    arrays = [np.zeros(0)]

    def place(array: np.ndarray) -> dict[str, Any]:
        first = sum(map(len, arrays))
        arrays.append(np.asarray(array, dtype=float).ravel())
        return {"$": [first, list(array.shape)]}

    text = json.dumps(plain(answer, place, float), allow_nan=False)
    return text, np.concatenate(arrays)


def unpacked(text: str, block: Buffer | None) -> Any:
    """JSON with the arrays of a block in their places; the inverse of `packed`."""
    if block is None:
        return json.loads(text)
    numbers = np.frombuffer(block, np.float64).copy()

    def array(value: dict[str, Any]) -> Any:
        if value.keys() != {"$"}:
            return value
        first, shape = value["$"]
        return numbers[first : first + math.prod(shape)].reshape(shape)

    return json.loads(text, object_hook=array)


def plain(
    value: Any, array: Callable[[np.ndarray], Any], number: Callable[[float], Any]
) -> Any:
    """What JSON can hold, of arrays and finite numbers what these make; NaN is null."""
    if isinstance(value, np.ndarray):
        return array(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, dict):
        return {str(key): plain(item, array, number) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, array, number) for item in value]
    if isinstance(value, float):
        return number(value) if math.isfinite(value) else None
    return value

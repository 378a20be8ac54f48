"""What a reader's browser calls of Python: text in; text and one block of numbers out.

The one rule: each array of an answer is a place in the block, so that a picture crosses
from Python to the page as two things, whatever it holds. JSON has no NaN: a number that
is none crosses as null, in arrays as itself.
"""

import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from scripts import engine


def ask(name: str, argument: str) -> tuple[str, np.ndarray]:
    """`engine.call(name, argument)`, the argument as JSON, the answer packed.

    Columns of the reader's own are in its block, as data; who asked puts them into the
    settings again.
    """
    answer = engine.call(name, json.loads(argument))
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

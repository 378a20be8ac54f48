"""What a reader's browser calls of Python: text in; text and one block of numbers out.

The one rule: each array of an answer is a place in the block, so that a picture crosses
from Python to the page as two things, whatever it holds. JSON has no NaN: a number that
is none crosses as null, in arrays as itself.
"""

import json
import math
from typing import Any

import numpy as np

from scripts import engine


def ask(name: str, argument: str) -> tuple[str, np.ndarray]:
    """`bridge.call(name, argument)`, the argument as JSON, the answer packed."""
    return packed(engine.call(name, json.loads(argument)))


def packed(answer: Any) -> tuple[str, np.ndarray]:
    """JSON in which an array is {"$": [first, shape]}, and the block, float64."""
    arrays: list[np.ndarray] = []
    text = json.dumps(_plain(answer, arrays), allow_nan=False)
    return text, np.concatenate([np.zeros(0), *arrays])


def _plain(value: Any, arrays: list[np.ndarray]) -> Any:
    if isinstance(value, np.ndarray):
        first = sum(map(len, arrays))
        arrays.append(np.asarray(value, dtype=float).ravel())
        return {"$": [first, list(value.shape)]}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, dict):
        return {str(key): _plain(item, arrays) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, arrays) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

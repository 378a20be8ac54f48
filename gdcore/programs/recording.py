"""What a program's numbers were after each pass of its loops, thinned to few rows.

The one rule: a loop may make a million passes and leave no more than ROWS rows, the
first HEAD and the last among them; a program that goes on and on is stopped here.
"""

import time
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from gdcore.programs.execution import ProgramError

ROWS, HEAD = 400, 12
MOST_NUMBERS = 20
"""Of one array; the names of a longer one are data."""
MOST_VALUES = 1_000_000
"""Of an array that is looked at once."""
MOST_NAMES = 60
MOST_ENTRIES = 32
"""A loop that is entered more often is part of another one's pass."""
Numbers = tuple[float, ...]


class Row(NamedTuple):
    """The numbers after k passes, by name."""

    k: int
    values: dict[str, Numbers]


class Series:
    """One run of a loop.

    Attributes:
        passes: So many have begun.
        rows: After 0 and more passes.
        scope: The names in sight at its end.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.passes = 0
        self.stride = 1
        self.rows: list[Row] = []
        self.scope: dict[str, Any] = {}

    def add(self, k: int, names: Mapping[str, Any]) -> None:
        """Keep a row; of too many keep every second."""
        if self.rows and self.rows[-1].k == k:
            self.rows.pop()
        self.rows.append(Row(k, dict(numbers_in(names))))
        if len(self.rows) > ROWS:
            self.stride *= 2
            self.rows = [r for r in self.rows if r.k < HEAD or not r.k % self.stride]


class Recorder:
    """What the marks of a program call.

    Attributes:
        series: Of each loop, its last run.
        entries: How often each loop was entered.
    """

    def __init__(self, loops: int, most_steps: int, seconds: float | None) -> None:
        """For so many loops, passes in all, and seconds."""
        self.series = [Series() for _ in range(loops)]
        self.entries = [0] * loops
        self._left, self._most, self._why = most_steps, most_steps, ""
        self._seconds, self._clock = seconds, time.monotonic
        self._end = np.inf if seconds is None else self._clock() + seconds

    def enter(self, number: int) -> None:
        """A loop begins."""
        self.entries[number] += 1
        if 1 < self.entries[number] <= MOST_ENTRIES:
            self.series[number] = Series()

    def each(self, number: int) -> bool:
        """A pass begins; whether its names are wanted."""
        self._left -= 1
        if self._left < 0 or (not self._left & 127 and self._clock() > self._end):
            self._stop()  # again at each pass, since a program may catch it
        if self.entries[number] > MOST_ENTRIES:
            return False
        series = self.series[number]
        k = series.passes
        series.passes = k + 1
        return k < HEAD or not k % series.stride

    def note(self, number: int, names: Mapping[str, Any]) -> None:
        """The names as a pass begins."""
        self.series[number].add(self.series[number].passes - 1, names)

    def leave(self, number: int, names: Mapping[str, Any]) -> None:
        """A loop ends, in whatever way."""
        if self.entries[number] <= MOST_ENTRIES:
            series = self.series[number]
            series.add(series.passes, names)
            series.scope = dict(names)

    def _stop(self) -> None:
        if not self._why:
            late = self._left >= 0
            passes, seconds = f"{self._most:,} passes of its loops", self._seconds
            self._why = f"{seconds:g} seconds" if late else passes
            self._left = -1
        raise ProgramError(
            f"the program was stopped after {self._why}: let it take fewer steps to "
            "see its end"
        )


def numbers_in(names: Mapping[str, Any]) -> Iterator[tuple[str, Numbers]]:
    """All that is a number or a few of them, by names such as `w` and `self.w`."""
    found = 0
    for name, value in [*names.items()]:
        if name.startswith("__") or found > MOST_NAMES:
            continue
        for path, numbers in _parts(name, value):
            found += 1
            yield path, numbers


def _parts(name: str, value: Any) -> Iterator[tuple[str, Numbers]]:
    for path, part in parts_of(name, value):
        numbers = few(part)
        if numbers is not None:
            yield path, numbers


def parts_of(name: str, value: Any) -> list[tuple[str, Any]]:
    """A value by its name; an object's fields, a model's parameters by theirs."""
    if isinstance(value, dict):
        return [(f"{name}[{key!r}]", part) for key, part in [*value.items()][:10]]
    if field(value, "named_parameters") and not isinstance(value, type):
        try:
            return [(f"{name}.{key}", part) for key, part in value.named_parameters()]
        except Exception:  # a model that is not whole yet has no parameters
            return []
    if type(value).__module__ == "__main__" and not isinstance(value, type):
        fields = [*getattr(value, "__dict__", {}).items()][:20]
        return [inner for key, part in fields for inner in _flat(f"{name}.{key}", part)]
    return [(name, value)]


def _flat(name: str, value: Any) -> list[tuple[str, Any]]:
    own = type(value).__module__ == "__main__" or isinstance(value, dict)
    return [] if own else parts_of(name, value)


def few(value: Any) -> Numbers | None:
    """A number, or at most MOST_NUMBERS of them in a list, an array or a tensor."""
    array = as_array(value, MOST_NUMBERS)
    return None if array is None else tuple(array.ravel().tolist())


def as_array(value: Any, most: int) -> np.ndarray[Any, Any] | None:
    """Real numbers as an array of float64; None of what is none, or is more."""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _whole(value)
    value = _of_tensor(value)
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        return array.astype(np.float64) if _fits(array, most) else None
    if isinstance(value, list | tuple) and 0 < len(value) <= most:
        try:
            array = np.array([*map(_of_tensor, value)])
        except Exception:  # a ragged list, or one of anything
            return None
        return array.astype(np.float64) if _fits(array, most) else None
    return None


def _of_tensor(value: Any) -> Any:
    return value.detach().numpy() if field(value, "detach") else value


def field(value: Any, name: str) -> Any:
    """An attribute of whatever a program made; None if it has none."""
    try:
        return None if isinstance(value, ModuleType) else getattr(value, name, None)
    except Exception:  # a class of the program's own may do anything here
        return None


def _fits(array: np.ndarray[Any, Any], most: int) -> bool:
    return array.dtype.kind in "fiu" and 0 < array.size <= most


def _whole(value: float) -> np.ndarray[Any, Any] | None:
    try:
        return np.array(float(value))
    except OverflowError:  # a whole number beyond all floats
        return None

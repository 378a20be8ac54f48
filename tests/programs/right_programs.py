"""The right programs: each runs, and reaches the least-squares line of its own data.

The one rule: a program is data; what it must reach is computed from its own arrays, and
nothing here knows how a program is read.
"""

import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

HEAD = "#== "
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Program:
    """A program as posted, and what its names hold at the end.

    `found` is an expression for [slopes…, intercept], `data` for the columns and y;
    `within` is the share of each coefficient by which it may miss, and `solution`
    replaces least squares where the program minimizes something else.
    """

    name: str
    family: str
    source: str
    found: str
    data: str
    within: float = 0.01
    solution: str = ""

    def truth(self, names: dict[str, object]) -> np.ndarray:
        """The coefficients that the program must reach, intercept last."""
        if self.solution:
            return flat(evaluated(self.solution, names))
        X, y = evaluated(f"({self.data})", names)
        X, y = np.asarray(X, float), np.asarray(y, float).ravel()
        columns = np.column_stack([X.reshape(len(y), -1), np.ones(len(y))])
        scale = np.abs(columns).max(0)
        return np.linalg.lstsq(columns / scale, y, rcond=None)[0] / scale

    def reached(self, names: dict[str, object]) -> np.ndarray:
        """The coefficients that the program has at its end."""
        return flat(evaluated(self.found, names))

    def near(self, reached: np.ndarray, truth: np.ndarray) -> bool:
        """Whether each coefficient is within its share."""
        if reached.shape != truth.shape or not np.all(np.isfinite(reached)):
            return False
        allowed = self.within * np.maximum(np.abs(truth), 1e-2 * np.abs(truth).max())
        return bool(np.all(np.abs(reached - truth) <= allowed))


@cache
def programs() -> dict[str, Program]:
    """All right programs by name, in the order of the files `right/FAMILY.txt`."""
    found = [
        program
        for path in sorted((HERE / "right").glob("*.txt"))
        for program in read(path)
    ]
    return {program.name: program for program in found}


def read(path: Path) -> list[Program]:
    """The programs of one file; each begins with a line `#== name | found | data …`."""
    parts = ("\n" + path.read_text("utf-8")).split("\n" + HEAD)[1:]
    return [parsed(part, path.stem) for part in parts]


def parsed(part: str, family: str) -> Program:
    head, source = part.split("\n", 1)
    name, found, data, *rest = (field.strip() for field in head.split("|"))
    options = dict(field.split("=", 1) for field in rest)
    within = float(options.pop("within", "0.01"))
    return Program(name, family, f"{source}\n", found, data, within, **options)


def evaluated(expression: str, names: dict[str, object]) -> object:
    """The value of an expression among the names of a finished program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of frameworks, when arrays leave them
        return eval(expression, {**names, "numpy": np})


def flat(value: object) -> np.ndarray:
    """Numbers of any nesting and kind as one vector; NaN where there is no number."""
    try:
        return np.array([float(number) for number in value])  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return np.array([np.nan])

"""Files as rows of a question, and as texts.

The one rule: what cannot be read is a ValueError with the file's name and what to do.
"""

import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

from gdcore.command.tables import Table, column, numeric, table
from gdcore.validation import Array

NO_TEXT = "{} is no text: give csv in UTF-8, or .npy, or .npz"
CONTROL = re.compile(r"[\0-\x08\x0e-\x1a]")
"""Characters that no table has."""
LARGEST = 500_000_000
"""Bytes of a file."""


def rows(name: str, y: str | None, x: str | None) -> dict[str, Any]:
    """The field `rows` of a question: X, y and the names of the features.

    Raises:
        ValueError: If the file holds no such columns.
    """
    if name.lower().endswith((".npy", ".npz")):
        return _of_arrays(name, y, x)
    of = _table(name)
    names = [one or str(j + 1) for j, one in enumerate(of.names)]
    usable = _usable(of)
    target, features = _chosen(names, y, x, usable, _other(of, names, usable))
    columns = [column(of, j) for j in features]
    return _question(columns, column(of, target), [names[j] for j in features], of)


def _table(name: str) -> Table:
    written = text(name)
    try:
        return table(written)
    except ValueError:
        if CONTROL.search(written):
            raise ValueError(NO_TEXT.format(name)) from None
        raise


def text(name: str) -> str:
    """The text of a file, or of the standard input."""
    raw = _bytes(name)
    if b"\0" in raw[:10_000] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValueError(NO_TEXT.format(name))
    for encoding in ("utf-8-sig", "utf-16" if raw[:1] in b"\xff\xfe" else "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST)
        path = Path(name)
        if path.is_file() and path.stat().st_size > LARGEST:
            raise ValueError(f"{name} is larger than {LARGEST:,} bytes: give .npy")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ValueError(f"{name} cannot be read: {why}") from None


def _usable(of: Table) -> list[int]:
    """Columns of numbers, without an index that a table has been saved with."""
    usable = [j for j in range(len(of.names)) if numeric(of, j)]
    named = any(of.names)
    return [
        j
        for j in usable
        if not (named and of.names[j].lower() in ("", "index", "unnamed: 0"))
    ]


def _other(of: Table, names: list[str], usable: list[int]) -> str:
    """What stands in the first column that is none of numbers; "" if all are."""
    for j in range(len(names)):
        if j not in usable and not numeric(of, j):
            cell = of.rows[0][j].strip()
            return f"; {names[j]} is none, its line {of.lines[0]} has {cell!r}"
    return ""


def _chosen(
    names: list[str], y: str | None, x: str | None, usable: list[int], other: str = ""
) -> tuple[int, list[int]]:
    features = None if x is None else [_index(names, one) for one in x.split(",")]
    rest = [j for j in usable if j not in (features or ())]
    if y is None and not rest:
        raise ValueError(f"no column is left for y: name one by --y{other}")
    target = rest[-1] if y is None else _index(names, y)
    if features is None:
        features = [j for j in usable if j != target]
    if not features:
        raise ValueError(
            "there is one column of numbers: give x and y, two columns or more" + other
        )
    for j in features:
        if j == target or features.count(j) > 1:
            twice = "both y and a feature" if j == target else "named twice by --x"
            raise ValueError(f"column {names[j]} is {twice}: name each column once")
    return target, features


def _index(names: list[str], wanted: str) -> int:
    wanted = wanted.strip()
    lower = [name.lower() for name in names]
    for known, name in ((names, wanted), (lower, wanted.lower())):
        if known.count(name) > 1:
            raise ValueError(
                f"{known.count(name)} columns are named {wanted!r}: choose one by its "
                "number, from 1"
            )
        if name in known:
            return known.index(name)
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    shown = ", ".join(names[:20])
    raise ValueError(f"there is no column {wanted!r}: the columns are {shown}")


def _question(
    columns: list[Array], y: Array, names: list[str], of: Table | None
) -> dict[str, Any]:
    named = of is not None and any(of.names)
    return {
        "X": np.column_stack(columns),
        "y": y,
        "names": names if named else None,
    }


def _of_arrays(name: str, y: str | None, x: str | None) -> dict[str, Any]:
    """Of .npy: columns, y the last one; of .npz: X (or x) and y, or one array."""
    try:
        loaded: Any = np.load(name, allow_pickle=False)
        held = {"": loaded} if isinstance(loaded, np.ndarray) else dict(loaded)
    except (OSError, ValueError, EOFError, KeyError, SyntaxError) as error:
        why = getattr(error, "strerror", None) or "it is no array of numbers"
        raise ValueError(f"{name} cannot be read: {why}") from None
    lower = {key.lower(): value for key, value in held.items()}
    X, target = lower.get((x or "x").lower()), lower.get((y or "y").lower())
    if X is not None and X is target:
        raise ValueError(f"array {x or y} is both X and y: name two by --x and --y")
    if X is not None and target is not None:
        return {"X": X, "y": target, "names": None}
    if len(held) != 1:
        raise ValueError(
            f"{name} holds {', '.join(held) or 'nothing'}: save X and y in it, or name "
            "them by --x and --y"
        )
    (data,) = held.values()
    if data.ndim != 2 or data.shape[1] < 2:
        raise ValueError(f"{name} has shape {data.shape}: give columns, y the last one")
    names = [str(j + 1) for j in range(data.shape[1])]
    chosen, features = _chosen(names, y, x, list(range(data.shape[1])))
    return _question([data[:, j] for j in features], data[:, chosen], names, None)

"""Numbers in printed text, and whether two printings agree.

The one rule: words must be equal, numbers close: within the tolerance of their cell, or
one unit of the last digit printed if that is more. Counts have no such last digit.
"""

import re
from typing import NamedTuple

NUMBER = re.compile(
    r"(?:(?<![\w.])[-+−])?(?<![\w.])"
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?!\w)"
)
STATED = re.compile(r"#\s*tolerance: (?P<size>\S+?)(?P<absolute> absolute)?\s*(?:\n|$)")
NOT_COMPARED = re.compile(r"#\s*not compared: \S")


class Tolerance(NamedTuple):
    """How far a number may move: relative to itself, or by an absolute amount."""

    relative: float
    absolute: float = 0.0


DEFAULT = Tolerance(relative=1e-5)


def tolerance(source: str) -> Tolerance | None:
    """What the first line of a cell states, or the default; None: nothing is compared.

    Raises:
        ValueError: If the size is not a number.
    """
    if NOT_COMPARED.match(source):
        return None
    if not (stated := STATED.match(source)):
        return DEFAULT
    size = float(stated["size"])
    return Tolerance(0.0, size) if stated["absolute"] else Tolerance(size)


def numbers(text: str) -> list[float]:
    """The numbers in a text, in their order; those that are part of a name are not."""
    return [_value(match[0]) for match in NUMBER.finditer(text)]


def differences(old: str, new: str, allowed: Tolerance) -> list[str]:
    """One message for each number of `new` that is not that of `old`, or the words."""
    if _words(old) != _words(new):
        return [f"words differ: {old.strip()!r} became {new.strip()!r}"]
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    return [
        f"{before} became {after} (tolerance {_shown(allowed)})"
        for before, after in pairs
        if abs(_value(before) - _value(after)) > _slack(before, allowed)
    ]


def _value(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def _slack(text: str, allowed: Tolerance) -> float:
    size = max(allowed.relative * abs(_value(text)), allowed.absolute)
    return max(size, _unit(text)) * (1 + 1e-9)  # to be on it is to be within it


def _unit(text: str) -> float:
    """One unit of the last digit, 0 for a whole number: it counts something."""
    mantissa, _, exponent = text.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    if not decimals and not exponent:
        return 0.0
    return float(10.0 ** (int(exponent or 0) - decimals))


def _words(text: str) -> list[str]:
    """Everything but numbers and the width of gaps, table rules included."""
    return re.sub(r"[-:]{3,}", "-", NUMBER.sub("#", text)).split()


def _shown(allowed: Tolerance) -> str:
    if allowed.absolute:
        return f"{allowed.absolute:g} absolute"
    return f"{allowed.relative:g} relative"

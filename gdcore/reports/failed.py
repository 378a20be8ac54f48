"""What ended a program, as a finding: what happened there, and what to do.

The one rule: no finding is a name of Python's alone.
"""

from collections.abc import Mapping
from typing import Any

KINDS = {
    "ModuleNotFoundError": "missing module",
    "ImportError": "missing module",
    "NotHere": "missing module",
    "Unknown": "unknown to the stand-in",
    "UnknownAttribute": "unknown to the stand-in",
    "SyntaxError": "syntax error",
    "IndentationError": "syntax error",
    "TabError": "syntax error",
    "NameError": "unset name",
    "UnboundLocalError": "unset name",
    "FileNotFoundError": "missing file",
    "ZeroDivisionError": "division by zero",
    "IndexError": "index out of range",
    "MemoryError": "out of memory",
    "RecursionError": "endless recursion",
    "SystemExit": "exit",
    "KeyboardInterrupt": "stopped",
    "stopped": "stopped",
    "refused": "refused",
}
OTHER = "program error"
"""Of exceptions that stand not in KINDS."""
SAYS = {
    "ZeroDivisionError": "divides by zero",
    "IndexError": "asks for an entry that is not there",
    "KeyError": "asks for a key that is not there",
    "AttributeError": "asks an object for what it has not",
    "TypeError": "gives an operation what it does not take",
    "ValueError": "gives a function a value that it does not take",
    "OverflowError": "makes a number that is too large to hold",
    "AssertionError": "asserts what does not hold",
}
"""What a line does that ends with the exception."""
FIXES = {
    "missing module": "leave the import out, or run the program where it is installed",
    "unknown to the stand-in": "write it with what linear regression needs of torch",
    "syntax error": "paste the program as it stands in the file, with its indentation",
    "unset name": "paste the lines that set it as well",
    "missing file": "write the numbers into the program, x = np.array([...])",
    "division by zero": (
        "print what is divided by: it is zero for an empty list, for a column without "
        "spread, or for integers that // rounds down"
    ),
    "index out of range": "compare the loop's range with the length of what it indexes",
    "out of memory": "look for an array of n rows that became one of n x n",
    "endless recursion": "use a loop for the steps",
    "exit": "take the call of exit out",
    "refused": "write the value into the program",
    "stopped": "take fewer steps, or give the program a loop that ends",
    OTHER: "mend that line, then diagnose again",
}


def told(error: Mapping[str, Any]) -> tuple[str, str, str]:
    """Kind, sentence and fix of an execution's error, in plain values."""
    name, line = str(error.get("kind") or ""), error.get("line")
    kind = KINDS.get(name, OTHER)
    says = str(error.get("says") or "").strip()
    if not says or f"with {name}" in says or says == name:
        where = f"line {line}" if line else "the program"
        words = SAYS.get(name, "stops the program with an error")
        own = str(error.get("text") or "").partition(": ")[2].strip()
        says = f"{where} {words}{f' ({own})' if own else ''}"
    fix = FIXES[kind]
    return kind, says.rstrip("."), "" if fix.split(",")[0] in says else fix

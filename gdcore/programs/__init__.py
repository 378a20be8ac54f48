"""Programs of linear regression, as people post them: read, and run.

The one rule: reading runs nothing of a program, and a run leaves nothing behind. A name
is loaded when it is first asked for: the explorer runs programs without reading them,
and a browser starts in half the time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gdcore.programs.kinds import KINDS
    from gdcore.programs.outcome import Execution
    from gdcore.programs.reading import Fault, Reading, read
    from gdcore.programs.running import run_program

__all__ = ["KINDS", "Execution", "Fault", "Reading", "read", "run_program"]
_HOMES = {
    "KINDS": "kinds",
    "Execution": "outcome",
    "Fault": "reading",
    "Reading": "reading",
    "read": "reading",
    "run_program": "running",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

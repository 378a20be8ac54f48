"""Programs of linear regression, as people post them: read, and run.

The one rule: reading runs nothing of a program, and a run leaves nothing behind.
"""

from gdcore.programs.kinds import KINDS
from gdcore.programs.outcome import Execution
from gdcore.programs.reading import Fault, Reading, read
from gdcore.programs.running import run_program

__all__ = ["KINDS", "Execution", "Fault", "Reading", "read", "run_program"]

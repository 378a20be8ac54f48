"""Printed lines of a run: read in any form, and judged.

The one rule: what was read comes with its notes, and what is told with its doubt.
"""

from gdcore.logs.curvature import HEAVY_BALL, NESTEROV, Theory
from gdcore.logs.finding import KINDS, LogFinding
from gdcore.logs.judging import judge
from gdcore.logs.log import Log, Series
from gdcore.logs.reading import read_log

__all__ = [
    "HEAVY_BALL",
    "KINDS",
    "NESTEROV",
    "Log",
    "LogFinding",
    "Series",
    "Theory",
    "judge",
    "read_log",
]

"""The command line: a file of data, or a program, or printed lines, to a report.

The one rule: it ends with a status and, on bad input, with one sentence: never with a
traceback.
"""

from gdcore.command.main import main

__all__ = ["main"]

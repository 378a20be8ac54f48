"""The date that a build bears: that of the last commit, so two builds are alike.

The one rule: a date that is given counts, and one that is none is refused at once.
"""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

VARIABLE = "SOURCE_DATE_EPOCH"


def fix(root: Path) -> bool:
    """Set SOURCE_DATE_EPOCH to the time of the last commit, unless it is given.

    Returns:
        Whether there is a date at all.

    Raises:
        ValueError: If it is given, and no number of seconds.
    """
    if given := os.environ.get(VARIABLE, "").strip():
        _check(given)
        return True
    os.environ.pop(VARIABLE, None)  # an empty one is read as a number elsewhere
    if date := _of_commit(root):
        os.environ[VARIABLE] = date
    return bool(date)


def _check(given: str) -> None:
    try:
        datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ValueError(
            f"{VARIABLE} is {given!r}, which is no date; "
            "give the seconds since 1970, or unset it"
        ) from error


def _of_commit(root: Path) -> str:
    if not shutil.which("git"):
        return ""
    command = ["git", "log", "-1", "--format=%ct"]
    git = subprocess.run(command, cwd=root, capture_output=True, text=True)
    return "" if git.returncode else git.stdout.strip()

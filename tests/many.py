"""Ten and a hundred times as many topics: `python -m tests.many [TOPICS ...]`.

The one rule: each topic is its own, with data, a number and a figure that no other has;
it is built from nothing and again, and the time is that of a topic.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests import toy

USUAL = (14, 140, 1400)  # topics; the first is about what the site has
BUILD = [sys.executable, "-m", "scripts.build"]


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds in all, and megabytes of its largest process."""

    seconds: float
    megabytes: float


def project(root: Path, topics: int) -> toy.Project:
    """A toy of that many topics, not built yet."""
    made = toy.make(root)
    home = root / "scripts/topics"
    for name in ("plain", "valley"):
        (home / name / "__init__.py").unlink()
        (home / name).rmdir()
    for number in range(topics):
        text = toy.PLAIN.replace("9.0", f"{9 + number}.0")
        path = home / f"topic_{number:04}/__init__.py"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    return made


def built(made: toy.Project) -> Cost:
    """Build it.

    Raises:
        RuntimeError: If that fails.
    """
    begin = time.perf_counter()
    command = subprocess.Popen(BUILD, cwd=made.root, stderr=subprocess.PIPE)
    with command as child:
        assert child.stderr
        said = child.stderr.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(said)
    return Cost(time.perf_counter() - begin, usage.ru_maxrss / 1024)


def rows(counts: list[int], folder: Path) -> list[str]:
    """A line for each number of topics."""
    lines = []
    for topics in counts:
        made = project(folder / str(topics), topics)
        first, again = built(made), built(made)
        lines.append(
            f"{topics} topics: {1000 * first.seconds / topics:.0f} ms a topic from "
            f"nothing, {1000 * again.seconds / topics:.1f} ms again; largest process "
            f"{first.megabytes:.0f} MB, then {again.megabytes:.0f} MB"
        )
        print(lines[-1], flush=True)
    return lines


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        rows([int(one) for one in sys.argv[1:]] or [*USUAL], Path(folder))

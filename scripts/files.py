"""Writing files so that a reader, or a killed build, never leaves or meets half a one.

The one rule: nothing is written at its final name; it is renamed onto it when whole.
"""

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TEMPORARY = ".tmp-"  # prefix of a file that is being written


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary name beside `path`, renamed onto it if the block succeeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write(path: Path, content: str | bytes) -> None:
    """Write `content`, unless the file holds it already: then its date stays."""
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return
    with whole(path) as temporary:
        temporary.write_bytes(data)


def write_json(path: Path, value: Any) -> None:
    """Write sorted JSON; NaN and infinity are refused, as JSON has no such numbers."""
    text = json.dumps(
        value, sort_keys=True, indent=1, allow_nan=False, ensure_ascii=False
    )
    write(path, text + "\n")


def read_json(path: Path) -> Any:
    """The value in a JSON file, or None if there is no readable one."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def prune(directory: Path, keep: Iterable[Path]) -> None:
    """Delete every other file below `directory`, and folders left empty."""
    wanted = set(keep)
    for path in sorted(directory.rglob("*"), reverse=True):
        if path.is_dir():
            with contextlib.suppress(OSError):  # not empty
                path.rmdir()
        elif path not in wanted:
            path.unlink()


def digest(*parts: str | bytes) -> str:
    """SHA-256 of the parts; ("ab", "c") and ("a", "bc") differ."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait until no other process is in a block with this file; the killed are not."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as file:
        waits = False
        while not _try_lock(file.fileno()):
            if not waits:
                print("Another build is running; waiting for it.", file=sys.stderr)
            waits = True
            time.sleep(0.1)
        yield


def _try_lock(file: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

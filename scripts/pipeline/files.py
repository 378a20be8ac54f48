"""Writing files so that a reader, or a killed build, never leaves or meets half a one.

The one rule: nothing is written at its final name; it is renamed onto it when whole.
"""

import contextlib
import errno
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

TEMPORARY = ".tmp-"  # prefix of a file that is being written
REFUSED = {  # what a disk answers that takes nothing
    errno.EACCES: "get the right to write there",
    errno.EDQUOT: "free some of your quota",
    errno.EFBIG: "free some of your quota",
    errno.EIO: "look after the disk",
    errno.ENOSPC: "free some space",
    errno.EPERM: "get the right to write there",
    errno.EROFS: "make the disk writable, or clone the project to another one",
}


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary name beside `path`, renamed onto it if the block succeeds.

    What stands in the way, a folder of that name or a file for a folder, is removed.
    """
    _make_folder(path.parent)
    temporary = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        yield temporary
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        next(path for path in (folder, *folder.parents) if path.is_file()).unlink()
        folder.mkdir(parents=True, exist_ok=True)


def write(path: Path, content: str | bytes) -> None:
    """Write `content`, unless the file holds it already: then its date stays."""
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return
    with whole(path) as temporary:
        temporary.write_bytes(data)


def json_bytes(value: Any) -> bytes:
    """Sorted JSON, one value a line; NaN and infinity are refused: it has none."""
    text = json.dumps(
        value, sort_keys=True, indent=1, allow_nan=False, ensure_ascii=False
    )
    return f"{text}\n".encode()


def read_json(path: Path) -> Any:
    """The value in a JSON file, or None if there is no readable one."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write_sealed(path: Path, content: bytes, key: str = "") -> None:
    """Write `content` after a digest of it and of the key of what it was made of."""
    write(path, f"{digest(key, content)}\n".encode() + content)


def read_sealed(path: Path, key: str = "") -> bytes | None:
    """What was written under this key; None if a single bit of it is another one."""
    try:
        seal, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if seal == digest(key, content).encode() else None


def refusal(error: OSError) -> tuple[str, str, str] | None:
    """What a disk refuses, where, and what to do; None for other errors."""
    if error.errno not in REFUSED:
        return None
    folder = Path(error.filename).parent.name if error.filename else ""
    remedy = f"{REFUSED[error.errno]}, then build again"
    return f"nothing can be written: {error.strerror}", folder, remedy


def prune(directory: Path, keep: Iterable[Path]) -> None:
    """Delete every other file below `directory`, and folders left empty."""
    wanted = set(keep)
    for path in sorted(directory.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
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
    _make_folder(lock.parent)
    if lock.is_dir():
        shutil.rmtree(lock)
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

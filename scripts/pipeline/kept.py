"""Results that are kept from build to build, each in a file of its own.

The one rule: a file counts only if its digest is that of its key and its content; a
damaged, half or foreign one is none, and is made anew.
"""

import json
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket

from scripts.pipeline.files import digest, read_sealed, write_sealed


class Kept:
    """A folder of results by name, each with the key of what it was made of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str, key: str) -> bytes | None:
        """The result of this name, if it was made of what `key` stands for."""
        return read_sealed(self._path(name), key)

    def put(self, name: str, key: str, content: bytes) -> None:
        """Keep a result in place of the last of this name."""
        write_sealed(self._path(name), content, key)

    def value(self, name: str, key: str) -> Any:
        """The result as JSON, or None."""
        content = self.get(name, key)
        return None if content is None else json.loads(content)

    def put_value(self, name: str, key: str, value: Any) -> None:
        """Keep a result as JSON."""
        self.put(name, key, json.dumps(value, ensure_ascii=False).encode())

    def _path(self, name: str) -> Path:
        return self._folder / digest(name)[:32]


class Templates(jinja2.BytecodeCache):
    """Compiled templates; Jinja's own store runs whatever bytes it finds."""

    def __init__(self, folder: Path) -> None:
        self._kept = Kept(folder)

    def load_bytecode(self, bucket: Bucket) -> None:
        content = self._kept.get(bucket.key, bucket.checksum)
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept.put(bucket.key, bucket.checksum, bucket.bytecode_to_string())

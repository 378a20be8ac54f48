"""The sources of a build as bytes, read once: what an edit underway cannot change.

The one rule: a key is the digest of bytes of the snapshot, and what is made under that
key is made of the same bytes.
"""

import pickle
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import scripts
from scripts.pipeline.files import digest, whole

SCRIPTS = "docs/javascripts"
SNIPPETS = "docs/snippets"
ANSWERS = "docs/answers"
HEAD = re.compile(rb"---\n.*?^---\n", re.MULTILINE | re.DOTALL)
RECORDED = "scripts/reference_problems/recorded"  # what other programs have computed
NPM_LOCK = "package-lock.json"
FOLDERS = {  # all that something in .build/ is made of, by the ends of their names
    "gdcore": (".py",),
    "scripts": (".py", ".mjs"),
    SCRIPTS: (".js",),
    SNIPPETS: (".py", ".m", ".js"),
    ANSWERS: (".md",),  # of these the front matter, which says what is computed
    RECORDED: (".json",),
}


@dataclass(frozen=True)
class Snapshot:
    """The sources below `root`, by their places with slashes."""

    root: Path
    files: Mapping[str, bytes]

    @classmethod
    def take(cls, root: Path) -> Self:
        """Read every source; a worker takes what its build has read."""
        ours = root == scripts.ROOT
        if ours and (files := scripts.handed()):
            return cls(root, files)
        files = {}
        for place in sorted(_places(root)):
            try:
                content = scripts.read(place) if ours else (root / place).read_bytes()
            except FileNotFoundError:
                continue  # deleted since it was listed
            head = HEAD.match(content) if place.endswith(".md") else None
            files[place] = head[0] if head else content
        return cls(root, files)

    def below(self, folder: str, end: str = "") -> dict[str, bytes]:
        """The sources in a folder, or the one file, whose names end so."""
        return {
            place: content
            for place, content in self.files.items()
            if f"{place}/".startswith(f"{folder}/") and place.endswith(end)
        }

    def digest(self, *folders: str) -> str:
        """Digest of the names and bytes of all sources, or of those in the folders."""
        chosen = [self.below(name) for name in folders] or [dict(self.files)]
        return digest(
            *(part for files in chosen for item in files.items() for part in item)
        )

    @cached_property
    def lock(self) -> bytes:
        """What npm has installed; empty if it has no lock file."""
        return self.files.get(NPM_LOCK, b"")

    def lay(self, folder: Path, *folders: str) -> None:
        """Write sources below a folder, for programs that read files themselves."""
        for name in folders:
            for place, content in self.below(name).items():
                path = folder / place
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def hand_over(self, path: Path) -> dict[str, str]:
        """Write all to a file; the variable that has a worker take them from it."""
        with whole(path) as temporary:
            temporary.write_bytes(pickle.dumps(dict(self.files)))
        return {scripts.HANDED: str(path)}


def _places(root: Path) -> set[str]:
    files = {NPM_LOCK} if (root / NPM_LOCK).is_file() else set()
    for folder, ends in FOLDERS.items():
        for path in (root / folder).rglob("*"):
            if path.name.endswith(ends) and path.is_file():
                files.add(path.relative_to(root).as_posix())
    return files

"""The walks of CONTRIBUTING.md as data: files to edit, lines to add, commands to call.

The one rule: what a reader does by hand is done here from the same text, and a line
that is not found, or is found twice, is an error as it would be for the reader.
`python -m tests.walks [NAME ...]` follows them, each in a copy of its own: all of them
take half an hour of one core.
"""

import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmark.sites import copied
from tests.conftest import ROOT

HEADING = re.compile(r"^### Walk: (?P<name>.+)$", re.MULTILINE)
FENCE = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"(?P<how>In|New file)\s`(?P<path>[^`]+)`")


@dataclass(frozen=True)
class Edit:
    """Lines of a file, before and after; before is "" for a file that is new."""

    path: str
    before: str
    after: str

    def apply(self, root: Path) -> None:
        """Do it.

        Raises:
            ValueError: If the lines are not there, or more than once.
        """
        path = root / self.path
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        found = text.count(self.before) if self.before else int(not path.is_file())
        if found != 1:
            raise ValueError(f"{self.path} has {found} times:\n{self.before}")
        path.parent.mkdir(parents=True, exist_ok=True)
        new = text.replace(self.before, self.after) if self.before else self.after
        path.write_text(new, encoding="utf-8")


@dataclass(frozen=True)
class Walk:
    """One walk: its edits in their order, then its commands."""

    name: str
    edits: tuple[Edit, ...]
    commands: tuple[str, ...]


def walks(text: str) -> list[Walk]:
    """The walks of a Markdown text."""
    heads = [*HEADING.finditer(text)]
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [
        _walk(head["name"], re.split(r"^## ", text[head.end() : end], flags=re.M)[0])
        for head, end in zip(heads, ends, strict=True)
    ]


def _walk(name: str, text: str) -> Walk:
    edits: list[Edit] = []
    commands: list[str] = []
    for fence in FENCE.finditer(text):
        kind, body = fence["kind"], fence["body"]
        if kind == "console":
            commands += body.splitlines()
        else:
            edits.append(
                _edit([*PLACE.finditer(text[: fence.start()])][-1], kind, body)
            )
    return Walk(name, tuple(edits), tuple(commands))


def _edit(place: re.Match[str], kind: str, body: str) -> Edit:
    if kind != "diff":
        assert place["how"] == "New file", f"{place['path']}: lines without + or -"
        return Edit(place["path"], "", body)
    sides = {" ": (1, 1), "-": (1, 0), "+": (0, 1)}
    lines = [(sides[line[:1] or " "], f"{line[1:]}\n") for line in body.splitlines()]
    before = "".join(text for (was, _), text in lines if was)
    after = "".join(text for (_, becomes), text in lines if becomes)
    assert before, f"{place['path']}: a change without a line to find it by"
    return Edit(place["path"], before, after)


def every() -> list[Walk]:
    """The walks of this project."""
    return walks((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))


def follow(walk: Walk, folder: Path) -> str:
    """Do what a walk says in a new copy of the project; "", or the first failure."""
    root = copied(folder)
    (root / ".venv").symlink_to(ROOT / ".venv")
    for edit in walk.edits:
        edit.apply(root)
    for line in walk.commands:
        done = subprocess.run(
            shlex.split(line), cwd=root, capture_output=True, text=True
        )
        # Without PyTorch a part of what could be written down is left for CI.
        if done.returncode and "Only evaluations.json was written." not in done.stderr:
            return f"{line}\n{done.stdout}{done.stderr}"
    return ""


def main(names: list[str]) -> int:
    """Follow the walks with these names, or all; 1 if one of them leads nowhere."""
    failed = 0
    for walk in every():
        if names and walk.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            said = follow(walk, Path(folder) / "project")
        print(f"{walk.name}: {said or 'done'}", flush=True)
        failed += bool(said)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

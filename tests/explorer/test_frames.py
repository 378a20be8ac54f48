"""A file of frames is taken from the last build, or made anew: never a wrong one."""

from pathlib import Path
from typing import Any

import pytest

from scripts.explorer.first_frames import FRAMES
from scripts.explorer.frames import Files
from scripts.pipeline import files
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot
from tests.conftest import ROOT

NOTE, PLACE = "cache/note.json", "data/a.json"


class Builds:
    """Builds of one file in a folder, that count how often it is made."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.made = folder, 0

    def make(self) -> dict[str, int]:
        self.made += 1
        return {"loss": 1}

    def build(self, code: str = "code", **settings: Any) -> int:
        made = Files(self.folder, NOTE, code)
        made.add(PLACE, settings, self.make)
        for place, content in made.all().items():
            files.write(self.folder / place, content)
        return self.made


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    builds = Builds(tmp_path)
    assert [builds.build(epochs=3), builds.build(epochs=3)] == [1, 1]
    return builds


def test_other_code_or_settings_make_it_anew(builds):
    assert [builds.build("other", epochs=3), builds.build("other", epochs=3)] == [2, 2]
    assert [builds.build(epochs=3), builds.build(epochs=4)] == [3, 4]
    assert builds.build(epochs=3) == 5


@pytest.mark.parametrize("place", [NOTE, PLACE])
@pytest.mark.parametrize(
    "damage",
    [
        Path.unlink,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"[]"),
        lambda path: path.write_bytes(path.read_bytes().replace(b"1", b"2")),
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
    ],
    ids=["gone", "empty", "another", "changed", "cut"],
)
def test_what_is_damaged_makes_it_anew(builds, place, damage):
    whole = {name: (builds.folder / name).read_bytes() for name in (NOTE, PLACE)}
    damage(builds.folder / place)
    assert builds.build(epochs=3) == 2
    assert whole == {name: (builds.folder / name).read_bytes() for name in whole}


def test_its_code_is_the_mathematics_and_no_page():
    reached = Sources(Snapshot.take(ROOT)).reached(FRAMES)
    assert {"scripts.engine.frame", "gdcore.runs", FRAMES} <= {*reached}
    assert not [name for name in reached if name.startswith("scripts.topics")]

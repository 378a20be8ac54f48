"""A file of frames is taken from the last build, or made anew: never a wrong one."""

from pathlib import Path
from typing import Any

import pytest

from scripts.explorer import first_frames, frames
from scripts.pipeline import files
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot
from tests.conftest import ROOT

NOTE, PLACE = "cache/note.json", "data/a.json"


class Builds:
    """Builds of one file in a folder, that count how many frames are made."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.made = folder, 0

    def frame(self, *_: Any) -> dict[str, int]:
        self.made += 1
        return {"loss": 1}

    def build(self, code: str = "code", text: str = "", **settings: Any) -> int:
        made = frames.Files(self.folder, NOTE, code)
        if text:
            made.states(PLACE, [(text, settings)])
        else:
            made.preset(PLACE, settings)
        for place, content in made.all().items():
            files.write(self.folder / place, content)
        return self.made


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    builds = Builds(tmp_path)
    monkeypatch.setattr(frames, "first_frame", builds.frame)
    assert [builds.build(epochs=3), builds.build(epochs=3)] == [1, 1]
    return builds


def test_other_code_or_settings_make_it_anew(builds):
    assert [builds.build("other", epochs=3), builds.build("other", epochs=3)] == [2, 2]
    assert [builds.build(epochs=3), builds.build(epochs=4)] == [3, 4]
    assert builds.build(epochs=3) == 5


def test_another_text_of_a_state_makes_it_anew(builds):
    assert [builds.build(text="3", epochs=3) for _ in range(2)] == [2, 2]
    assert builds.build(text="three", epochs=3) == 3


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
    reached = Sources(Snapshot.take(ROOT)).reached(first_frames.FRAMES)
    assert {"scripts.engine.frame", "gdcore.runs"} <= {*reached}
    assert not [name for name in reached if name.startswith("scripts.topics")]


def test_a_build_makes_none_that_stands(builds):
    _, handles = first_frames.parts(Sources(Snapshot.take(ROOT)), builds.folder)
    counts = []
    for _ in range(2):
        for place, content in handles.make().items():
            files.write(builds.folder / place, content)
        counts.append(builds.made)
    assert counts[0] > 100
    assert counts[1] == counts[0]

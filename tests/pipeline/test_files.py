"""No reader ever meets half a file."""

import os

import pytest

from scripts.pipeline import files


def write_half(path):
    with files.whole(path) as new:
        new.write_text("ha", encoding="utf-8")
        assert path.read_text(encoding="utf-8") == "good"
        raise RuntimeError("while writing")


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "deep/file.txt"
    path.parent.mkdir()
    path.write_text("good", encoding="utf-8")
    with pytest.raises(RuntimeError, match="while writing"):
        write_half(path)
    assert [p.name for p in path.parent.iterdir()] == ["file.txt"]
    assert path.read_text(encoding="utf-8") == "good"


def test_equal_content_is_not_written(tmp_path):
    path = tmp_path / "new/file.json"
    files.write(path, files.json_bytes({"b": 1, "a": "é"}))
    os.utime(path, (0, 0))
    files.write(path, files.json_bytes({"a": "é", "b": 1}))
    assert path.stat().st_mtime == 0
    files.write(path, files.json_bytes({"a": "e"}))
    assert path.stat().st_mtime > 0


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_json_without_a_number_for_it_is_refused(tmp_path, number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        files.write(tmp_path / "a.json", files.json_bytes({"a": number}))
    assert list(tmp_path.iterdir()) == []


def test_json_that_cannot_be_read_counts_as_none(tmp_path):
    assert files.read_json(tmp_path / "none.json") is None
    (tmp_path / "half.json").write_text('{"a": ', encoding="utf-8")
    assert files.read_json(tmp_path / "half.json") is None


def test_pruning_leaves_what_is_wanted(tmp_path):
    for name in ("a/keep.svg", "a/drop.svg", "b/drop.svg", "a/.tmp-1-keep.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    files.prune(tmp_path, [tmp_path / "a/keep.svg"])
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {"a", "a/keep.svg"}


def test_a_digest_knows_where_a_part_ends():
    assert files.digest("ab", "c") != files.digest("a", "bc")
    assert files.digest("ab") == files.digest(b"ab")

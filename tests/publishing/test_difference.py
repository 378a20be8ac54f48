"""Two built sites are compared as their readers have them.

The one rule: each difference is one line; what no reader gets is none.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from scripts.publishing.difference import main

HTML = """<html><head><style>a {}</style></head><body class="one">
<h1>A page</h1><p>It takes <data title="Steps. Computed by scripts/topics/mse.py"
value="12">12</data> steps of 12.</p>
<img src="a.png" alt="A valley"><p>left</p><p>right</p><p>left</p>
<script>start()</script></body></html>
"""
NUMBERS = {
    "mse.steps": {"value": 12, "module": "scripts/topics/mse.py"},
    "list": [1, 2],
}


@pytest.fixture
def sites(tmp_path) -> tuple[Path, Path]:
    """Two equal sites."""
    one, other = tmp_path / "one", tmp_path / "other"
    (one / "topics").mkdir(parents=True)
    (one / "topics/index.html").write_text(HTML, encoding="utf-8")
    (one / "numbers.json").write_text(json.dumps(NUMBERS), encoding="utf-8")
    (one / "notes.txt").write_text("first\nsecond\n", encoding="utf-8")
    (one / "film.mp4").write_bytes(b"\x00\xff")
    shutil.copytree(one, other)
    return one, other


def edited(site: Path, name: str, old: str, new: str) -> None:
    text = (site / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (site / name).write_text(text.replace(old, new), encoding="utf-8")


def told(capsys, *arguments) -> tuple[int, list[str]]:
    code = main([str(argument) for argument in arguments])
    return code, capsys.readouterr().out.splitlines()


def test_of_equal_sites_there_is_nothing_to_tell(sites, capsys):
    assert told(capsys, *sites) == (0, [])


PAGE = "topics/index.html"


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        (PAGE, ">12<", ">13<", "'12' is now '13'"),
        (PAGE, "steps of 12", "steps of 13", "'steps of 12.' is now 'steps of 13.'"),
        (PAGE, 'alt="A v', 'alt="No v', "'alt: A valley' is now 'alt: No valley'"),
        (PAGE, 'value="12"', 'value="13"', "'value: 12' is now 'value: 13'"),
        (PAGE, "<p>right</p>", "", "- right"),
        (PAGE, "<h1>A", "<p>More</p><h1>A", "+ More"),
        (
            PAGE,
            "<p>left</p><p>right</p><p>left</p>",
            "<p>right</p><p>left</p><p>left</p>",
            "2 lines are in another order",
        ),
        (
            "numbers.json",
            '{"value": 12',
            '{"value": 13',
            "'/mse.steps/value: 12' is now '/mse.steps/value: 13'",
        ),
        ("numbers.json", "[1, 2]", "[2, 1]", "2 lines are in another order"),
        ("notes.txt", "second", "third", "'second' is now 'third'"),
    ],
)
def test_what_a_reader_sees_is_one_line(sites, capsys, name, old, new, line):
    edited(sites[1], name, old, new)
    assert told(capsys, *sites) == (1, [f"{name}: {line}"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a {}", "a { color: red }"),
        ("start()", "begin()"),
        ('class="one"', 'class="two"'),
        ("<p>right</p><p>left</p>", "<p>right</p>\n\n  <p>left</p>"),
    ],
)
def test_what_no_reader_sees_is_none(sites, capsys, old, new):
    edited(sites[1], PAGE, old, new)
    assert told(capsys, *sites) == (0, [])


def test_an_edit_among_equal_lines_is_not_told_as_another_order(sites, capsys):
    for site, middle in zip(sites, ("12", "13"), strict=True):
        cells = "".join(f"<td>{n}</td>" for n in ("12", middle, "12", "5", "12"))
        edited(site, PAGE, "<h1>A", f"{cells}<h1>A")
    assert told(capsys, *sites) == (1, [f"{PAGE}: '12' is now '13'"])


def test_a_page_of_one_site_alone_is_one_line(sites, capsys):
    one, other = sites
    (other / PAGE).unlink()
    assert told(capsys, *sites) == (1, [f"{PAGE}: only in {one}"])
    assert told(capsys, other, one) == (1, [f"{PAGE}: only in {one}"])


def test_other_bytes_are_one_line(sites, capsys):
    (sites[1] / "film.mp4").write_bytes(b"\x00\xff\x00")
    assert told(capsys, *sites) == (1, ["film.mp4: other bytes, 2 and 3"])


def test_names_that_were_meant_to_change_do_not_count(sites, capsys):
    other = sites[1]
    for name in (PAGE, "numbers.json"):
        edited(other, name, "scripts/topics/mse.py", "scripts/topics/mse")
    (other / "film.mp4").rename(other / "movie.mp4")
    assert len(told(capsys, *sites)[1]) == 4
    modules = r"--renamed=scripts/topics/(\w+)\.py=scripts/topics/\1"
    assert len(told(capsys, modules, *sites)[1]) == 2
    films = "--renamed=^film=movie"
    assert told(capsys, *sites, modules, films) == (0, [])
    edited(other, "numbers.json", "topics/mse", "topics/mae")
    assert len(told(capsys, *sites, modules, films)[1]) == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "required: SITE"),
        (("one",), "expected 2 arguments|required: SITE"),
        (("one", "other", "third"), "unrecognized arguments: third"),
        (("one", "nowhere"), "nowhere is no folder"),
        (("one", "other", "--renamed", "new"), "'new' has no ="),
        (("one", "other", "--renamed", "(=new"), r"'\(': missing \)"),
    ],
)
def test_a_wrong_call_is_told_how_to_call(
    sites, capsys, monkeypatch, arguments, reason
):
    monkeypatch.chdir(sites[0].parent)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("usage: python -m scripts.publishing.difference")
    assert re.search(reason, said)

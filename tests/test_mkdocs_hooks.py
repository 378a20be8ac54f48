"""A toy site through the whole chain: macros, math, search, refusals, same bytes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import toy
from tests.toy import Project, edit

pytestmark = pytest.mark.xdist_group("toy project")

CONFIG = """
site_name: Toy
theme: {name: material, font: false}
hooks: [scripts/mkdocs_hooks.py]
plugins: [search]
markdown_extensions:
  - attr_list
  - md_in_html
  - pymdownx.arithmatex: {generic: true}
  - toc: {permalink: "#"}
"""
PAGE = r"""---
description: It takes {{ plain("valley.steps") }} steps.
---

# Toy

It takes {{ number("valley.steps") }} steps with $\lr < \kappa$; see
[the figure](#figure-path) and [the numbers](numbers.json).

{% call figure("valley.path") %} The rate is $\sigma$. {% endcall %}

## The limit $2/\lambda$ {#limit}

Below it.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Project:
    project = toy.make(tmp_path_factory.mktemp("project"))
    (project.root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (project.root / "docs").mkdir()
    (project.root / "docs/index.md").write_text(PAGE, encoding="utf-8")
    assert mkdocs(project) == ""
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    shutil.copytree(built.root, tmp_path / "copy", symlinks=True)
    return Project(tmp_path / "copy")


def mkdocs(project: Project, *, code: int = 0) -> str:
    """What `mkdocs build --strict --quiet` says."""
    fixed = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1000000000"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=project.root,
        env={**os.environ, **fixed},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr
    return done.stderr


def page(project: Project) -> str:
    return (project.root / "site/index.html").read_text(encoding="utf-8")


def test_a_page_shows_what_was_computed(built):
    text = page(built)
    assert '<meta name="description" content="It takes 8 steps.">' in text
    assert ">8</data> steps" in text
    assert '<figure id="figure-path">' in text
    assert 'src="assets/figures/valley/path-light.svg"' in text


def test_what_was_generated_is_published(built):
    site = built.root / "site"
    for name in (
        "assets/animations/valley/film.gif",
        "assets/figures/plain/line-dark.svg",
        "assets/palette.css",
        "assets/vendor/inter/inter.css",
        "assets/vendor/katex/katex.min.css",
        "numbers.json",
    ):
        assert (site / name).is_file()
    published = {path.name for path in site.rglob("*")}
    assert not published & {"manifest.json", "figures.json", "valley.pickle"}


def test_math_is_set_and_the_contents_have_it_once(built):
    text = page(built)
    assert "\\(" not in text
    contents = text.split('href="#limit"')[1].split("</a>")[0]
    assert contents.count("<math") == 1
    assert "katex-html" not in contents


def test_search_finds_a_formula_once(built):
    path = built.root / "site/search/search_index.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["docs"]
    text = " ".join(entry["title"] + entry["text"] for entry in entries)
    assert [text.count(letter) for letter in "κσλ"] == [1, 1, 1]


def test_two_builds_give_the_same_bytes(project):
    first = site(project)
    mkdocs(project)
    assert site(project) == first
    assert any(name.endswith(".xml.gz") for name in first)


def site(project: Project) -> dict[str, bytes]:
    files = sorted(p for p in (project.root / "site").rglob("*") if p.is_file())
    return {str(p.relative_to(project.root)): p.read_bytes() for p in files}


def refusal(project: Project, old: str, new: str) -> str:
    edit(project.root / "docs/index.md", old, new)
    return mkdocs(project, code=1)


def test_a_typed_number_stops_the_build(project):
    said = refusal(project, "Below it.", "Below it by 7.")
    assert "docs/index.md:14: '7' is typed; compute it" in said


def test_an_unknown_number_stops_the_build(project):
    said = refusal(project, "Below it.", '{{ number("valley.stops") }}')
    assert "docs/index.md:14: there is no number 'valley.stops'; did you" in said


def test_a_bad_formula_stops_the_build(project):
    said = refusal(project, "Below it.", r"Below $\nonesuch{x}$.")
    assert r"docs/index.md:14: the formula \nonesuch{x} is refused: Undef" in said


def test_a_figure_that_cannot_be_drawn_stops_the_build(project):
    edit(project.valley, 'marker="*"', 'marker="nonesuch"')
    said = mkdocs(project, code=1)
    assert said.startswith("scripts/topics/valley.py:36: ValueError: Unrecogn")
    assert said.endswith("(valley/point/dark, valley/point/light); correct it\n")
    assert said.count("\n") == 1


def test_the_site_is_dated_by_the_last_commit(tmp_path):
    for package in ("gdcore", "scripts"):
        shutil.copytree(toy.ROOT / package, tmp_path / package)
    code = (
        "import os; from scripts import mkdocs_hooks; mkdocs_hooks.on_startup();"
        "print(os.environ.get('SOURCE_DATE_EPOCH'))"
    )
    date = "1234567890 +0000"
    author = {
        f"GIT_{who}_{what}": "a"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    known = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    env = {
        **known,
        **author,
        "GIT_COMMITTER_DATE": date,
        "GIT_CEILING_DIRECTORIES": "/tmp",
    }

    def said(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert said(sys.executable, "-c", code) == "None"
    said("git", "init")
    said("git", "commit", "--allow-empty", "-m", "first")
    assert said(sys.executable, "-c", code) == "1234567890"
    env["PATH"] = ""  # a machine without git builds all the same, and says so
    aloud = f"import logging; logging.basicConfig(level='INFO'); {code}"
    assert said(sys.executable, "-c", aloud) == "None"

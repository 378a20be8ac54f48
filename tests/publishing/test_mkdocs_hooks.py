"""A toy site through the whole chain: macros, math, search, refusals, same bytes."""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

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
def built(shared: Path, tmp_path_factory) -> Project:
    project = toy.made(shared, tmp_path_factory.mktemp("hooks") / "project")
    (project.root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (project.root / "docs").mkdir()
    (project.root / "docs/index.md").write_text(PAGE, encoding="utf-8")
    assert mkdocs(project, "--strict") == ""
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    shutil.copytree(built.root, tmp_path / "copy", symlinks=True)
    return Project(tmp_path / "copy")


def mkdocs(
    project: Project, *options: str, code: int = 0, env: Any = None, start: Any = None
) -> str:
    """What `mkdocs build --quiet` says."""
    fixed = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1000000000"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", *options],
        cwd=project.root,
        env={**os.environ, **fixed, **(env or {})},
        preexec_fn=start,
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
    assert 'srcset="assets/figures/valley/path-light-narrow.svg"' in text


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


def test_without_an_address_no_picture_is_drawn_and_that_is_said_once(project):
    text = mkdocs(project, "--verbose", "--strict")
    assert text.count("site_url is empty") == 1
    assert not (project.root / "site/assets/previews").exists()


def test_with_an_address_each_page_has_a_picture(project):
    address = "site_url: https://a.org/b/\nsite_name"
    edit(project.root / "mkdocs.yml", "site_name", address)
    assert mkdocs(project, "--strict") == ""
    assert (project.root / "site/assets/previews/index.png").is_file()


def test_the_overlay_of_mistakes_is_in_no_file_of_the_site(built):
    pages = list((built.root / "site").rglob("*.html"))
    assert pages
    assert not any("gd-mistakes" in page.read_text("utf-8") for page in pages)


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
    assert said.startswith("scripts/topics/valley/__init__.py:46: ValueError: Unrecogn")
    assert said.endswith("(valley/point/narrow, valley/point/wide); correct it\n")
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


@pytest.mark.parametrize("options", [(), ("--strict",)])
@pytest.mark.parametrize("link", ["nonesuch.md", "#nonesuch", "/toy/"])
def test_a_link_that_leads_nowhere_stops_every_build(project, link, options):
    config = "validation: {anchors: warn, absolute_links: warn}\n"
    with (project.root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(config)
    edit(project.root / "docs/index.md", "Below it.", f"[Below]({link}) it.")
    said = mkdocs(project, *options, code=1)
    assert said.startswith(f"docs/index.md:14: the link {link} ")
    assert len(said.splitlines()) == 1


def test_a_link_to_what_a_broken_macro_leaves_out_is_no_mistake(project):
    said = refusal(project, '"valley.path"', '"valley.pth"')
    assert "there is no figure 'valley.pth'" in said
    assert "#figure-path" not in said


def test_a_mistake_in_the_scripts_is_one_line(project):
    edit(project.root / "scripts/pages/macros.py", "NAMES = (", "NAMES = ((")
    said = mkdocs(project, code=1)
    assert re.match(
        r"scripts/pages/macros\.py:\d+: SyntaxError: '\(' was never closed", said
    )
    assert len(said.splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_one_line(project):
    shutil.rmtree(project.root / "site")
    (project.root / "site").write_text("", encoding="utf-8")
    said = mkdocs(project, code=1)
    assert said.startswith("site: ")
    assert said.endswith(
        "a file stands where a folder should; move it, then build again\n"
    )
    assert len(said.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
def test_a_full_disk_is_one_line(project):
    import resource

    size = 100_000  # less than a file of the theme has
    start = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
    said = mkdocs(project, code=1, start=start)
    assert re.fullmatch(
        r"site(/\S+)?: File too large; free some space there, .*\n", said
    )


def test_a_python_that_is_told_not_to_look_around_builds_all_the_same(project):
    edit(project.valley, 'marker="*"', 'marker="."')
    assert mkdocs(project, env={"PYTHONSAFEPATH": "1"}) == ""


@pytest.mark.parametrize("date", ["", " "])
def test_an_empty_date_is_none(project, date):
    assert mkdocs(project, env={"SOURCE_DATE_EPOCH": date}) == ""


@pytest.mark.parametrize("date", ["abc", "1.5", "9" * 20])
def test_a_date_that_is_none_is_refused_in_one_sentence(project, date):
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": date}
    done = subprocess.run(
        command, cwd=project.root, env=env, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.strip().startswith(f"SOURCE_DATE_EPOCH is '{date}', which is no")
    assert len(done.stdout.strip().splitlines()) == 1

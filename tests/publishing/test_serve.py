"""Mistakes under a real `mkdocs serve`: said each time, shown on the page, repaired."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from mkdocs.livereload import LiveReloadServer

from scripts.publishing import preview
from tests import served
from tests.served import CONFIG, INDEX, OTHER, OVERRIDE, Served, notebook
from tests.toy import GDCORE, VALLEY, Project

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("toy project")]

PAGE = "docs/index.md"
YAML = "mkdocs.yml"
BOOK = "docs/notebooks/toy.ipynb"


@dataclass(frozen=True)
class Kind:
    """A kind of mistake: what is saved where, and what is said of it."""

    file: str
    good: str | None
    old: str
    new: str
    place: str
    reason: str

    @property
    def bad(self) -> str | bytes:
        if self.good is None:
            return self.new
        assert self.old in self.good, self
        text = self.good.replace(self.old, self.new, 1)
        return text.encode("latin-1" if "é" in text else "utf-8")


def at(text: str, words: str) -> int:
    """The line of these words."""
    return text[: text.index(words)].count("\n") + 1


LAST = at(INDEX, "The last line.")


def last(words: str, reason: str) -> Kind:
    """A mistake in the last line of the page."""
    return Kind(PAGE, INDEX, "The last line.", words, f"{PAGE}:{LAST}", reason)


def inside(old: str, new: str, words: str, reason: str) -> Kind:
    """A mistake in the page, at the line of these words."""
    return Kind(PAGE, INDEX, old, new, f"{PAGE}:{at(INDEX, words)}", reason)


def config(old: str, new: str, reason: str) -> Kind:
    """A mistake in mkdocs.yml, at the first line that it changes."""
    return Kind(YAML, CONFIG, old, new, f"{YAML}:{at(CONFIG, old)}", reason)


KINDS = {
    "typed digit": last("It takes 7 steps.", "'7' is typed"),
    "unknown number": last('{{ number("valley.stops") }}', "did you mean valley.steps"),
    "unknown figure": inside('"valley.path"', '"valley.pth"', "{% call", "valley.path"),
    "unknown macro": last('{{ nonesuch("a") }}', "'nonesuch' is undefined"),
    "number without a key": last("{{ number() }}", "missing 1 required positional"),
    "bad format": last('{{ tex("valley.steps", ".4q") }}', "format"),
    "no source": last('{{ quoted("7") }}', "names no source"),
    "no snippet": last('{{ code("nonesuch") }}', "docs/snippets/nonesuch with one of"),
    "unclosed call": inside("{% endcall %}", "", "{% call", "'call'"),
    "unclosed braces": last('{{ number("valley.steps"\n\nMore.', "expected token"),
    "bad formula": last(
        r"Below $\nonesuch{x}$.", r"Undefined control sequence: \nones"
    ),
    "bad display": inside(r"\le {{", r"\lee {{", r"\lambda \le", r"control sequence"),
    "no YAML": inside("title: Toy", 'title: "A" toy: b', "title", "not YAML"),
    "front matter without end": Kind(
        PAGE, INDEX, "steps.\n---\n", "steps.\n", f"{PAGE}:1", "has no end"
    ),
    "front matter without start": Kind(
        PAGE, INDEX, "---\n", "", f"{PAGE}:1", "without a line of three dashes"
    ),
    "description": inside('plain("valley.steps")', 'plain("a.b")', "in {{", "'a.b'"),
    "no such template": Kind(
        PAGE,
        INDEX,
        "title: Toy",
        "title: Toy\ntemplate: nonesuch.html",
        f"{PAGE}:1",
        "TemplateNotFound: 'nonesuch.html'",
    ),
    "no such page": last("See [it](deep/othr.md).", "leads to no page or file"),
    "no such heading": last("See [it](deep/other.md#no).", "#no leads to a heading"),
    "no such heading here": last("See [it](#nowhere).", "#nowhere leads to a heading"),
    "absolute link": last("See [it](/deep/other/).", "is absolute"),
    "no UTF-8": last("Caf\u00e9.", "this is not UTF-8"),
    "no JSON": Kind(BOOK, notebook(), "[", "", f"{BOOK}:13", "is not JSON"),
    "number in a notebook": Kind(
        BOOK,
        notebook(),
        "5 in all",
        "8 in all",
        f"{BOOK}:{at(notebook(), '5 in all')}",
        "'8' stands neither",
    ),
    "two headings in a cell": Kind(
        BOOK,
        notebook(),
        "It prints",
        "Words\\n## It prints",
        f"{BOOK}:{at(notebook(), 'after')}",
        "a heading begins a cell",
    ),
    "config is no YAML": config("site_name: Toy", "site_name: Toy: b", "not YAML"),
    "config has a bad value": config("name: material", "name: materiel", "materiel"),
    "no such plugin": config("search", "serch", "serch"),
    "unknown setting": config("watch:", "wotch:", "Unrecognised configuration name"),
    "nav without page": config("Other: deep/other.md", "Other: deep/a.md", "deep/a.md"),
    "redirect without page": config(
        "old.md: deep/other.md", "old.md: deep/b.md", "a redirect leads to deep/b.md"
    ),
    "page not in nav": Kind(
        "docs/new.md", None, "", "# New\n", "docs/new.md:1", "does not name this page"
    ),
    "a template": Kind(
        "docs/.overrides/main.html",
        OVERRIDE,
        "{% endblock %}",
        "{% endblok %}",
        "docs/.overrides/main.html:2",
        "endblok",
    ),
    "a figure": Kind(
        "scripts/topics/valley/__init__.py",
        VALLEY,
        'marker="*"',
        'marker="nonesuch"',
        f"scripts/topics/valley/__init__.py:{at(VALLEY, 'marker=')}",
        "Unrecognized marker style",
    ),
    "Python that cannot be read": Kind(
        "gdcore/valley.py",
        GDCORE,
        "for _ in range(steps):",
        "for _ in range(steps)",
        f"gdcore/valley.py:{at(GDCORE, 'for _ in')}",
        "expected ':'",
    ),
}


@pytest.fixture(scope="module")
def site(shared, tmp_path_factory) -> Iterator[Served]:
    project = served.make(shared, tmp_path_factory.mktemp("served") / "project")
    with served.serving(project) as site:
        yield site


def places(site: Served, kind: Kind) -> list[str]:
    """What the page shows of this mistake."""
    return [line for line in site.shown() if kind.place in line and kind.reason in line]


def times(site: Served, kind: Kind) -> int:
    """How often the terminal has said it."""
    return sum(kind.place in line and kind.reason in line for line in site.said())


@pytest.mark.parametrize("name", KINDS)
def test_a_mistake_is_said_and_shown_each_time_and_repaired(site, name):
    kind = KINDS[name]
    for count in (1, 2):
        before = times(site, kind)
        site.write(kind.file, kind.bad)
        site.wait(lambda: places(site, kind))
        assert times(site, kind) > before
        site.write(kind.file, kind.good)
        if count == 1:  # the second repair is built with the next kind of mistake
            site.wait(lambda: not site.shown())
            assert "The last line." in site.page()
    assert not re.search("Traceback|appear stuck", "\n".join(site.said()))


def test_all_mistakes_of_a_save_stand_together_and_go_together(site):
    bad = OTHER.replace("../index.md", "nowhere.md") + "It takes 7.\n"
    site.write("docs/deep/other.md", bad)
    site.write(PAGE, INDEX.replace("The last line.", r"{{ tex() }} {{ nonesuch }}"))
    site.wait(lambda: len(site.shown()) == 4)
    assert sorted(line.split(": ")[0] for line in site.shown()) == [
        "docs/deep/other.md:5",
        "docs/deep/other.md:6",
        f"{PAGE}:{LAST}",
        f"{PAGE}:{LAST}",
    ]
    site.write("docs/deep/other.md", OTHER)
    site.wait(lambda: len(site.shown()) == 2)
    site.write(PAGE, INDEX)
    site.wait(lambda: not site.shown())


def test_a_page_that_is_gone_and_one_that_never_was_are_answered(site):
    site.write("docs/deep/other.md", None)
    site.wait(lambda: len(site.shown()) == 2)  # nav and link
    assert "The limit" in site.page("deep/other/")
    assert site.shown("deep/other/") == site.shown("nonesuch/") == site.shown()
    assert "livereload(" in site.page("nonesuch/")
    site.write("docs/deep/other.md", OTHER)
    site.wait(lambda: not site.shown("nonesuch/"))


def test_no_request_waits_for_a_build(site):
    slow = VALLEY.replace(
        '    return {"path"', "    __import__('time').sleep(6)\n    return {\"path\""
    )
    assert slow.count("sleep") == 1
    done = len(site.said())
    site.write("scripts/topics/valley/__init__.py", slow)
    site.wait(lambda: "Building documentation" in site.said()[-1])
    time.sleep(0.5)
    assert "The last line." in site.page()
    assert "Reloading" not in "".join(site.said()[done:])
    site.write("scripts/topics/valley/__init__.py", VALLEY)
    site.wait(lambda: "Reloading" in site.said()[-1])


@pytest.mark.parametrize("name", ["pages/macros", "pages/mistakes", "pipeline/builder"])
def test_code_of_the_site_that_is_half_saved_is_named_and_repaired(site, name):
    file = f"scripts/{name}.py"
    good = (site.project.root / file).read_text(encoding="utf-8")
    site.write(file, f"{good}\n(")
    site.wait(lambda: site.shown())
    (told,) = site.shown()
    assert f"{name}.py" in told
    assert "was never closed" in told
    site.write(file, good)
    site.wait(lambda: not site.shown())
    assert "The last line." in site.page()


def test_an_edit_of_what_makes_the_pages_is_on_them_at_the_next_save(site):
    good = (site.project.root / "scripts/pages/macros.py").read_text(encoding="utf-8")
    assert 'class="gd-number"' in site.page()
    site.write("scripts/pages/macros.py", good.replace('"gd-number"', '"gd-figure"'))
    site.wait(lambda: 'class="gd-figure"' in site.page())
    assert 'class="gd-number"' not in site.page()
    site.write("scripts/pages/macros.py", good)
    site.wait(lambda: 'class="gd-number"' in site.page())


def test_what_a_server_cannot_load_anew_says_so_once(site):
    file = "scripts/mkdocs_hooks.py"
    good = (site.project.root / file).read_text(encoding="utf-8")
    site.write(file, f"{good}\nEDITED = 1\n")

    def told() -> int:
        return sum("start the server anew" in line for line in site.said())

    site.wait(told)
    site.write(PAGE, f"{INDEX}\nOne line more.\n")
    site.wait(lambda: "One line more." in site.page())
    assert told() == 1
    site.write(file, good)
    site.write(PAGE, INDEX)
    site.wait(lambda: "One line more." not in site.page())


@pytest.fixture
def failing(site: Served, tmp_path: Path) -> Project:
    """A project whose first build under `serve` will fail."""
    shutil.copytree(site.project.root, tmp_path / "copy", symlinks=True)
    project = Project(tmp_path / "copy")
    (project.root / PAGE).write_text(f"{INDEX}\nIt takes 7.\n", encoding="utf-8")
    return project


def test_a_server_starts_although_its_first_build_fails(failing):
    with served.serving(failing) as site:
        assert "'7' is typed" in site.shown()[0]
        assert "The last line." not in site.page()
        site.write(PAGE, INDEX)
        site.wait(lambda: "The last line." in site.page())
        assert site.shown() == []


def test_a_server_that_is_ended_leaves_nothing_behind(failing, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with served.serving(failing) as site:
        assert len(list(tmp_path.glob("mkdocs_*"))) == 2
    assert list(tmp_path.glob("mkdocs_*")) == []
    assert "Traceback" not in "\n".join(site.said())


def test_a_server_that_is_ended_as_it_begins_says_nothing(tmp_path):
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    shown = preview.Preview(server, lambda: None, lambda error: [], [])
    server.server_bind()
    server.server_close()
    server.serve_forever(0.1)
    server.serve_thread.run()
    shown.close()


def test_a_server_that_watches_nothing_ends_with_its_first_build(failing):
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-livereload", "-a"]
    done = subprocess.run(
        [*command, "127.0.0.1:1"], cwd=failing.root, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "'7' is typed" in done.stderr
    assert "Traceback" not in done.stderr

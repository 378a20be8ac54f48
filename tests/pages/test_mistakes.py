"""One form for every mistake, and the line of each found again in its file."""

import errno
import logging
import runpy
from pathlib import Path

import jinja2
import pytest
import yaml
from mkdocs.exceptions import BuildError, ConfigurationError

from scripts.pages import front_matter, lines, mistakes
from scripts.pages.mistakes import Mistake, Mistakes, Stopped
from scripts.publishing import complaints

MISTAKE = Mistake("docs/a.md", 12, "it\nis  wrong.", "mend it")
ROOT = Path("/project")


def test_a_mistake_is_one_line():
    assert str(MISTAKE) == "docs/a.md:12: it is wrong; mend it"
    assert str(MISTAKE._replace(line=0)) == "docs/a.md: it is wrong; mend it"


def test_it_is_said_once_in_a_build_and_anew_in_the_next(capsys):
    for _ in range(2):
        build = Mistakes(ROOT)
        build.note(MISTAKE, MISTAKE)
        build.note(MISTAKE)
        assert capsys.readouterr().err == f"{MISTAKE}\n"
        assert build.lines == [str(MISTAKE)]


def test_mistakes_stop_a_build_and_nothing_else_does():
    build = Mistakes(ROOT)
    build.stop()
    build.note(MISTAKE)
    with pytest.raises(Stopped, match=r"stops: a mistake, named"):
        build.stop()
    build.keep("another program's line")
    with pytest.raises(Stopped, match=r"stops: 2 mistakes, named"):
        build.stop()


def of(error: Exception, root: Path = ROOT) -> str:
    return str(mistakes.of_error(error, root, str(root / "site")))


def test_an_error_in_python_is_named_at_its_deepest_line(tmp_path):
    folder = tmp_path / "scripts"
    folder.mkdir()
    script = folder / "a.py"
    script.write_text("import json\n\n\njson.loads('{')\n", encoding="utf-8")
    with pytest.raises(ValueError, match="Expecting") as caught:
        runpy.run_path(str(script))
    assert of(caught.value, tmp_path).startswith("scripts/a.py:4: JSONDecodeError: ")
    script.write_text("x = (\n", encoding="utf-8")
    with pytest.raises(SyntaxError) as caught:
        runpy.run_path(str(script))
    assert of(caught.value, tmp_path).startswith("scripts/a.py:1: SyntaxError: ")


def test_an_error_of_others_is_left_to_python():
    assert mistakes.of_error(ValueError("x"), ROOT, "site") is None
    error = ValueError("x")
    try:
        raise error
    except ValueError:
        assert mistakes.of_error(error, Path(__file__).parent / "none", "s") is None


@pytest.mark.parametrize(
    ("code", "filename", "place", "remedy"),
    [
        (errno.ENOSPC, None, "site", "free some space"),
        (errno.EROFS, "/project/site/a", "site/a", "make it writable"),
        (errno.EACCES, "/elsewhere/a", "/elsewhere/a", "make it writable"),
        (errno.ENOENT, "/project/docs/a.md", "docs/a.md", "take out what names it"),
        (errno.EIO, "/project/docs/a.md", "docs/a.md", "look at that path"),
    ],
)
def test_the_disk_is_one_line_that_says_what_to_do(code, filename, place, remedy):
    said = of(OSError(code, "the reason", filename))
    assert said.startswith(f"{place}: the reason; ")
    assert remedy in said


def test_a_template_is_named_at_its_line(tmp_path):
    (tmp_path / "a.html").write_text("One\n{% if %}\n", encoding="utf-8")
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(tmp_path))
    with pytest.raises(jinja2.TemplateSyntaxError) as caught:
        environment.get_template("a.html")
    assert of(caught.value, tmp_path).startswith("a.html:2: TemplateSyntaxError: Exp")


def test_an_error_at_a_page_names_it_and_one_of_mkdocs_speaks_for_itself(project):
    project.explain(ValueError("x"), "site")
    assert project.lines == []
    assert not complaints.passes(record("Error building page 'a.md': x"), project)
    project.explain(ValueError("x"), "site")
    project.explain(BuildError("a plugin's words"), "site")
    first = "docs/a.md:1: ValueError: x; --verbose shows where it arose"
    assert project.lines == [first, "a plugin's words"]


# Lines


MARKDOWN = """# T

`[a](b.md)` and <!-- [a](b.md) --> [a](b.md), [c](b.md#d).

```
[a](b.md)
```

[a]: b.md "Title"
<img src="b.md">
"""


@pytest.mark.parametrize(
    ("address", "number", "line"),
    [
        ("b.md", 1, 3),
        ("b.md", 2, 9),
        ("b.md", 3, 10),
        ("b.md", 9, 10),
        ("b.md#d", 1, 3),
        ("nowhere", 1, 1),
    ],
)
def test_the_line_of_a_link(address, number, line):
    assert lines.of_link(MARKDOWN, address, number) == line


FORMULAS = r"""A price of \$3 and `$x$`.

The $a <
b$ and $\lambda \le {{ tex("a.b", ".2f") }} + {{ tex("c") }}$.

> $$
> \frac{1}{2}
> c
> $$

    $$ d $$
"""


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        ("a <\nb", 3),
        (r"\lambda \le 0.25 + 3", 4),
        ("\\frac{1}{2}\nc", 7),
        ("d", 11),
        ("x", 1),
    ],
)
def test_the_line_of_a_formula_whose_macros_were_carried_out(tex, line):
    assert lines.of_formula(FORMULAS, tex) == line


def test_the_text_of_a_notebook_keeps_the_lines_of_its_file(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text('{"source": [\n  "It is \\"5\\"\\n",\n  "$\\\\a$"\n]}\n', "utf-8")
    assert lines.text(path).split("\n")[1:3] == ['It is "5"', "$\\a$"]
    path.write_bytes(b"\xff")
    assert lines.text(path) == ""


CONFIG = "a: !ENV [B, '']\nnav:\n  - One: one.md\n  - one.md\nplugins:\n  - one.md\n"


@pytest.mark.parametrize(
    ("name", "key", "line"),
    [
        ("one.md", "nav", 3),
        ("one.md", "plugins", 6),
        ("plugins", "", 5),
        ("gone", "nav", 2),
        ("gone", "", 1),
        ("x", "gone", 1),
    ],
)
def test_the_line_of_an_entry(name, key, line):
    assert lines.of_entry(CONFIG, name, key) == line
    assert lines.of_entry("a: [", name, key) == 1


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: b: c\n", 1, "mapping values are not allowed here"),
        ("a: 1\nb: {x\n\n\n", 2, "parsing a flow mapping, which never ends"),
        ("a: 1\nb: 'x\n\n\n", 2, "scanning a quoted scalar, which never ends"),
    ],
)
def test_yaml_is_refused_where_it_begins_to_be_wrong(text, line, reason):
    with pytest.raises(yaml.YAMLError) as caught:
        yaml.safe_load(text)
    assert lines.of_yaml(caught.value) == (line, reason)
    assert lines.of_yaml(None) == (1, "it cannot be read")
    error = ConfigurationError("x")
    error.__context__ = caught.value
    assert of(error) == f"mkdocs.yml:{line}: this is not YAML: {reason}; correct it"


# Front matter


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\ntitle: a\n---\n# T\n", ""),
        ("---\ntitle: 'a: b'\n...\n# T\n", ""),
        ("# T\n\ntitle: a\n", ""),
        ("\ntitle: a\n", ""),
        ("---\ntitle: a: b\n---\n", "a:2: the front matter is not YAML: mapping"),
        ("---\n\ntitle: 'a\n---\n", "a:3: the front matter is not YAML: scanning"),
        ("---\ntitle: a\n\n# T\n", "a:1: the front matter has no end"),
        ("---\ntitle: a\n---", "a:1: the front matter has no end"),
        ("---\n---\n", "a:2: the front matter is not a list of keys"),
        ("---\n- a\n---\n", "a:2: the front matter is not a list of keys"),
        ("---\na: b\ntitle: 5\n---\n", "a:3: the title is not text"),
        ("title: a\n---\n", "a:1: the page begins like front matter"),
    ],
)
def test_front_matter_is_yaml_between_dashes(text, said):
    found = "".join(map(str, front_matter.mistakes("a", text)))
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_the_line_of_a_key_is_that_of_its_macro():
    text = "---\na: b\nc: >-\n  d\n  {{ e }}\nf: {{\n---\n{{ g }}\n"
    text = text.replace("f: {{", "f: g")
    found = [front_matter.line_of(text, key) for key in ("a", "c", "f", "h")]
    assert found == [2, 5, 6, 1]


# MkDocs' own complaints


@pytest.fixture
def project(tmp_path) -> Mistakes:
    (tmp_path / "docs").mkdir()
    page = "# T\n\n[a](b.md) [c](/d/) [e](b.md)\n\n[a](b.md)\n[f](#g)\n"
    (tmp_path / "docs/a.md").write_text(page, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return Mistakes(tmp_path)


def record(message: str, level: int = logging.WARNING) -> logging.LogRecord:
    return logging.LogRecord("mkdocs", level, "", 0, message, None, None)


LINK = "Doc file 'a.md' contains a link 'b.md', but the target is not found among docs."


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            LINK,
            ["docs/a.md:3: the link b.md leads to no page or file; correct it or t"],
        ),
        (f"{LINK} Did you mean 'c.md'?", ["docs/a.md:3: the link b.md leads to no pa"]),
        (
            "Doc file 'a.md' contains a link '#g', but there is no such anchor on this "
            "page.",
            ["docs/a.md:6: the link #g leads to a heading that is not there"],
        ),
        (
            "Doc file 'a.md' contains an absolute link '/d/', it was left as is. Did",
            ["docs/a.md:3: the link /d/ is absolute"],
        ),
        (
            "A reference to 'one.md' is included in the 'nav' configuration, which is",
            ["mkdocs.yml:3: `nav` names one.md"],
        ),
        (
            "The following pages exist in the docs directory, but are not included in "
            'the "nav" configuration:\n  - a.md\n  - b.md',
            ["docs/a.md:1: `nav` in mkdocs.yml", "docs/b.md:1: `nav` in mkdocs.yml"],
        ),
        (
            "Excluding 'README.md' from the site because it conflicts with 'index.md'.",
            ["docs/README.md:1: it has the same address as docs/index.md"],
        ),
        ("Config value 'plugins': The 'one.md' plugin", ["mkdocs.yml:6: `plugins`: T"]),
        ("Error reading page 'a.md': x", []),
    ],
)
def test_a_complaint_becomes_a_mistake_with_its_line(project, message, said):
    assert not complaints.passes(record(message), project)
    assert len(project.lines) == len(said)
    for found, start in zip(project.lines, said, strict=True):
        assert found.startswith(start)


def test_a_hint_is_the_remedy(project):
    complaints.passes(record(f"{LINK} Did you mean 'c.md'?"), project)
    assert project.lines[0].endswith("; did you mean c.md?")


def test_two_equal_links_have_two_lines(project):
    for _ in range(3):
        complaints.passes(record(LINK), project)
    assert [line.split(":")[1] for line in project.lines] == ["3", "5"]


def test_a_complaint_is_heard_before_mkdocs_drops_it_as_said():
    name = complaints.LOGGERS[0]
    logger = logging.getLogger(name)
    before = list(logger.filters)
    keeper = logging.Filter()
    logger.addFilter(lambda record: False)
    try:
        complaints.listen(keeper)
        assert logger.filters[0] is keeper
    finally:
        for listened in map(logging.getLogger, complaints.LOGGERS):
            listened.removeFilter(keeper)
        logger.filters[:] = before


def test_what_is_no_mistake_passes(project):
    assert complaints.passes(record("Something new"), project)
    assert complaints.passes(record(LINK, logging.INFO), project)
    assert project.lines == []

"""Notebooks as pages: Markdown, figures in both schemes, downloads, the built HTML."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from scripts.drawing import style
from scripts.pages import notebook, notebook_page
from scripts.pages.notebook import FOLDER, NotebookError
from scripts.publishing import stylesheets
from tests.conftest import REPOSITORY, ROOT
from tests.markup import Markup

NAMES = sorted(path.stem for path in (ROOT / FOLDER).glob("*.ipynb"))
HEAVIEST_PAGE = 60_000  # bytes of HTML
HEAVIEST_SHEET = 45_000  # bytes of the one stylesheet that they share
BOOK = notebook.load(ROOT / FOLDER / "gradients.ipynb")
each = pytest.mark.parametrize("name", NAMES)


def page(repository: str = "https://github.com/owner/name", branch: str = "main"):
    return notebook_page.markdown(BOOK, "notebooks/gradients/", repository, branch)


def test_headings_get_the_ids_of_their_cells():
    assert "\n## Finite differences {#finite-differences}\n" in page()
    headed = {c.id for c in BOOK.cells[1:] if not c.is_code and c.source[0] == "#"}
    assert set(re.findall(r"^#.*\{#(.*)\}$", page(), re.MULTILINE)) == headed


def test_the_bar_names_torch_and_leads_to_the_files():
    version = BOOK.stamp["torch"]
    assert f"<li>Executed with torch {version}</li>" in page()
    assert '<a href="../../assets/notebooks/gradients.py">Download .py</a>' in page()
    colab = "colab.research.google.com/github/owner/name/blob/next/docs/notebooks/grad"
    assert colab in page(branch="next")


@pytest.mark.parametrize("repository", ["", "https://example.org/owner/name"])
def test_colab_opens_what_is_on_github_alone(repository):
    assert "colab" not in page(repository)
    assert "Download .ipynb" in page(repository)


def test_the_set_up_is_folded_once():
    folds = re.findall(r"<details.*?</details>", page(), re.DOTALL)
    assert len(folds) == 1
    assert "REPOSITORY" in folds[0]
    assert "def show" in folds[0]


def files(repository: str = "") -> dict[str, Any]:
    return dict(notebook_page.files(ROOT / FOLDER / "gradients.ipynb", repository))


def test_downloads_know_where_the_repository_is():
    address = "https://github.com/owner/name"
    script = files(address)["assets/notebooks/gradients.py"]
    assert f'REPOSITORY = "{address}"' in script
    ast.parse(script)
    cells = json.loads(files(address)["assets/notebooks/gradients.ipynb"])["cells"]
    assert f'REPOSITORY = "{address}"' in "".join(cells[1]["source"])
    assert len(cells) == len(BOOK.cells)
    assert 'REPOSITORY = ""' in files()["assets/notebooks/gradients.py"]


def test_figures_are_there_in_both_schemes():
    light = files()["assets/notebooks/gradients/distance-light.svg"]
    dark = files()["assets/notebooks/gradients/distance-dark.svg"]
    assert style.LIGHT.paper in light
    assert style.DARK.paper in dark
    assert style.LIGHT.paper not in dark
    figure = page()[page().index('<figure id="figure-distance">') :]
    assert re.search(r'src="../../assets/notebooks/gradients/distance-dark', figure)
    assert re.search(r'width="400" height="320" loading="lazy" alt="The dist', figure)


def test_a_figure_that_no_phone_can_show_is_refused(tmp_path):
    text = (ROOT / FOLDER / "gradients.ipynb").read_text(encoding="utf-8")
    path = tmp_path / "gradients.ipynb"
    path.write_text(text.replace('width=\\"288pt\\"', 'width=\\"400pt\\"'), "utf-8")
    wide = (
        "is 5.56 inches wide; on a phone only 4.2 can be read: give it another figsize"
    )
    with pytest.raises(NotebookError, match=wide):
        notebook_page.markdown(notebook.load(path), "notebooks/gradients/", "", "main")


def test_a_color_without_a_meaning_is_refused():
    with pytest.raises(
        NotebookError, match="x: #abcdef is no color of scripts/drawing/style"
    ):
        notebook_page.recolored("fill: #abcdef", style.DARK, "x")


def test_a_number_in_prose_stands_in_code_or_output(tmp_path):
    text = (ROOT / FOLDER / "gradients.ipynb").read_text(encoding="utf-8")
    path = tmp_path / "gradients.ipynb"
    path.write_text(text.replace("Five points", "Points such as 2,000 or 0.1"), "utf-8")
    assert list(notebook_page.mistakes(path, "a.ipynb")) == []
    path.write_text(text.replace("Five points", "All 7,777 points"), "utf-8")
    (mistake,) = notebook_page.mistakes(path, "a.ipynb")
    assert "All 7,777 points" in path.read_text("utf-8").split("\n")[mistake.line - 1]
    assert "cell 'one-example': '7,777' stands neither in the notebook's" in str(
        mistake
    )


BROKEN = [
    ("{", "{,", 1, "this is not JSON"),
    ('"id": "distance"', '"id": "Distance!"', 0, "ids are unique names of a-z"),
    ("## Finite differences", "Words.\\n## Finite differences", 0, "a heading begins"),
    ('"nbformat_minor": 5', '"nbformat_minor": 4', 1, "save it as nbformat 4.5"),
]


@pytest.mark.parametrize(("old", "new", "line", "reason"), BROKEN)
def test_what_is_no_notebook_is_refused_at_its_cell(tmp_path, old, new, line, reason):
    text = (ROOT / FOLDER / "gradients.ipynb").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "gradients.ipynb"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(NotebookError) as caught:
        notebook.load(path)
    mistake = notebook_page.of_error(caught.value, path, "docs/a.ipynb")
    assert reason in mistake.wrong
    named = path.read_text("utf-8").split("\n")[mistake.line - 1]
    assert mistake.line == line or '"id": "' in named


@pytest.mark.parametrize(
    ("uri", "branch"),
    [
        ("edit/main/docs/", "main"),
        ("edit/release/v1/docs/", "release/v1"),
        ("", "main"),
    ],
)
def test_a_branch_may_hold_slashes(uri, branch):
    assert notebook_page.branch(uri) == branch


def test_light_code_says_the_same():
    code = '<pre><span class="n">a</span> <span class="k">if</span> x</pre>'
    assert notebook_page.light(code) == "<pre>a <b>if</b> x</pre>"
    code = '<pre><span class="s2">"a"</span><span class="c1"># so</span></pre>'
    message = '<pre><span class="s2">"a"</span><i># so</i></pre>'
    assert notebook_page.light(code) == message
    assert notebook_page.light('<span class="n">a</span>') == '<span class="n">a</span>'
    assert notebook_page.packed(
        "<p>\n\n   x</p><pre>a\n\n  b</pre>\n  <p>"
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
    ) == ('<p>\nx</p><pre>a\n\n  b</pre>\n<p><svg viewBox="0 0 24 24">')


# The built site.


@each
def test_the_built_page_is_light_and_whole(site, name):
    path = site / "notebooks" / name / "index.html"
    html = path.read_text(encoding="utf-8")
    assert len(html.encode()) <= HEAVIEST_PAGE
    assert html.count("<h1") == 1
    content = html[html.index("<article") : html.index("</article>")]
    light = r' xmlns| viewBox="0 0 24 24"'  # a root of a formula, an icon
    assert re.findall(rf"<(?:style|script|svg)(?!{light})\b", content) == []
    assert "mermaid" not in html
    book = notebook.load(ROOT / FOLDER / f"{name}.ipynb")
    missing = {
        cell.id for cell in book.cells if not cell.is_code and cell.id != "title"
    }
    missing = {one for one in missing if book.cell(one).source[0] == "#"}
    assert missing <= set(Markup(path).anchors)
    assert REPOSITORY["REPO_URL"].removeprefix("https://github.com") in content


def test_one_stylesheet_serves_all_notebooks(site):
    sheet = site / "stylesheets/notebook.css"
    assert sheet.stat().st_size <= HEAVIEST_SHEET
    sheets = {
        load
        for name in NAMES
        for load in Markup(site / "notebooks" / name / "index.html").loads
        if load.endswith(".css")
    }
    one = stylesheets.joined(site)
    assert f"../../{one.relative_to(site).as_posix()}" in sheets
    rules = stylesheets.lean(sheet.read_text(encoding="utf-8"))
    assert rules.strip() in one.read_text(encoding="utf-8")
    letters = {sheet for sheet in sheets if "/vendor/" in sheet}
    assert sheets - letters == {
        load
        for load in Markup(site / "topics/mse/index.html").loads
        if load.endswith(".css") and "/vendor/" not in load
    }


def test_search_finds_prose_and_no_code(site):
    path = site / "search/search_index.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["docs"]
    ours = [e for e in entries if e["location"].startswith("notebooks/")]
    text = " ".join(f"{entry['title']} {entry['text']}" for entry in ours)
    assert "Finite differences" in text
    for noise in ("def show", "np.array", "<pre", "torch.tensor", "REPOSITORY"):
        assert noise not in text


@each
def test_downloads_are_published_and_figures_small(site: Path, name: str):
    folder = site / "assets/notebooks"
    for kind in ("ipynb", "py"):
        assert (folder / f"{name}.{kind}").is_file()
    drawn = list((folder / name).glob("*.svg"))
    assert len(drawn) >= 2
    assert max(path.stat().st_size for path in drawn) < 120_000

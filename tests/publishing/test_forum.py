"""An answer as text for forums: whole by itself, with addresses that hold anywhere."""

import functools
import re

import pytest
from mkdocs.structure.files import File, Files

from scripts.pages import ways
from scripts.pages.snippets import KINDS
from scripts.publishing import forum, short
from tests.conftest import ROOT, SITE_URL
from tests.markup import Markup

NAME = "answers/loss-is-nan/"
DISCOURSE, STACK = forum.FORMS
(NUMPY,) = (kind for kind in KINDS if kind.label == "NumPy")
URL = re.compile(r"\]\(([^)\s]+)\)")
parsed = functools.cache(Markup)  # many texts lead to the same few pages
PARTS = forum.Parts(
    "**Wrong:** x.", "![p](https://a.b/p.svg)", "More: [t](https://a.b/)"
)
DISCOURSE_TEXT = """**Wrong:** x.

The repaired code, with NumPy:

```python
x = 1
```

![p](https://a.b/p.svg)

More: [t](https://a.b/)
"""


def test_the_form_of_each_forum():
    text = forum.written(DISCOURSE, NUMPY, PARTS, "x = 1")
    assert text == DISCOURSE_TEXT
    stack = forum.written(STACK, NUMPY, PARTS, "x = 1")
    fenced = text.replace("```python", "```lang-python")
    assert stack == f"{fenced}\n{forum.DISCLOSURE}\n"
    without = forum.written(DISCOURSE, NUMPY, PARTS._replace(picture=""), "x = 1")
    assert "```\n\nMore" in without


def test_links_are_whole_and_others_stay():
    names = ("answers/a.md", "topics/mse.md", "data/clean.csv")
    files = Files(File(name, "docs", "site", True) for name in names)
    said = "[a](../topics/mse.md#b) [b](#c) [c](https://e.f/) [d](../data/clean.csv)"
    made = forum.whole(said, "answers/a.md", files, SITE_URL)
    assert URL.findall(made) == [
        f"{SITE_URL}topics/mse/#b",
        f"{SITE_URL}answers/a/#c",
        "https://e.f/",
        f"{SITE_URL}data/clean.csv",
    ]


def test_the_text_of_a_page_has_its_words_numbers_code_and_figure(site):
    text = (site / NAME / "discourse-numpy.txt").read_text(encoding="utf-8")
    words, code, rest = re.split(r"```\w*\n", text)
    parts = words.split("\n\n")
    assert [part.split(":")[0].strip("*[") for part in parts[:4]] == [
        "Wrong",
        f"Why]({SITE_URL.partition(':')[0]}",
        "Fix",
        "Check",
    ]
    assert "`x` up to 49 it is 0.0012, and the code uses 0.01." in words
    snippet = ROOT / "docs/snippets/loss_is_nan_after_numpy.py"
    assert code.split("\n")[0] == snippet.read_text(encoding="utf-8").split("\n")[0]
    assert "{" not in re.sub(r"f\".*?\"", "", code)
    assert f"]({SITE_URL}assets/figures/answers/loss-is-nan-light.svg)" in rest
    assert rest.endswith(
        f"[Loss is NaN or inf after a few steps]({SITE_URL}a/loss-is-nan/)\n"
    )


@pytest.mark.parametrize("form", forum.FORMS, ids=lambda form: form.name)
def test_every_answer_has_its_texts_and_their_addresses_exist(site, form):
    for answer in ways.listed(ROOT):
        folder = site / answer.url
        links = parsed(folder / "index.html").links
        for kind in answer.kinds:
            name = f"{form.name}-{kind.ending.partition('.')[0]}.txt"
            assert name in links, answer.url
            text = (folder / name).read_text(encoding="utf-8")
            assert not re.search(
                r"\{\{|\{%|</?\w+ |<div|\n{3}", text.partition("```")[0]
            )
            assert f"```{form.fence}{kind.language.lexer}\n" in text
            assert text.count(SITE_URL) >= 2
            for url in URL.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
                assert url.startswith(SITE_URL), (answer.url, url)
                path, _, anchor = url.removeprefix(SITE_URL).partition("#")
                file = site / path / ("index.html" if path.endswith("/") else "")
                assert file.is_file(), url
                assert not anchor or anchor in parsed(file).ids, url


def test_each_answer_has_a_short_address(site):
    for answer in ways.listed(ROOT):
        name = short.address(answer.url)
        text = (site / name / "index.html").read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{SITE_URL}{answer.url}">' in text
        assert '<meta name="robots" content="noindex">' in text
        assert f'url=../../{answer.url}"' in text
    listed = (site / "sitemap.xml").read_text(encoding="utf-8")
    searched = (site / "search/search_index.json").read_text(encoding="utf-8")
    assert f"{SITE_URL}{short.SHORT}" not in listed
    assert f'"location":"{short.SHORT}' not in searched


def test_the_path_leads_to_the_tab_of_each_framework(site):
    for answer in ways.listed(ROOT):
        text = (site / answer.url / "index.html").read_text(encoding="utf-8")
        labels = re.findall(r'<label for="(__tabbed_1_\d+)">(?:<a.*?>)?(.*?)<', text)
        expected = [
            (f"{ways.TAB[1:]}{i}", kind.label) for i, kind in enumerate(answer.kinds, 1)
        ]
        assert labels == expected, answer.url

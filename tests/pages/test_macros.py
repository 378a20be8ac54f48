"""Macros show what was computed, and refuse what was not."""

from html.parser import HTMLParser

import markdown
import pytest

from scripts.pages.macros import CATALOG, SNIPPETS, Macros, PageError, render

MEANING = 'A [b](c) *d* $e$ | `f` <g> & "h" _i_'
NUMBERS = {
    "topic.rate": {
        "value": -1.603e-05,
        "unit": "per step",
        "meaning": MEANING,
        "module": "scripts/topics/topic/__init__.py",
    },
    "topic.steps": {
        "value": 1000001,
        "unit": "dimensionless",
        "meaning": "Steps",
        "module": "scripts/topics/topic/__init__.py",
    },
}
LINK = "1._a_b__c-D_e"  # letters that Markdown could take for marks
ALT = 'It\'s <b> $x$ a "q" | *s*'
SIZE = {
    "width": 640,
    "height": 400,
    "narrow": {"width": 420, "height": 700},
    "alt": ALT,
    "explorer": LINK,
}


def files(name: str, kind: str) -> dict[str, str]:
    """The files of each part, as figures.json has them."""
    parts = ("light", "dark", "light-narrow", "dark-narrow")
    return {part: f"{name}-{part}.{kind}" for part in parts}


FIGURES = {
    "topic.valley": {
        "kind": "figure",
        "files": files("figures/v", "svg"),
        **SIZE,
    },
    "explorer.start": {
        "kind": "figure",
        "files": files("figures/s", "svg"),
        **SIZE,
    },
    "topic.film": {
        "kind": "animation",
        "files": {
            **files("f", "mp4"),
            **{f"{k}-poster": v for k, v in files("f", "png").items()},
            "gif": "f.gif",
        },
        **SIZE,
    },
}
EXTENSIONS = ["attr_list", "md_in_html", "tables", "pymdownx.arithmatex"]


@pytest.fixture
def macros(tmp_path):
    return Macros(tmp_path, NUMBERS, FIGURES, "topics/topic/")


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def of(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag in tags]


def html(text: str, macros: Macros) -> str:
    config = {"pymdownx.arithmatex": {"generic": True}}
    return markdown.markdown(
        render(text, macros), extensions=EXTENSIONS, extension_configs=config
    )


def test_a_number_says_what_it_is_and_what_computed_it(macros):
    page = html('It is {{ number("topic.rate") }}.', macros)
    (number,) = Elements(page).of("data")
    assert number == {
        "class": "gd-number",
        "value": "-1.603e-05",
        "title": f"{MEANING} (per step). Computed by scripts/topics/topic/__init__.py",
    }
    assert ">−1.603 × 10<sup>−5</sup></data>." in page


def test_a_number_stands_in_a_table_and_a_heading(macros):
    table = '| a | b |\n|---|---|\n| {{ number("topic.rate", ".1e") }} | c |'
    assert html(table, macros).count("<td>") == 2
    heading = html('# T {{ number("topic.steps", ",d") }} {#t}', macros)
    assert heading.startswith('<h1 id="t">T <data ')
    assert "1,000,001" in heading


def test_the_same_number_in_a_formula_in_code_and_scaled(macros):
    assert render('{{ tex("topic.rate", ".1e") }}', macros) == r"-1.6 \times 10^{-5}"
    assert render('{{ plain("topic.rate", ".1e") }}', macros) == "-1.6e-05"
    assert render('{{ plain("topic.steps", ".1f", 1e-6) }}', macros) == "1.0"


def test_a_quoted_number_is_shown_as_written_with_its_source(macros):
    page = html('{{ quoted("99.20283", "forum thread 208572") }}', macros)
    (number,) = Elements(page).of("span")
    assert number["title"] == "Quoted from forum thread 208572"
    assert ">99.20283</span>" in page
    call = 'quoted("-249.69", "forum thread 208572", tex=true)'
    assert "$-249.69$" in render(f"${{{{ {call} }}}}$", macros)


def test_a_figure_has_both_themes_its_size_alt_anchor_and_caption(macros):
    call = '{% call figure("topic.valley") %}\nA **claim**, $x$.\n{% endcall %}'
    page = html(f"Before.\n\n{call}\n\nAfter.", macros)
    elements = Elements(page)
    assert elements.of("figure") == [{"id": "figure-valley"}]
    assert elements.of("img") == [
        {
            "src": f"../../assets/figures/v-{theme}.svg",
            "width": "640",
            "height": "400",
            "loading": "lazy",
            "alt": SIZE["alt"],
        }
        for theme in ("light", "dark")
    ]
    themes = [picture["class"] for picture in elements.of("picture")]
    assert themes == ["gd-only-light", "gd-only-dark"]
    assert elements.of("source") == [
        {
            "media": "screen and (max-width: 44.9844em)",
            "srcset": f"../../assets/figures/v-{theme}-narrow.svg",
            "width": "420",
            "height": "700",
        }
        for theme in ("light", "dark")
    ]
    caption = page.split("<figcaption>")[1].split("</figcaption>")[0]
    assert caption.startswith(
        'A <strong>claim</strong>, <span class="arithmatex">\\(x\\)</span>. <a '
    )
    assert page.startswith("<p>Before.</p>")
    assert page.endswith("<p>After.</p>")


def test_a_film_waits_for_its_reader_and_has_a_gif(macros):
    call = '{% call animation("topic.film") %}Steps{% endcall %}'
    elements = Elements(html(call, macros))
    parts = ("light", "light-narrow", "dark", "dark-narrow")
    links = [link for link in elements.of("a") if "gd-film" in link.get("class", "")]
    for link, still, part in zip(links, elements.of("img"), parts, strict=True):
        assert link["href"] == f"../../assets/f-{part}.mp4"
        assert still["src"] == f"../../assets/f-{part}.png"
        assert still["loading"] == "lazy"
        assert still["alt"] == SIZE["alt"]
    assert elements.of("a")[-2]["href"] == "../../assets/f.gif"


@pytest.mark.parametrize("kind", ["figure", "animation"])
def test_every_picture_opens_in_the_explorer(macros, kind):
    name = {"figure": "valley", "animation": "film"}[kind]
    page = html(f'{{% call {kind}("topic.{name}") %}}Steps{{% endcall %}}', macros)
    link = Elements(page).of("a")[-1]
    assert link["href"] == f"../../explorer/#s={LINK}"
    assert link["aria-label"] == f"Open in explorer: {name}"
    assert page.count(">Open in explorer</a>") == 1


def test_an_explorer_is_a_picture_until_it_runs(macros):
    elements = Elements(html('{{ explorer("start") }}', macros))
    (section,) = elements.of("section")
    assert section == {
        "class": "gd-explorer",
        "data-explorer": None,
        "data-preset": "start",
        "data-base": "../../",
        "aria-label": "Explorer",
    }
    assert [image["alt"] for image in elements.of("img")] == [ALT, ALT]
    assert elements.of("a") == []


def test_a_small_explorer_leads_to_the_full_one(macros):
    elements = Elements(html('{{ explorer("start", small=True) }}', macros))
    assert "data-small" in elements.of("section")[0]
    assert elements.of("a")[0]["href"] == f"../../explorer/#s={LINK}"


def test_an_explorer_of_no_preset_is_refused(macros):
    with pytest.raises(PageError, match=r"^there is no figure 'explorer\.end'"):
        render('{{ explorer("end") }}', macros)


def test_code_comes_in_tabs_from_its_files(macros):
    folder = macros.root / SNIPPETS
    folder.mkdir(parents=True)
    (folder / "a_numpy.py").write_text("x = 1\n\ny = 2\n", encoding="utf-8")
    one = '=== "NumPy"\n\n    ```python\n    x = 1\n\n    y = 2\n    ```\n'
    assert render('{{ code("a") }}', macros) == one
    (folder / "a_torch.py").write_text("x = 3\n", encoding="utf-8")
    two = '=== "PyTorch"\n\n    ```python\n    x = 3\n    ```\n'
    assert render('{{ code("a") }}', macros) == f"{one}\n{two}"
    (folder / "a_octave.m").write_text("x = 4\n", encoding="utf-8")
    asked = '=== "Octave"\n\n    ```octave\n    x = 4\n    ```\n'
    assert render('{{ code("a") }}', macros) == f"{asked}\n{one}\n{two}"


def test_markdown_that_looks_like_a_template_is_left_alone(macros):
    text = "# T {#t}\n\n`{x}` and $\\frac{1}{2}$ {: .c }\n"
    assert render(text, macros) == text


def test_a_snippet_names_the_numbers_that_it_prints(macros, tmp_path):
    file = tmp_path / SNIPPETS / "a_numpy.py"
    file.parent.mkdir(parents=True)
    file.write_text('print("{topic.steps:d}")  # {topic.steps:,d}\n', encoding="utf-8")
    shown = render('{{ code("a") }}', macros)
    assert 'print("{topic.steps:d}")  # 1,000,001' in shown
    file.write_text("print(1)  # {topic.step:d}\n", encoding="utf-8")
    with pytest.raises(PageError, match=r"no number 'topic\.step'; did you mean"):
        render('{{ code("a") }}', macros)


@pytest.mark.parametrize(
    ("file", "line", "lexer"),
    [
        ("a_octave.m", 'printf("%d\\n", 1);  % ', "octave"),
        ("a_javascript.js", "console.log(1);  // ", "javascript"),
        ("a_sklearn.py", "print(1)  # ", "python"),
        ("a_keras.py", "print(1)\n# ", "python"),
    ],
)
def test_a_print_of_every_language_names_its_numbers(macros, file, line, lexer):
    path = macros.root / SNIPPETS / file
    path.parent.mkdir(parents=True)
    path.write_text(f"{line}{{topic.steps:,d}}\n", encoding="utf-8")
    shown = render('{{ code("a") }}', macros).replace("\n    ", "\n")
    assert f"```{lexer}\n{line}1,000,001\n```" in shown


def test_a_repair_shows_what_changes_and_folds_the_rest(tmp_path):
    macros = Macros(root=tmp_path, numbers=NUMBERS, figures=FIGURES, url="topics/a/")
    folder = tmp_path / SNIPPETS
    folder.mkdir(parents=True)
    (folder / "a_before_numpy.py").write_text("x = 1\ny = 2\nz = 3\n")
    (folder / "a_after_numpy.py").write_text("x = 1\ny = 4\nz = 3\n")
    shown = render('{{ repair("a") }}', macros)
    changes, whole = shown.split("??? success")
    assert "     x = 1\n    -y = 2\n    +y = 4\n     z = 3\n" in changes
    assert "        x = 1\n        y = 4\n        z = 3\n" in whole
    assert '=== "NumPy"' in changes
    (folder / "a_after_torch.py").write_text("x = 1\n")
    with pytest.raises(PageError, match="PyTorch is on one side alone"):
        render('{{ repair("a") }}', macros)


REFUSED = [
    ('{{ number("topic.rat") }}', "no number 'topic.rat'; did you mean topic.rate"),
    ('{{ number("zzz") }}', "there is no number 'zzz'"),
    ('{{ number("topic.rate", "d") }}', "Unknown format code 'd'"),
    ('{{ quoted("3") }}', "names no source"),
    (
        '{{ code("a") }}',
        "there is no docs/snippets/a with one of the endings _octave.m, _java",
    ),
    ('{{ repair("a") }}', "there is no docs/snippets/a_after with one of"),
    ('{% call figure("topic.film") %}{% endcall %}', "there is no figure 'topic.film'"),
    ('{% call animation("a.b") %}{% endcall %}', "there is no animation 'a.b'"),
    ('{{ figure("topic.valley") }}', "missing 1 required positional argument"),
    ("{{ nonesuch }}", "'nonesuch' is undefined"),
    ("{% if %}", "Expected an expression"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_not_there_is_refused_with_its_line(macros, text, message):
    with pytest.raises(PageError) as caught:
        render(f"One.\n\n{text}\n\nTwo.", macros, first_line=10)
    assert caught.value.line == 12
    assert message in str(caught.value)
    assert "; " in str(caught.value)


def test_pages_list_the_datasets_of_points_as_the_explorer_does(macros):
    path = macros.root / ".build" / CATALOG
    path.parent.mkdir(parents=True)
    path.write_text(
        '{"datasets": [{"name": "b", "line": true}, {"name": "a", "line": true}, '
        '{"name": "pair", "line": false}]}'
    )
    text = "{% for data in datasets() %}{{ data.name }} {% endfor %}"
    assert render(text, macros) == "b a "


def test_pages_list_the_methods_of_the_catalog(macros):
    path = macros.root / ".build" / CATALOG
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '{"optimizers": [{"title": "b"}, {"title": "a"}]}', encoding="utf-8"
    )
    text = "{% for method in optimizers() %}{{ method.title }} {% endfor %}"
    assert render(text, macros).strip() == "b a"


def test_before_the_first_build_there_is_nothing_to_list(macros):
    assert macros.datasets() == macros.optimizers() == []


def test_every_macro_that_fails_is_told_and_the_rest_is_read(macros):
    caption = '{% call figure("topic.valley") %}\n{{ number("b") }}\n{% endcall %}'
    text = (
        f'{{{{ number("a") }}}}\n\n{caption}\n\n{{{{ code("c") }}}} {{{{ tex() }}}} Z'
    )
    output = []
    shown = render(text, macros, first_line=4, note=output.append)
    assert [error.line for error in output] == [4, 7, 10, 10]
    assert 'id="figure-valley"' in shown
    assert shown.endswith(" Z")


UNCLOSED = [
    ('{% call figure("a") %}\n\n{% call figure("b") %}c{% endcall %}\n\nEnd.', 1),
    ('One.\n\n{{ number("a"\n\nEnd.\n', 3),
    ("One.\n\n{{ number\n\n", 3),
    ('{% for x in "ab" %}\n{% if x %}\n{% endif %}\n', 1),
    ("One.\n\n{% endcall %}\n\nTwo.", 3),
    ("One.\n{## two\n\n", 2),
    ('One.\n\n{% call figure("a") }\n\nb {% endcall %}', 3),
]


@pytest.mark.parametrize(("text", "line"), UNCLOSED)
def test_what_nobody_closed_is_named_where_it_was_opened(macros, text, line):
    with pytest.raises(PageError) as caught:
        render(text, macros)
    assert caught.value.line == line

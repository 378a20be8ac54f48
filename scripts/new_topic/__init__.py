"""A new topic that builds at once: `python -m scripts.new_topic ridge_path`.

The one rule: all or nothing. What is written is a whole small topic, from `template/`,
to be replaced piece by piece; NAME, SLUG and WORDS there stand for ridge_path,
ridge-path and Ridge path.
"""

import keyword
import re
from pathlib import Path

TEMPLATE = Path(__file__).parent / "template"
PLACES = {  # of each file that is written, by its template
    **{
        f"{name}.py.txt": f"scripts/topics/NAME/{name}.py"
        for name in ("__init__", "data", "numbers", "figures", "explorer")
    },
    "page.md": "docs/topics/SLUG.md",
    "test.py.txt": "tests/topics/test_NAME.py",
}
PRESETS, NAV = "scripts/topics/presets.py", "mkdocs.yml"
PERMALINKS = "tests/permalinks.txt"
NAMED = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
NO_PAGES = ("catalog", "exercises", "handles", "index", "schema")
"""Files beside the presets of pages, and beside the pages."""


def topic(root: Path, name: str) -> dict[str, str]:
    """The whole texts of a new topic's files, and of those that list it, by place.

    Raises:
        ValueError: If it is no name, or something has it.
    """
    fits = re.fullmatch(NAMED, name) and 2 <= len(name) <= 20
    if not fits or keyword.iskeyword(name):
        raise ValueError(
            f"{name!r} is no name for a topic: write two to twenty small letters, "
            "digits and underscores between them, as in NAME=ridge_path"
        )
    if name in NO_PAGES or name.startswith("exercise_"):
        raise ValueError(f"the site has a file named {name!r}: choose another name")
    texts = {
        _filled(place, name): _filled((TEMPLATE / file).read_text("utf-8"), name)
        for file, place in PLACES.items()
    }
    answer = _filled("docs/answers/SLUG.md", name)  # it may have a preset of its own
    homes = (f"scripts/topics/{name}", f"scripts/topics/{name}.py", answer)
    for place in (*homes, *texts):
        if (root / place).exists():
            raise ValueError(f"{place} is there already: choose another name")
    presets, nav, addresses = (
        (root / place).read_text("utf-8") for place in (PRESETS, NAV, PERMALINKS)
    )
    if re.search(rf"\b{name}\b", presets):
        raise ValueError(f"{PRESETS} uses {name!r} already: choose another name")
    page = _filled("topics/SLUG", name)
    return texts | {
        PRESETS: _with_preset(presets, name),
        NAV: _with_line(
            nav, r" +- .+: topics/.+\.md", _filled(f"      - WORDS: {page}.md", name)
        ),
        PERMALINKS: _with_addresses(addresses, page, texts[f"docs/{page}.md"]),
    }


def _filled(text: str, name: str) -> str:
    words = name.replace("_", " ").capitalize()
    slug = name.replace("_", "-")
    return text.replace("NAME", name).replace("SLUG", slug).replace("WORDS", words)


def _with_line(text: str, pattern: str, line: str) -> str:
    """The text with a line after the last one that the pattern matches."""
    *_, last = re.finditer(rf"^{pattern}\n", text, re.MULTILINE)
    return f"{text[: last.end()]}{line}\n{text[last.end() :]}"


def _with_preset(text: str, name: str) -> str:
    """presets.py with the page, and with its import among the others."""
    entry = _filled('    "SLUG": NAME.PAGE,', name)
    text = _with_line(text, r'    "[\w-]+": \w+\.PAGE,', entry)
    imports = re.findall(r"^from scripts\.topics\..+\n", text, re.MULTILINE)
    new = f"from scripts.topics.{name} import explorer as {name}\n"
    return text.replace("".join(imports), "".join(sorted([*imports, new])))


def _with_addresses(text: str, page: str, markdown: str) -> str:
    """permalinks.txt with a page, its headings and its figures."""
    anchors = re.findall(r"^#.*\{(#[\w-]+)\}$", markdown, re.MULTILINE)
    anchors += [
        f"#figure-{name}" for name in re.findall(r'figure\("\w+\.(.+)"\)', markdown)
    ]
    comment, *lines = text.splitlines()
    lines += [f"/{page}/{anchor}" for anchor in ("", *anchors)]
    return "\n".join([comment, *sorted(lines)]) + "\n"

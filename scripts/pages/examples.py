"""The page that diagnoses a run as it stands before its script, and without it.

The one rule: the words of the examples are on the page; the script adds a button to
each, fills the place of the tool, and does nothing else.
"""

import html
from collections.abc import Mapping, Sequence
from typing import Any

FILE = "diagnose/examples.json"  # of the build, and below assets/ of the site
SCRIPTLESS = (
    "The diagnosis is computed in your browser, by a script of this site, and your "
    "browser runs none. Read the examples below, or use the command line:"
)
COMMAND = "python -m gdcore data.csv --lr 1e-5 --code train.py --log run.txt"
FIELDS = {  # of a question, in the order in which they are told
    "method": "method",
    "learning_rate": "learning rate",
    "loss": "loss",
    "steps": "steps",
    "precision": "precision",
}
Example = Mapping[str, Any]


def tool(base: str) -> str:
    """The place of the tool; `base` is the root of the site, from the page."""
    return (
        f'<section class="gd-diagnose" data-diagnose data-base="{base}" '
        'aria-label="Diagnosis">'
        f'<div class="gd-unscripted"><p>{SCRIPTLESS}</p>'
        f"<pre><code>{html.escape(COMMAND)}</code></pre></div>"
        '<p class="gd-scripted gd-hint">Opening …</p></section>'
    )


def cards(examples: Sequence[Example], address: str) -> str:
    """Each example with its title, its place and what is known of it.

    Args:
        examples: Of the build's file.
        address: Of the same file on the site, from the page.
    """
    items = "".join(_card(example) for example in examples)
    return f'<div class="gd-d-examples" data-examples="{address}">{items}</div>'


def _card(example: Example) -> str:
    name, title, where = (
        html.escape(str(example.get(key, ""))) for key in ("name", "title", "where")
    )
    question = example.get("question") or {}
    return (
        f'<article class="gd-d-example" id="example-{name}" data-example="{name}">'
        f'<h3>{title}</h3><p class="gd-hint">{where}</p>'
        f"<p>{html.escape(_known(question))}</p>{_texts(question)}</article>"
    )


def _known(question: Mapping[str, Any]) -> str:
    """What is given, in one line."""
    parts = [_data(question)]
    for key, words in FIELDS.items():
        value = question.get(key)
        if value is None:
            continue
        name = value.get("name") if isinstance(value, Mapping) else value
        parts.append(f"{words} {name}")
    return "; ".join(part for part in parts if part)


def _data(question: Mapping[str, Any]) -> str:
    if rows := question.get("rows"):
        names = ", ".join(rows.get("names") or [])
        return f"{len(rows['y']):,} rows of {names or 'x'} and y"
    if matrix := question.get("matrix"):
        return f"a matrix of {len(matrix['A'])} × {len(matrix['A'][0])}"
    if moments := question.get("moments"):
        n, mean, std = (moments[key] for key in ("n", "mean", "std"))
        return f"n = {n}, mean {mean:.4g} and standard deviation {std:.4g} of x"
    return ""


def _texts(question: Mapping[str, Any]) -> str:
    """Code and printed lines, folded."""
    titles = {"code": "The code", "log": "The printed lines"}
    return "".join(
        f"<details><summary>{title}</summary>"
        f"<pre><code>{html.escape(text.strip())}</code></pre></details>"
        for key, title in titles.items()
        if (text := str(question.get(key) or "")).strip()
    )

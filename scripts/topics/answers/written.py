"""The runs that answers ask for in the front matter of their pages, as settings.

The one rule: a page says its two runs once; the explorer, the figure and every number
come of that.
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import yaml

from scripts import ROOT, read
from scripts.drawing.explorer_settings import Settings
from scripts.engine.settings import complete
from scripts.pipeline.snapshot import Snapshot

READS = ("docs/answers", "docs/snippets")
KEY = "runs"
ALWAYS = ("data", "epochs", "start", "seed", "step")  # the same before and after
OF_A_RUN = ("loss", "l2", "coordinates", "precision")
METHOD, CODE = "method", "code"
NEAR = 0.01
"""Share of the way to the least loss that is left where a run has arrived."""
EXAMPLE = "runs: {data: NAME, epochs: STEPS, before: {learning_rate: …}, after: {…}}"


@dataclass(frozen=True)
class Answer:
    """The two runs of a page; `opened` is what its explorer shows.

    Attributes:
        before: The run that goes wrong. It may be a program, in "code".
        after: The run that does not.
        opened: Both, in one.
        near: Share of the way to the least loss that is left where a run has arrived.
    """

    before: Settings
    after: Settings
    opened: Settings
    near: float


def answers() -> dict[str, Answer]:
    """The answers with runs of their own, by the names of their pages.

    Raises:
        ValueError: If the runs of a page cannot be run.
    """
    pages = Snapshot.take(ROOT).below(READS[0], ".md")
    heads = {place: _head(text.decode("utf-8-sig")) for place, text in pages.items()}
    return {
        place.removeprefix(f"{READS[0]}/").removesuffix(".md"): _answer(place, head)
        for place, head in heads.items()
        if KEY in head
    }


def key(name: str) -> str:
    """What the numbers of a page begin with."""
    return name.replace("-", "_")


def _head(text: str) -> dict[str, Any]:
    """The front matter; that a page has none, or no good one, is told elsewhere."""
    found = re.match(r"---\r?\n(.*?)^---", text, re.DOTALL | re.MULTILINE)
    head = yaml.load(found[1], Loader=yaml.SafeLoader) if found else None
    return head if isinstance(head, dict) else {}


def _answer(place: str, head: dict[str, Any]) -> Answer:
    try:
        return _runs(head[KEY])
    except (AttributeError, KeyError, NameError, TypeError, ValueError) as error:
        raise ValueError(f"{place}: {KEY}: {error}; as in {EXAMPLE}") from error


def _runs(said: dict[str, Any]) -> Answer:
    rest = {name: said[name] for name in ALWAYS if name in said}
    if unknown := said.keys() - {*rest, "near", "before", "after"}:
        raise ValueError(f"{min(unknown)!r} is no part of it")
    near = said.get("near", NEAR)
    if not (isinstance(near, float) and 0 < near < 1):  # YAML reads 1e-6 as a text
        raise ValueError(f"near must be a share, written with a point, not {near!r}")
    common = {"step": said["epochs"], **rest, "data": _data(said["data"])}
    before, after = _run(said["before"]), _run(said["after"])
    right = complete({**common, **after})
    if before.get(CODE):  # the explorer runs it beside the right method
        wrong = complete({**common, **after, **before})  # at its rate, if it sets none
        return Answer(wrong, right, wrong, near)
    wrong = complete({**common, **before})
    differs = {name: right[name] for name in ("optimizer", *OF_A_RUN)}
    both = complete({**common, **before, "compare": differs})
    return Answer(wrong, right, both, near)


def _data(said: Any) -> Settings:
    """A dataset by its name, or columns as expressions, such as `np.arange(9.0)`."""
    if isinstance(said, str):
        return {"name": said}
    names: dict[str, Any] = {"np": np}
    for name, text in said.items():
        names[name] = np.asarray(eval(str(text), {}, names), float)
    columns = {name: names[name].tolist() for name in said}
    y = columns.pop("y")
    if columns.keys() == {"x"}:
        return {"name": "own", "x": columns["x"], "y": y}
    return {"name": "own", "features": [*map(list, columns.items())], "y": y}


def _run(said: dict[str, Any]) -> Settings:
    """`method` and what is left are the optimizer's; the program is a snippet."""
    rest = dict(said)
    found: Settings = {name: rest.pop(name) for name in OF_A_RUN if name in rest}
    if CODE in rest:
        found[CODE] = read(f"{READS[1]}/{rest.pop(CODE)}.py").decode()
    if rest:
        found["optimizer"] = {"name": rest.pop(METHOD, "GradientDescent"), **rest}
    return found

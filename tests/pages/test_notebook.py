"""The committed notebooks as data: stamped, small, refused where they would mislead.

The one rule: nothing here executes a notebook. Only what cannot be mended without torch
waits for it: a stamp that a change of gdcore made stale.
"""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from scripts.pages import notebook, notebook_page
from scripts.pages.notebook import FOLDER, Notebook, NotebookError
from scripts.reference_problems import pytorch
from tests.conftest import ROOT

PATHS = sorted((ROOT / FOLDER).glob("*.ipynb"))
HEAVIEST = 300_000  # bytes of a committed notebook
each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def test_there_are_notebooks():
    names = [book.name for book in notebook.every(ROOT)]
    assert names == ["gradients", "intercept_thread", "two_variables"]


@each
def test_it_is_stamped_with_the_code_and_the_outputs_it_has(path):
    book = notebook.load(path)
    assert {*book.changed(ROOT)} <= {"gdcore"}, book.stale(ROOT)


@pytest.mark.torch
@each
def test_it_was_executed_with_this_gdcore(path):
    """Without PyTorch nobody can mend a stale one: the skip says which it is."""
    said = notebook.load(path).stale(ROOT)
    if not pytorch.installed():
        pytest.skip(said or pytorch.MISSING)
    assert said == ""


@each
def test_it_is_small_and_ready_to_be_shown(path):
    assert path.stat().st_size < HEAVIEST
    book = notebook.load(path)
    assert list(notebook_page.mistakes(path, path.name)) == []
    assert next(cell.id for cell in book.cells if cell.is_code) == "setup"
    assert "def show(figure, alt):" in book.cell("style").source
    assert book.stamp["torch"]
    assert any(book.numbers(cell.id) for cell in book.cells)


def test_all_begin_with_the_same_set_up():
    assert len({notebook.load(path).cell("setup").source for path in PATHS}) == 1


def test_what_a_cell_printed_can_be_read():
    book = notebook.load(ROOT / FOLDER / "gradients.ipynb")
    assert book.printed("products").startswith("MSE [-8.4  1.6]")
    assert book.numbers("products") == [-8.4, 1.6, -1.0, 0.2]
    with pytest.raises(NotebookError, match="gradients has no cell 'nonesuch'"):
        book.numbers("nonesuch")


# What makes a stamp stale, on a copy.


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "gdcore", tmp_path / "gdcore")
    shutil.copytree(ROOT / FOLDER, tmp_path / FOLDER)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def said(project: Path) -> str:
    return notebook.load(project / FOLDER / "gradients.ipynb").stale(project)


def test_an_untouched_copy_is_fresh(project):
    assert said(project) == ""


def test_a_changed_function_of_gdcore_makes_the_stamp_stale(project):
    losses = project / "gdcore/problems/losses.py"
    edit(losses, "np.sign(product(x, columns) - y)", "np.sign(product(x, columns))")
    assert said(project) == (
        "gradients.ipynb: changed after it was executed: gdcore.problems.losses. "
        "To execute it anew: make notebooks; it needs PyTorch "
        "(.venv/bin/python -m pip install torch); without it push, and CI executes the "
        "notebook and says whether its numbers hold"
    )


def test_so_does_a_function_that_it_reaches_through_others(project):
    edit(project / "gdcore/validation.py", "return ", "return 1 * ")
    assert "executed: gdcore.validation. " in said(project)


def test_and_the_line_that_defines_a_name_it_takes_from_a_package(project):
    old = "from gdcore.optimizers.stochastic import *"
    edit(project / "gdcore/optimizers/__init__.py", old, f"Adam = 1\n{old}")
    assert said(project) == ""
    old = "from gdcore.problems.surfaces import"
    edit(project / "gdcore/problems/__init__.py", old, f"LeastSquares = 1\n{old}")
    assert "executed: gdcore.problems. " in said(project)


def test_comments_and_docstrings_of_gdcore_do_not(project):
    losses = project / "gdcore/problems/losses.py"
    edit(losses, '"""A subgradient,', '"""One\n\n        subgradient of many,')
    edit(losses, "class LeastAbsolute:", "# Robust.\nclass LeastAbsolute:  # see Shor")
    edit(losses, "import numpy as np\n", "# numpy\nimport numpy as np\n\n\n")
    assert said(project) == ""


@pytest.mark.parametrize(
    ("path", "old"),
    [
        ("diagnosis/diagnoses.py", "def diagnose("),  # a module that it does not reach
        ("optimizers/lbfgs.py", "class LBFGS:"),  # one that a package brings along
        ("optimizers/adaptive.py", "class RMSProp:"),
        ("datasets.py", "def clean("),  # another definition of a module that it does
        ("optimizers/first_order.py", "class Nesterov:"),
    ],
)
def test_what_the_notebook_does_not_reach_does_not(project, path, old):
    new = {"(": f"{old}more=1, ", ":": f"{old}\n    LATER = 1\n"}[old[-1]]
    edit(project / "gdcore" / path, old, new)
    assert said(project) == ""


def test_an_optimizer_that_is_added_does_not(project):
    adaptive = project / "gdcore/optimizers/adaptive.py"
    edit(adaptive, '["AdaGrad", ', '["AdaGrad", "Adadelta", ')
    edit(adaptive, "class Moments", "class Adadelta:\n    rho = 0.9\n\n\nclass Moments")
    assert said(project) == ""


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (r"epochs = {\"MSE\": 200", r"epochs = {\"MSE\": 300", "code of loops"),
        ("| 0.33076622 |", "| 0.33076623 |", "outputs of table"),
        ("# w, b", "# w and b", ""),
        ("Five points", "Some points", ""),
    ],
)
def test_an_edit_of_code_or_outputs_makes_it_stale(project, old, new, part):
    edit(project / FOLDER / "gradients.ipynb", old, new)
    assert bool(part) == bool(said(project))
    assert part in said(project)


def test_cells_in_another_order_are_other_code(project):
    path = project / FOLDER / "gradients.ipynb"
    raw = json.loads(path.read_text(encoding="utf-8"))
    first, second = (
        i for i, c in enumerate(raw["cells"]) if c["id"] in ("loops", "corner")
    )
    cells = raw["cells"]
    cells[first], cells[second] = cells[second], cells[first]
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert "code of their order; outputs of their order" in said(project)


def test_bare_code_keeps_what_runs_and_its_order():
    source = '"""A module."""\n\ndef f():\n    """Say."""\n    return "#"  # one\n'
    assert notebook.bare(source) == 'def f():\n    return "#"'
    assert notebook.bare("a = 1\n\n\n# x\nb = 2") == "a = 1\nb = 2"


# Refusals.

CODE: dict[str, Any] = {
    "cell_type": "code",
    "id": "sum",
    "metadata": {},
    "execution_count": 1,
    "source": ["print(1 + 1)"],
    "outputs": [{"output_type": "stream", "name": "stdout", "text": ["2\n"]}],
}
RAW: dict[str, Any] = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"gd": {"description": "A sum.", "stamp": {}}},
    "cells": [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# Sum"]},
        {"cell_type": "markdown", "id": "how", "metadata": {}, "source": ["## How\n"]},
        CODE,
    ],
}
FIGURE = {"output_type": "display_data", "metadata": {}}


def parsed(**changes: Any) -> Notebook:
    """RAW with keys of its cells changed: title__source=["x"]."""
    raw = copy.deepcopy(RAW)
    for name, value in changes.items():
        cell, key = name.split("__")
        next(one for one in raw["cells"] if one["id"] == cell)[key] = value
    return notebook.parse("sum", raw)


def test_the_plain_one_is_accepted_but_was_never_executed():
    assert parsed().title == "Sum"
    said = "sum.ipynb was never executed: make notebooks; it needs PyTorch"
    assert parsed().stale(ROOT).startswith(said)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sum__id": "how"}, "cell id 'how': ids are unique names of"),
        ({"sum__id": "Sum 1"}, "cell id 'Sum 1': ids are unique names of"),
        ({"title__source": ["Sum"]}, "'title': the first cell, and only it, begins"),
        ({"how__source": ["# Sum"]}, "'how': the first cell, and only it, begins with"),
        ({"how__source": ["So\n", "## How"]}, "'how': a heading begins a cell of its"),
        ({"how__source": ["## A\n", "### B"]}, "'how': a heading begins a cell of its"),
        (
            {"sum__outputs": [{**CODE["outputs"][0], "name": "stderr"}]},
            r"'sum': only print, Markdown and figures can be shown, not stream '2",
        ),
        (
            {"sum__outputs": [{**FIGURE, "data": {"text/html": ["<b>"]}}]},
            "'sum': only print, Markdown and figures can be shown, not display_data",
        ),
        (
            {"sum__outputs": [{"output_type": "error", "traceback": ["NameError"]}]},
            "'sum': only print, Markdown and figures can be shown, not error 'NameE",
        ),
        (
            {"sum__outputs": [{**FIGURE, "data": {"image/svg+xml": ["<svg>"]}}]},
            r"'sum': a figure without alt: show\(fig, alt\)",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(changes, message):
    with pytest.raises(NotebookError, match=message):
        parsed(**changes)


def test_what_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "sum.ipynb"
    for text in ("", "[]", '{"cells": []}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(NotebookError, match=r"sum\.ipynb is not a notebook"):
            notebook.load(path)
    path.write_text(json.dumps(RAW | {"nbformat_minor": 4}), encoding="utf-8")
    with pytest.raises(NotebookError, match="its cells have no ids; save it as nbfor"):
        notebook.load(path)

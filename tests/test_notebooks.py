"""Executing notebooks anew: same bytes, same numbers, clear words where not."""

import copy
import json
import subprocess
import sys
import warnings
from typing import Any

import pytest

from scripts.pages import notebook, notebook_execution
from scripts.pages.notebook import FOLDER, NotebookError
from tests.conftest import ROOT
from tests.pages.test_notebook import CODE, RAW

DRAWS = """\
import matplotlib.pyplot as plt
from IPython.display import Markdown, display
fig, ax = plt.subplots(figsize=(3, 2))
ax.plot([1, 2], [3, 4])
display(fig, metadata={"alt": "A line that rises."})
plt.close(fig)
display(Markdown("*so*"))
for i in range(3):
    print(i, flush=True)"""


def executed(source: str) -> dict[str, Any]:
    raw = copy.deepcopy(RAW)
    raw["cells"][-1]["source"] = source.splitlines(keepends=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of Jupyter's own modules
        return notebook_execution.clean(notebook_execution.executed(raw))


def test_two_executions_give_the_same_bytes():
    first, second = executed(DRAWS), executed(DRAWS)
    assert first == second
    drawn, said, printed = first["cells"][-1]["outputs"]
    assert list(drawn["data"]) == ["image/svg+xml"]
    assert "".join(drawn["data"]["image/svg+xml"]).startswith("<svg ")
    assert "Inter" in drawn["data"]["image/svg+xml"][0]
    assert drawn["metadata"] == {"alt": "A line that rises."}
    assert said["data"] == {"text/markdown": ["*so*"]}
    assert printed["text"] == ["0\n", "1\n", "2\n"]
    assert [cell["id"] for cell in first["cells"]] == ["title", "how", "sum"]


def test_a_cell_that_fails_is_reported():
    with pytest.raises(NotebookError, match="ZeroDivisionError"):
        executed("1 / 0")


def test_what_differs_between_editors_is_dropped():
    raw = copy.deepcopy(RAW)
    raw["metadata"] |= {"widgets": {}, "language_info": {"version": "3.9.1"}}
    raw["cells"][-1]["metadata"] = {"execution": {"iopub.execute_input": "2026"}}
    raw["cells"][-1]["source"] = "print(1 + 1)\n"
    clean = notebook_execution.clean(raw)
    assert "2026" not in json.dumps(clean)
    assert "3.9.1" not in json.dumps(clean)
    assert clean["cells"][-1] == CODE | {"source": ["print(1 + 1)"]}
    assert clean["metadata"]["gd"] == {"description": "A sum."}


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("print(x)", "2.01\n", 0),
        ("print(x)", "2.10\n", 1),
        ("# tolerance: 0.1\nprint(x)", "2.10\n", 0),
        ("# tolerance: 0.01\nprint(x)", "2.10\n", 1),
        ("# not compared: seconds\nprint(x)", "9 years\n", 0),
        ("print(x)", "", 1),
    ],
)
def test_numbers_are_compared_within_the_tolerance_of_their_cell(source, text, found):
    def book(printed: str) -> notebook.Notebook:
        raw = copy.deepcopy(RAW)
        outputs = [{**CODE["outputs"][0], "text": [printed]}] if printed else []
        raw["cells"][-1] |= {"source": [source], "outputs": outputs}
        return notebook.parse("sum", raw)

    messages = list(notebook_execution.compared(book("2.00\n"), book(text)))
    assert len(messages) == found
    assert all(message.startswith("sum.ipynb, cell 'sum': ") for message in messages)


def test_without_torch_it_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(notebook_execution.pytorch, "installed", lambda: False)
    assert notebook_execution.main([]) == 1
    said = "PyTorch is missing. Get it by: .venv/bin/python -m pip install torch"
    assert said in capsys.readouterr().err


def test_an_unknown_name_is_refused_with_the_known_ones(monkeypatch, capsys):
    monkeypatch.setattr(notebook_execution.pytorch, "installed", lambda: True)
    assert notebook_execution.main(["nonesuch"]) == 1
    said = "there is no notebook nonesuch; there are gradients, intercept_thread"
    assert said in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (ROOT / FOLDER).glob("*.ipynb"))
)
def test_executed_anew_every_number_is_within_its_tolerance(torch, name):
    done = subprocess.run(
        [sys.executable, "-m", "scripts.run_notebooks", "--check", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert f"{name}.ipynb: 0 differences" in done.stdout

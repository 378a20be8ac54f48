"""The programs of the pages, on the stand-in: they print what their comments say.

The one rule: a line whose comment has a number of the site in it is left to the test of
the page; the long programs run where PyTorch is, beside PyTorch.
"""

import sys

import pytest

from gdcore.tensors import modules
from scripts.pages import snippets
from tests.conftest import ROOT

FILES = sorted((ROOT / "docs" / "snippets").glob("*_torch.py"))
LONG = (
    "adam_decay_torch",
    "adam_fix_torch",
    "celsius_to_fahrenheit_after_torch",
    "celsius_to_fahrenheit_before_torch",
    "floats_fix_torch",
    "floats_kahan_torch",
    "floats_test_torch",
    "ill_conditioning_momentum_torch",
    "intercept_remedies_torch",
    "loss_stuck_after_torch",
    "loss_stuck_before_torch",
    "mae_answer_torch",
    "mae_train_torch",
    "years_as_x_after_torch",
    "years_as_x_before_torch",
)
SHORT = [path.stem for path in FILES if path.stem not in LONG]


@pytest.fixture(autouse=True)
def _installed(monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "torch"]:
        monkeypatch.delitem(sys.modules, name)
    for name, module in modules().items():
        monkeypatch.setitem(sys.modules, name, module)


def differences(name, capsys):
    """The lines printed and those said, where they part."""
    source = (ROOT / "docs" / "snippets" / f"{name}.py").read_text("utf-8")
    exec(compile(source, name, "exec"), {"__name__": "__main__"})
    said = snippets.printed(source, snippets.PYTHON)
    lines = capsys.readouterr().out.splitlines()
    return [
        (line, comment)
        for line, comment in zip(lines, said, strict=True)
        if line != comment
        and "{" not in comment
        and not comment.startswith(snippets.UNSTEADY)
    ]


@pytest.mark.filterwarnings("ignore:Using a target size")  # the fault of its page
@pytest.mark.parametrize("name", SHORT)
def test_a_snippet_prints_what_it_says(name, capsys):
    assert differences(name, capsys) == []


@pytest.mark.parametrize("name", LONG)
def test_a_long_snippet_prints_what_it_says(name, capsys, torch):
    assert differences(name, capsys) == []

"""What a run of the program gave enters a report: its losses, and what ended it.

The one rule: what ended a program is told in plain words, with what to do.
"""

import pytest

from gdcore.programs.running import run_program
from gdcore.reports import answer

TORCH = """\
import torch
x = torch.tensor([[1.], [2.], [3.], [4.]])
y = 2 * x
model = torch.nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.05)
for epoch in range(100):
    opt.zero_grad()
    loss = ((model(x) - y) ** 2).mean()
    loss.backward()
    opt.step()
"""


def kinds(report) -> list[tuple[str, str]]:
    return [(found.source, found.kind) for found in report.findings]


def test_losses_that_a_run_recorded_are_judged_where_none_was_printed():
    k = list(range(12))
    losses = {"k": k, "loss": [3 * 4.0**j for j in k]}
    execution = {"printed": "", "losses": losses}
    report = answer({"code": TORCH, "learning_rate": 0.1}, execution=execution)
    assert ("run", "divergence") in kinds(report)
    assert report.log["growth"] == pytest.approx(2, rel=0.01)
    assert any("printed no loss" in line for line in report.read)
    pasted = "\n".join(f"loss {0.5**j:.6g}" for j in k)
    report = answer({"code": TORCH, "log": pasted}, execution=execution)
    assert ("run", "divergence") not in kinds(report)
    falling = {"losses": {"k": k, "loss": [2.0 + 0.25**j for j in k]}}
    assert not [
        one
        for one in kinds(answer({"code": TORCH}, execution=falling))
        if one[0] == "run"
    ]


def test_parameters_that_a_run_recorded_are_judged_without_a_loss():
    theta = [[1 + (-1.5) ** j, 2 - 3 * (-1.5) ** j] for j in range(12)]
    path = {"names": ["w", "b"], "k": list(range(12)), "theta": theta}
    report = answer({"code": "x = 1"}, execution={"path": path, "losses": None})
    assert ("run", "divergence") in kinds(report)
    assert report.log["growth"] == pytest.approx(1.5, rel=0.01)


@pytest.mark.parametrize(
    "losses", [5, {"k": [1, 2], "loss": [1.0]}, {"k": "ab", "loss": "cd"}, {"loss": []}]
)
def test_losses_that_are_none_are_left_out(losses):
    report = answer({"code": "x = 1"}, execution={"losses": losses, "path": losses})
    assert report.log is None


@pytest.mark.parametrize(
    ("source", "kind", "says", "fix"),
    [
        ("import nothere", "missing module", "imports 'nothere'", ""),
        ("import sklearn", "missing module", "sklearn is not part", "where"),
        ("x = 1 / 0", "division by zero", "divides by zero", "print what is divided"),
        ("def f(:", "syntax error", "Line 1 is not Python", "indentation"),
        ("x = [1][3]", "index out of range", "an entry that is not there", "range"),
        ("x = int('a')", "program error", "a value that it does not take", "mend"),
        ("raise OSError", "program error", "file", "mend"),
        ("print(y)", "unset name", "'y'", "paste"),
        ("input()", "refused", "nobody can answer", ""),
        ("class E(Exception): pass\nraise E", "program error", "an error", "mend"),
    ],
)
def test_what_ended_a_program_is_a_finding_in_plain_words(source, kind, says, fix):
    execution = run_program(source).as_dict()
    report = answer({"code": source}, execution=execution)
    first = report.findings[0]
    assert (first.source, first.kind) == ("run", kind)
    assert says.lower() in first.says.lower()
    assert fix in first.fix or fix in first.says
    assert "with E" not in first.says
    assert first.says.split()[-1] != execution["error"]["kind"]
    assert report.wrong


def test_a_syntax_error_is_told_once():
    execution = run_program("def f(:").as_dict()
    report = answer({"code": "def f(:"}, execution=execution)
    assert kinds(report) == [("run", "syntax error")]

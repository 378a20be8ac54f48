"""Code, printed lines and a run of the code enter a report, causes first.

The one rule: what is read for the asker is said, and what the asker gave stands.
"""

import difflib

import numpy as np
import pytest

from gdcore.programs.running import run_program
from gdcore.reports import answer
from gdcore.reports.findings import LINKS, Found, ranked
from tests.conftest import ROOT

TORCH = """\
import torch
x = torch.tensor([[1.], [2.], [3.], [4.]])
y = torch.tensor([[2.], [4.], [6.], [8.]])
model = torch.nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.5)
loss_fn = torch.nn.MSELoss()
for epoch in range(100):
    opt.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    opt.step()
"""
BROKEN = TORCH.replace("    opt.zero_grad()\n", "")
GROWING = "\n".join(f"epoch {k} loss {3 * 4.0**k:.6g}" for k in range(12))
ROWS = {"X": [[1.0], [2.0], [3.0], [4.0]], "y": [2.0, 4.0, 6.0, 8.0]}


def kinds(report) -> list[tuple[str, str]]:
    return [(found.source, found.kind) for found in report.findings]


def test_what_the_code_says_fills_what_was_left_open():
    report = answer({"code": TORCH})
    assert kinds(report) == [("code", "rate_too_large"), ("data", "unscaled")]
    assert "4.175 times its limit" in str(report)
    assert "learning rate 0.5, from your code" in report.read
    assert "4 rows, from your code" in report.read
    assert report.code["framework"] == "torch"
    assert "learning rate 0.5 is" in report.headline


@pytest.mark.parametrize(
    ("options", "limit"),
    [
        ("", 2.0),
        (", momentum=0.9", 2 * 1.9),
        (", momentum=0.9, nesterov=True", 2 * 1.9 / 2.8),
    ],
)
def test_the_limit_of_the_code_is_that_of_its_method(options, limit):
    rate = "lr=0.5"
    assert rate in TORCH
    sharpest = 2 * 4.175 / 0.5  # 0.5 is 4.175 times 2 / sharpest, says the test above
    for share, beyond in ((1.05, True), (0.95, False)):
        own = f"lr={share * limit / sharpest}{options}"
        report = answer({"code": TORCH.replace(rate, own)})
        assert (("code", "rate_too_large") in kinds(report)) == beyond, report
        if beyond and options:
            assert "plain gradient descent" in str(report)


def test_what_was_given_stands():
    report = answer({"code": TORCH, "learning_rate": 0.1, "rows": ROWS, "steps": 500})
    assert ("data", "diverges") not in kinds(report)
    assert "Your learning rate" not in report.headline
    assert not any("learning rate" in line and "code" in line for line in report.read)
    assert not any("rows, from your code" in line for line in report.read)


SIZES = [[850.0, 2.0], [900.0, 2.0], [1200.0, 3.0], [1500.0, 3.0], [2100.0, 4.0]]
PRICES = [100.0, 110.0, 150.0, 180.0, 260.0]
HEAD = f"import numpy as np\nX = np.array({SIZES})\ny = np.array({PRICES})\n"
LINE = """w = b = 0.0
for _ in range(500):
    e = w * s + b - t
    w -= 0.1 * 2 * (e * s).mean()
    b -= 0.1 * 2 * e.mean()
"""
THETA = """theta = np.zeros(A.shape[1])
for _ in range(500):
    theta = theta - 0.1 * A.T @ (A @ theta - y) / len(y)
"""
MATRIX = """A = np.matrix(X)
A = np.hstack((np.ones((5, 1)), (A - A.mean(axis=0)) / A.std(axis=0)))
t = np.matrix(y).T
theta = np.matrix(np.zeros((3, 1)))
for i in range(50):
    error = A * theta - t
    for j in range(3):
        theta[j, 0] = theta[j, 0] - 0.1 / 5 * np.sum(np.multiply(error, A[:, j]))
"""
SCALED = {  # each computes with x as new names, from rows that stand in its text
    "a new name": "x = X[:, 0]\ns, t = (x - x.mean()) / x.std(), y\n" + LINE,
    "y as well": "x = X[:, 0]\ns = (x - x.mean()) / x.std()\n"
    "t = (y - y.mean()) / y.std()\n" + LINE,
    "the same name": "X = (X - X.mean(axis=0)) / X.std(axis=0)\n"
    "A = np.c_[np.ones(len(X)), X]\n" + THETA,
    "a function": "def normalize(M):\n"
    "    return (M - M.mean(axis=0)) / M.std(axis=0)\n"
    "A = np.column_stack([np.ones(5), normalize(X)])\n" + THETA,
    "the mean and deviation": "mu, sigma = X.mean(axis=0), X.std(axis=0)\n"
    "z = (X - mu) / sigma\nA = np.column_stack([np.ones(5), z])\n" + THETA,
    "a matrix, once it has run": MATRIX,
}


@pytest.mark.parametrize("name", SCALED)
def test_rows_of_the_text_do_not_outrank_what_the_code_computes_with(name):
    code = HEAD + SCALED[name]
    execution = None
    if "run" in name:
        execution = run_program(code, most_steps=100, seconds=20).as_dict()
    rows = {"X": SIZES, "y": PRICES, "names": ["size", "rooms"]}
    asked = {"code": code, "rows": rows, "in_code": True}
    report = answer(asked, execution=execution)
    alone = answer({"code": code}, execution=execution)
    assert report.as_dict() == alone.as_dict()
    assert max(report.eigenvalues) < 10
    pasted = answer({**asked, "in_code": False}, execution=execution)
    assert max(pasted.eigenvalues) > 1e5


def test_rows_of_the_text_name_the_columns_and_serve_where_the_code_is_not_followed():
    rows = {**ROWS, "names": ["area"]}
    report = answer({"code": TORCH, "rows": rows, "in_code": True})
    assert any("one feature (area)" in line for line in report.read)
    alone = answer({"code": TORCH})
    np.testing.assert_allclose(report.eigenvalues, alone.eigenvalues)
    unread = answer({"code": "for k in range(:\n", "rows": rows, "in_code": True})
    assert unread.eigenvalues == report.eigenvalues


def test_whether_rows_are_of_the_text_is_true_or_false():
    with pytest.raises(ValueError, match="in_code is 'yes': give true or false"):
        answer({"code": TORCH, "rows": ROWS, "in_code": "yes"})


def test_another_rate_than_the_code_has_is_judged_beside_it():
    report = answer({"code": TORCH, "learning_rate": 1.0, "rows": ROWS})
    assert kinds(report)[0] == ("code", "rate_too_large")
    assert ("data", "diverges") in kinds(report)


def test_a_fault_of_the_code_comes_before_its_symptoms():
    report = answer({"code": BROKEN, "log": GROWING})
    assert kinds(report)[0] == ("code", "zero_grad_missing")
    assert [source for source, _ in kinds(report)] == sorted(
        (source for source, _ in kinds(report)), key=["code", "log", "data"].index
    )
    assert report.headline.startswith(f"Line {report.findings[0].line}: ")
    link = report.findings[0].as_dict()["link"]
    assert link == "answers/loss-falls-then-rises/"
    assert "+    opt.zero_grad()" in report.findings[0].diff


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("best learning rate", "opt = torch.optim.SGD(model.parameters(), lr={rate})"),
        ("Adam", "opt = torch.optim.Adam(model.parameters(), lr={rate})"),
        (
            "momentum",
            "opt = torch.optim.SGD(model.parameters(), lr={rate}, momentum={beta})",
        ),
        (
            "Nesterov",
            "opt = torch.optim.SGD(model.parameters(), lr={rate}, momentum={beta}, "
            "nesterov=True)",
        ),
    ],
)
def test_a_fix_is_a_difference_of_the_code(name, line):
    report = answer({"code": TORCH})
    (remedy,) = (r for r in report.remedies if r.fix.name == name)
    method = remedy.fix.optimizer
    wanted = line.format(rate=method.learning_rate, beta=getattr(method, "beta", 0))
    added = [row[1:] for row in remedy.diff.splitlines() if row[:2] in ("+o", "+ ")]
    assert added == [wanted]
    expected = TORCH.replace(TORCH.splitlines()[4], wanted).splitlines()
    source = TORCH.splitlines()
    diff = difflib.unified_diff(source, expected, "yours", "repaired", "", "", 1, "")
    assert remedy.diff == "\n".join(diff)


def test_a_rate_that_stands_twice_is_not_changed():
    twice = TORCH + "\nprint(0.5)\n"
    report = answer({"code": twice})
    (best,) = (r for r in report.remedies if r.fix.name == "best learning rate")
    assert best.diff == ""


def test_code_that_cannot_be_read_is_said_and_the_data_are_still_judged():
    alone = answer({"code": "for k in range(:\n  w ="})
    assert kinds(alone) == [("code", "unreadable")]
    assert alone.wrong
    both = answer({"code": "for k in range(:\n", "rows": ROWS, "learning_rate": 9.0})
    assert kinds(both)[0] == ("data", "diverges")
    assert kinds(both)[-1] == ("code", "unreadable")


def test_printed_lines_alone_are_judged():
    report = answer({"log": GROWING, "learning_rate": 0.1})
    assert kinds(report) == [("log", "divergence")]
    assert report.log["growth"] == pytest.approx(2, rel=0.05)
    assert report.log["lambda"] == pytest.approx(30, rel=0.05)
    assert report.numbers == ()
    assert report.as_dict()["paths"] is None


def test_lines_that_hold_no_numbers_say_what_to_paste():
    report = answer({"log": "hello\nworld"})
    assert kinds(report) == [("log", "unreadable")]
    assert report.headline


def test_what_a_run_of_the_program_gave_enters():
    execution = {
        "printed": "nothing to read here",
        "error": {"kind": "NameError", "says": "x is not defined", "line": 3},
        "remarks": [{"kind": "sign", "says": "Steps go uphill.", "line": 4}],
        "data": {"X": [[1.0], [2.0], [4.0]], "y": [1.0, 2.0, 3.0], "intercept": True},
        "learning_rate": 5.0,
    }
    report = answer({"code": "x = 1\n"}, execution=execution)
    found = kinds(report)
    assert found[:2] == [("run", "unset name"), ("run", "sign")]
    assert report.headline == "Line 3: x is not defined."
    assert ("data", "diverges") in found
    assert "learning rate 5, from the run of your code" in report.read


def test_a_sum_in_the_code_is_the_loss_of_the_data_part_too():
    x, y = [100.0, 200.0, 300.0], [250.0, 450.0, 650.0]
    code = (
        f"import numpy as np\nx = np.array({x})\ny = np.array({y})\nw = b = 0.0\n"
        "for _ in range(50):\n    e = w * x + b - y\n"
        "    w -= 1e-5 * np.dot(2 * x, e).mean()\n"
        "    b -= 1e-5 * np.sum(2 * e).mean()\n"
    )
    report = answer({"code": code})
    A = np.column_stack([x, np.ones(3)])
    share = 1e-5 * np.linalg.svd(A, compute_uv=False)[0] ** 2
    (value,) = (n.value for n in report.numbers if n.name == "share of the limit")
    assert value == pytest.approx(share)
    assert report.findings[0].kind == "sum_for_mean"
    assert f"{share:.3g} times its limit" in report.headline


def test_what_a_run_printed_is_read_as_its_log():
    report = answer({"code": TORCH}, execution={"printed": GROWING})
    assert ("log", "divergence") in kinds(report)


@pytest.mark.parametrize(
    "data",
    [
        {"X": [[1.0], [2.0]], "y": [1.0]},
        {"X": "x", "y": [1.0]},
        {"X": None, "y": None},
        {"X": [[float("nan")]], "y": [1.0]},
        5,
    ],
)
def test_data_of_a_run_that_are_none_are_left_out(data):
    report = answer({"code": TORCH[:30]}, execution={"data": data, "steps": "many"})
    assert report.numbers == ()


def test_an_execution_that_is_none_is_refused():
    with pytest.raises(ValueError, match="execution"):
        answer({"code": "x = 1"}, execution=[1])


def test_a_column_of_ones_is_the_intercept():
    X = [[1.0, row[0]] for row in ROWS["X"]]
    report = answer({"rows": {**ROWS, "X": X}, "learning_rate": 0.01})
    assert "flat" not in [kind for _, kind in kinds(report)]
    plain = answer({"rows": ROWS, "learning_rate": 0.01})
    np.testing.assert_allclose(report.eigenvalues, plain.eigenvalues)
    assert any("nothing but ones" in line for line in report.read)


def test_that_nothing_is_wrong_is_left_out_where_something_is():
    fine, bad = Found("data", "fine", "all is well"), Found("log", "nan", "nan")
    assert ranked([fine, bad]) == (bad,)
    assert ranked([fine]) == (fine,)
    assert not fine.wrong


def test_links_lead_to_addresses_that_are_promised():
    promised = (ROOT / "tests/permalinks.txt").read_text().splitlines()
    assert [link for link in LINKS.values() if f"/{link}" not in promised] == []

"""The command line: files in, a report out, and a status.

The one rule: whatever is typed, there is no traceback.
"""

import io
import json
import subprocess
import sys

import numpy as np
import pytest

from gdcore.command import main
from gdcore.command.tables import column, table
from tests.conftest import ROOT

CSV = "area,rooms,price\n50,2,150\n60,2,171\n80,3,229\n100,4,290\n120,4,330\n"
LINE = "x,y\n1,2\n2,4\n3,5\n4,4\n5,5\n"

NUMPY = """\
import numpy as np
x = np.arange(5.0)
y = 2 * x + 1
w = 0.0
b = 0.0
for _ in range(40):
    error = w * x + b - y
    loss = np.mean(error**2)
    w -= 0.2 * 2 * np.mean(error * x)
    b -= 0.2 * 2 * np.mean(error)
"""
TORCH = """\
import torch
x = torch.arange(5.0).reshape(-1, 1)
y = 2 * x + 1
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
for _ in range(40):
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
"""


@pytest.fixture
def file(tmp_path):
    def written(text, name="data.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def report(capsys, *arguments) -> dict:
    main([*arguments, "--json"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("text", "names", "values"),
    [
        ("x,y\n1,2\n3,4\n", ("x", "y"), [[1, 2], [3, 4]]),
        ("1\t2\n3\t4\n", ("", ""), [[1, 2], [3, 4]]),
        ("x;y\n1,5;2\n3,25;4\n", ("x", "y"), [[1.5, 2], [3.25, 4]]),
        ("# a remark\nx y\n1 2\n\n3 4e2\n", ("x", "y"), [[1, 2], [3, 400]]),
        ('x,y\n"1,234","2"\n"12,345.5",3\n', ("x", "y"), [[1234, 2], [12345.5, 3]]),
        ("| x | y |\n| 1 | 2 |\n| 3 | 4 |\n", ("x", "y"), [[1, 2], [3, 4]]),
        ("\ufeffx,y\r\n1,\u22122\r\n3,$4\r\n", ("x", "y"), [[1, -2], [3, 4]]),
        ("x y\n0 1.5 2\n1 3 4\n", ("", "x", "y"), [[0, 1.5, 2], [1, 3, 4]]),
        ("1,5 2\n3,5 4\n", ("", ""), [[1.5, 2], [3.5, 4]]),
    ],
)
def test_a_table_is_read_in_its_own_form(text, names, values):
    read = table(text)
    assert read.names == names
    columns = [column(read, j) for j in range(len(names))]
    np.testing.assert_allclose(np.column_stack(columns), values)


def test_a_long_table_is_read_as_a_short_one():
    rows = [f"{k},{2 * k + 0.5}" for k in range(3000)]
    read = table("\n".join(["x,y", *rows]))
    assert read.values is not None
    np.testing.assert_allclose(column(read, 1), 2.0 * np.arange(3000) + 0.5)
    odd = table("\n".join(["x,y", *rows, "3000,many"]))
    with pytest.raises(ValueError, match="line 3002, column y is 'many'"):
        column(odd, 1)


def test_columns_are_chosen_by_name_or_by_number(capsys, file):
    path = file(CSV)
    assert report(capsys, path)["parameters"] == ["area", "rooms", "b"]
    assert report(capsys, path, "--y", "AREA")["parameters"] == ["rooms", "price", "b"]
    one = report(capsys, path, "--x", "1", "--y", "price")
    assert one["parameters"] == ["w", "b"]
    assert "5 rows of one feature (area)" in one["read"][0]


@pytest.mark.parametrize("method", ["gradient descent", "momentum", "least squares"])
def test_an_absolute_loss_without_a_rate_names_no_limit(capsys, file, method):
    path = file("x,y\n1,2\n2,3\n3,5\n4,4\n")
    head = report(capsys, path, "--loss", "absolute", "--method", method)["headline"]
    assert head.startswith("The mean of absolute errors has no limit of the learning")
    assert "let the rate shrink, SubgradientDescent(0.3) (44 steps, measured)." in head
    assert "nan" not in head
    assert "never" not in head
    there = report(capsys, file("x,y\n1,0\n2,0\n3,0\n"), "--loss", "absolute")
    assert "w starts at its best value" in there["headline"]


def test_an_index_and_words_are_no_features(capsys, file):
    path = file(",city,x,y\n0,Rome,1,2\n1,Oslo,2,4\n2,Bonn,3,7\n")
    assert "one feature (x)" in report(capsys, path)["read"][0]


def test_the_options_are_the_question(capsys, file):
    values = report(
        capsys,
        file(LINE),
        *("--lr", "0.2", "--loss", "half mean", "--steps", "50"),
        *("--method", "momentum", "--beta", "0.5", "--precision", "float32"),
    )
    assert values["steps"][0]["label"] == "yours: momentum at 0.2, beta 0.5"
    assert {n["name"] for n in values["numbers"]} >= {"loss", "after 50 steps"}


def test_the_status_says_whether_something_is_wrong(capsys, file):
    assert main([file(LINE), "--lr", "5"]) == 1
    assert "times the limit" in capsys.readouterr().out
    balanced = "x,y\n-1,1\n0,2\n1,4\n-1,2\n1,3\n"
    assert main([file(balanced), "--lr", "0.5"]) == 0
    assert capsys.readouterr().out.startswith("Nothing is wrong: ")


def test_moments_and_logs_and_code_need_no_data(capsys, file):
    assert main(["--n", "7", "--mean", "88", "--std", "6.2", "--lr", "1e-4"]) == 1
    log = file("\n".join(f"loss {3 * 0.5**k:.6g}" for k in range(12)), "run.txt")
    assert main(["--log", log]) == 0
    assert main(["--code", file("for k in range(:\n", "train.py")]) == 1


@pytest.mark.parametrize("source", [NUMPY, TORCH], ids=["numpy", "torch"])
def test_a_program_is_run_and_its_run_is_judged(capsys, file, source):
    values = report(capsys, "--code", file(source, "train.py"), "--run")
    ran = [one["kind"] for one in values["findings"] if one["source"] == "run"]
    assert set(ran) & {"divergence", "diverges"}
    assert values["wrong"]
    assert any("printed no loss" in line for line in values["read"])
    assert values["log"]["kind"] == "divergence"
    steps = {number["name"]: number["value"] for number in values["numbers"]}
    assert steps["learning rate"] == 0.2
    unrun = report(capsys, "--code", file(source, "train.py"))
    assert "run" not in [one["source"] for one in unrun["findings"]]


def test_a_program_that_is_broken_ends_with_a_finding(capsys, file):
    broken = file(NUMPY.replace("w = 0.0", "w = 1 / 0"), "train.py")
    assert main(["--code", broken, "--run"]) == 1
    said = capsys.readouterr().out.replace("\n", " ")
    assert "line 4 divides by zero" in said
    assert "DIVISION_BY_ZERO, line 4" in said


def test_arrays_are_read(capsys, tmp_path):
    data = np.column_stack([np.arange(5.0), 2 * np.arange(5.0)])
    np.save(tmp_path / "a.npy", data)
    np.savez(tmp_path / "b.npz", X=data[:, :1], y=data[:, 1])
    np.savez(tmp_path / "c.npz", one=data[:, 0], two=data[:, 1])
    for name in ("a.npy", "b.npz"):
        assert "5 rows" in report(capsys, str(tmp_path / name))["read"][0]
    c = str(tmp_path / "c.npz")
    assert main([c]) == 2
    assert "name them by --x and --y" in capsys.readouterr().err.replace("\n", " ")
    assert report(capsys, c, "--x", "one", "--y", "two")["parameters"] == ["w", "b"]


def test_the_standard_input_is_read(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINE.encode())))
    assert "5 rows" in report(capsys, "-", "--lr", "0.1")["read"][0]


@pytest.mark.parametrize(
    ("text", "arguments", "says"),
    [
        (None, [], "there is nothing to diagnose"),
        (None, ["nowhere.csv"], "nowhere.csv cannot be read"),
        (None, ["--run"], "--run needs --code"),
        (None, ["-", "--log", "-"], "give - once"),
        ("", [], "the data are empty"),
        ("x,y\n", [], "no row of numbers"),
        ("x\n1\n2\n", [], "one column of numbers"),
        ("x,y\n1,2\n3\n", [], "line 3 has 1 columns"),
        ("x,y\n1,2\n3,NA\n", [], "line 3, column y is 'NA'"),
        ("x,y\n1,2\n3,nan\n", [], "column y is 'nan'"),
        (LINE, ["--y", "price"], "there is no column 'price'"),
        (LINE, ["--x", "y", "--y", "y"], "column y is both y and a feature"),
        (LINE, ["--x", "2", "--y", "Y"], "column y is both y and a feature"),
        (LINE, ["--x", "x,1"], "column x is named twice by --x"),
        (LINE, ["--x", ""], "there is no column ''"),
        ("x,y,y\n1,2,3\n2,4,5\n", ["--y", "y"], "2 columns are named 'y'"),
        ("x,y,y\n1,2,3\n2,4,5\n", ["--x", "Y"], "2 columns are named 'Y'"),
        ("nan,2\n2,4\n3,5\n", [], "line 1, column 1 is 'nan'"),
        ("n,y\n1'000,2\n2'000,4\n", [], 'n is none, its line 2 has "1\'000"'),
        ('x,y\n"1,2\n3,4\n', [], "line 2 has 1 columns, and line 1 has 2"),
        (f"x,y\n{'1' * 200_000},2\n3,4\n", [], "a line is no line of a table: field"),
        ("x,y\n1e-200,1\n2e-200,3\n3e-200,4\n", [], "the columns of X in other units"),
        (LINE, ["--x", "7"], "there is no column '7'"),
        (LINE, ["--lr", "-1"], "learning_rate is -1"),
        (LINE, ["--lr", "nan"], "learning_rate is not a number"),
        (LINE, ["--method", "newton"], "method.name is 'newton'"),
        (LINE, ["--loss", "huber"], "loss is 'huber'"),
        (LINE, ["--steps", "0.5"], "steps is 0.5"),
        (LINE, ["--figure", "no/such/place.png"], "cannot be written"),
        (LINE, ["--figure", "picture.nonsense"], "cannot be written"),
        (LINE, ["--log", "nowhere.txt"], "nowhere.txt cannot be read"),
        (LINE, ["--n", "5"], "rows and moments are given"),
        ("\0\1\2", [], "is no text"),
    ],
)
def test_bad_input_ends_with_a_sentence(capsys, file, text, arguments, says):
    given = arguments if text is None else [file(text), *arguments]
    assert main(given) == 2
    heard = capsys.readouterr()
    assert heard.err.startswith("python -m gdcore: ")
    assert says in heard.err
    assert heard.out == ""


def test_a_folder_and_a_file_of_no_array_are_refused(capsys, tmp_path):
    (tmp_path / "bad.npy").write_bytes(b"no array")
    for name in (tmp_path, tmp_path / "bad.npy", tmp_path / "none.npz"):
        assert main([str(name)]) == 2
        assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "raw",
    [
        LINE.encode("utf-32"),
        LINE.encode("utf-16-le"),
        LINE.encode("utf-16") + b"\0",
        b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)) * 3,
        b"PK\x03\x04" + b"\x01\x02\xc8\xfa" * 90,
    ],
    ids=["utf-32", "utf-16 unmarked", "utf-16 cut", "png", "xlsx"],
)
def test_what_is_no_text_is_called_so(capsys, tmp_path, raw):
    path = tmp_path / "data.csv"
    path.write_bytes(raw)
    assert main([str(path)]) == 2
    assert "data.csv is no text: give csv in UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_in_another_encoding_is_read(capsys, tmp_path, encoding, end):
    path = tmp_path / "data.csv"
    path.write_bytes(LINE.replace("x", "größe").replace("\n", end).encode(encoding))
    said = report(capsys, str(path))["read"][0]
    assert "5 rows of one feature (größe)" in said


def test_a_name_of_several_columns_is_not_asked_for(capsys, file):
    path = file("x,Y,y\n1,2,3\n2,4,5\n4,4,7\n")
    assert report(capsys, path, "--y", "y")["parameters"] == ["x", "Y", "b"]
    twice = file("x,x,y\n1,2,3\n2,4,5\n4,4,7\n", "twice.csv")
    assert "2 features (x, x)" in report(capsys, twice)["read"][0]
    assert "one feature (x)" in report(capsys, twice, "--x", "2")["read"][0]


def test_an_array_is_not_both_features_and_target(capsys, tmp_path):
    np.savez(tmp_path / "b.npz", X=np.arange(5.0), y=np.arange(5.0) ** 2)
    np.save(tmp_path / "a.npy", np.eye(3))
    for name, one in (("b.npz", "y"), ("a.npy", "3")):
        assert main([str(tmp_path / name), "--x", one, "--y", one]) == 2
        assert f" {one} is both" in capsys.readouterr().err


def test_a_header_may_say_what_looks_like_a_gap(capsys, file):
    path = file("Na,K\n1,2\n2,4\n3,5\n")
    assert "3 rows of one feature (Na)" in report(capsys, path)["read"][0]


def test_an_unknown_option_is_refused():
    with pytest.raises(SystemExit) as stopped:
        main(["--rate", "1"])
    assert stopped.value.code == 2


def test_a_figure_is_drawn(capsys, file, tmp_path):
    picture = tmp_path / "out.png"
    assert main([file(LINE), "--lr", "0.05", "--figure", str(picture)]) == 1
    assert picture.read_bytes()[:4] == b"\x89PNG"


def test_without_matplotlib_the_figure_says_what_to_install(capsys, file, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert main([file(LINE), "--figure", "out.png"]) == 2
    assert "pip install matplotlib" in capsys.readouterr().err


def test_a_reader_that_goes_away_hears_no_traceback(file):
    done = subprocess.run(
        f"{sys.executable} -m gdcore {file(LINE)} --lr 0.1 | true",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""


def test_letters_that_a_terminal_has_not_are_no_error(file):
    done = subprocess.run(
        [sys.executable, "-m", "gdcore", file(LINE), "--lr", "5"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PATH": ""},
    )
    assert done.stderr == b""
    assert done.returncode == 1
    assert b"with ? in front" in done.stdout

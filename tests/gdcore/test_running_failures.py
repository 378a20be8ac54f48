"""A posted program that fails, floods or never ends is told so, and gets an answer.

The one rule: each failure is one sentence, with the line of the reader's text.
"""

import numpy as np
import pytest

from gdcore.programs.running import run_program
from tests.gdcore.test_running import LINE, TORCH, descended, edited, kinds

FAULTS = {
    "a = 1\n1 / 0": ("ZeroDivisionError", 2, "division by zero"),
    "a =": ("SyntaxError", 1, "is not Python"),
    "for i in range(3):\nw = i": ("IndentationError", 2, "indentation"),
    "\0": ("", None, "null bytes"),
    "b = 1\nb += undefined": ("NameError", 2, "'undefined'"),
    "import pandas as pd": ("NotHere", 1, "paste the numbers"),
    "from sklearn.linear_model import SGDRegressor": ("NotHere", 1, "NumPy or PyTorch"),
    "import importlib\nimportlib.import_module('keras')": ("NotHere", 2, "keras"),
    "import nothing_like_this": ("ModuleNotFoundError", 1, "leave the import out"),
    "open('houses.csv')": ("FileNotFoundError", 1, "'houses.csv'"),
    "n = input()": ("refused", 1, "can answer input()"),
    "import sys\nsys.exit()": ("SystemExit", 2, "exit"),
    "def f():\n    return f()\nf()": ("RecursionError", 2, "without end"),
    "import numpy as np\nnp.ones((2, 3)) @ np.ones(2)": ("ValueError", 2, "shapes"),
    "import numpy as np\nw = np.array([0, 0])\nw -= 0.1 * np.ones(2)": (
        "UFuncTypeError",
        3,
        "whole numbers",
    ),
    "g = None\nw = 1 - 0.1 * g": ("TypeError", 2, "None"),
    "raise KeyboardInterrupt": ("KeyboardInterrupt", 1, "interrupted"),
    "raise MemoryError": ("MemoryError", 1, "more memory"),
    "raise BaseException('odd')": ("BaseException", 1, "odd"),
    "(" * 5000: ("", None, ""),
}


@pytest.mark.parametrize("code", FAULTS, ids=lambda code: repr(code)[:30])
def test_a_failure_is_one_sentence_with_its_line(code):
    kind, line, words = FAULTS[code]
    error = run_program(code).error
    assert error["kind"] == kind or not kind
    assert error["line"] == line or line is None
    assert words in error["says"]
    assert error["says"].endswith(".")


def test_what_was_learned_before_a_failure_is_kept():
    seen = run_program(edited(("b -= lr * db", "b -= lr * db; 1 / (epoch - 99)")))
    assert seen.error["line"] == 13
    assert seen.steps == 100
    expected = descended(100, 0.002)[-1]
    np.testing.assert_allclose([*seen.parameters.values()], expected, rtol=1e-9)


STUBBORN = (
    "while True:\n    try:\n        while True: 1 / 0\n    except BaseException: pass"
)


@pytest.mark.parametrize("code", ["while True: pass", STUBBORN])
def test_a_program_without_end_is_stopped(code):
    error = run_program(code, most_steps=1000).error
    assert error["kind"] == "stopped"
    assert "1,000 passes" in error["says"]
    error = run_program(code, seconds=0.05).error
    assert "0.05 seconds" in error["says"]


def test_what_is_printed_is_bounded(capsys):
    seen = run_program("for i in range(999): print('x' * 9)", most_printed=100)
    assert seen.printed.startswith("xxxxxxxxx\n")
    assert len(seen.printed) < 200
    code = "import sys\nsys.stderr.write('heard')"
    assert run_program(code).printed == "heard"
    assert capsys.readouterr() == ("", "")


def test_pictures_are_not_drawn_and_bars_not_shown():
    seen = run_program(
        "import matplotlib.pyplot as plt\nfrom matplotlib import cm\n"
        "from mpl_toolkits.mplot3d import Axes3D\nimport seaborn as sns\n"
        "from IPython.display import clear_output\nfrom tqdm import tqdm, trange\n"
        "import numpy as np\nfig, ax = plt.subplots()\n(line,) = ax.plot([1], [2])\n"
        "fig, (a, b) = plt.subplots(1, 2, figsize=(9, 4))\nn, bins, _ = a.hist([1])\n"
        "fig, grid = plt.subplots(2, 3)\ngrid[1, 2].set_title('t')\n"
        "for ax in grid.flat: ax.scatter([1], [2], c=cm.viridis(0.3))\n"
        "with plt.style.context('dark'): plt.show()\nsns.set()\nclear_output()\n"
        "print([i for i in tqdm(range(3))], sum(trange(4)), len(tqdm([1, 2])))\n"
        "assert not hasattr(plt, '__path_to_nowhere__')\n"
    )
    assert seen.error is None, seen.error
    assert seen.printed == "[0, 1, 2] 6 2\n"


def test_warnings_are_kept_each_once():
    code = "import warnings\nfor i in range(9): warnings.warn('mind this')"
    assert [*run_program(code).warnings] == [
        {"text": "UserWarning: mind this", "line": 2}
    ]


def test_the_warning_of_a_broadcast_is_a_remark():
    seen = run_program(
        TORCH.replace("criterion(model(x), y)", "criterion(model(x), y[:, 0])")
    )
    assert kinds(seen)[0] == "broadcast"
    assert "reshape(-1, 1)" in seen.remarks[0]["says"]
    assert any("target size" in warning["text"] for warning in seen.warnings)


def test_imports_that_a_post_leaves_out_are_given():
    seen = run_program(LINE.replace("import numpy as np\n", ""))
    assert seen.lacked == ("import numpy as np",)
    assert seen.error is None
    assert run_program(LINE).lacked == ()
    code = (
        "def f(np):\n    return np\nmath = 3\nprint(f(2), math, nn.Linear, plt.show())"
    )
    seen = run_program(code)
    assert seen.lacked == ("import torch.nn as nn", "import matplotlib.pyplot as plt")
    assert run_program("from numpy import *\nprint(np.ones(2))").lacked == ()


def test_many_rows_are_counted_and_not_kept():
    seen = run_program(LINE.replace("20.0", "3000.0").replace("0.002", "1e-8"))
    assert (seen.data["X"], seen.data["y"], seen.data["rows"]) == (None, None, 3000)

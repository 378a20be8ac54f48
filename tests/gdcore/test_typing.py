"""What run time takes, mypy takes: lists, tuples, scalars of numpy, in strict mode.

The one rule: the program is a reader's, checked as they would check it, and then run.
"""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

PROGRAM = """
import numpy as np

from gdcore import *
from gdcore.datasets import Dataset
from gdcore.linesearch import StrongWolfe
from gdcore.preconditioning import ChangeOfVariables, Transformed, diagonal
from gdcore.problems import numerical_grad
from gdcore.spectral import eigen_errors

points = LeastSquares([[1, 1], [2, 1], [4, 1]], (1, 2, 3), l2=1)
bowl = Quadratic([[2, 0], [0, 1]], [0, 0])
absolute = LeastAbsolute([[1, 1], [2, 1], [4, 1]], [1, 2, 3])
line = line_fit((0, 1, 2), [1, 3, 5])
rates = GradientDescent([0.01, 0.02])
path = run(points, rates, [0, 0], max_steps=3)
run(absolute, Averaged(SubgradientDescent([[0.1], [0.2]])), (0, 0), max_steps=3)
run(bowl, LBFGS(search=StrongWolfe()), np.ones(2, np.float32))
run(line, MinibatchGradientDescent(np.float32(0.1), 2), [[0, 0], [1, 1]], max_steps=3)
value: float = float(points.value([0, 0])) + float(absolute.value((1, 2)))
slope = points.grad((0, 0)) + bowl.grad([1, 2]) + Rosenbrock().grad([1, 1])
some = points.rows([0, 1]).value([[0, 0], [1, 2]])
fare = diagnose(points, np.float32(0.1)), diagnose(points, Momentum(0.1))
same: bool = rates == GradientDescent([0.01, 0.02])
closed_form(line, Momentum(0.1), [0, 0], [1, 2, 3])
steps: int = steps_until(line, GradientDescent(0.1), [0, 0], tolerance=0.1)
there = ChangeOfVariables([[1, 0], [0, 1]], [0, 0]).back([1, 2])
Transformed(points, diagonal([0.1, 0.2])).value([0, 0])
eigen_errors(line, [1, 2])
numerical_grad(bowl.value, [1, 2])
data = Dataset("title", "lesson", [1, 2], [3, 4])
line_fit(data.x.tolist(), data.y)
"""
WRONG = """
from gdcore import GradientDescent, LeastSquares, run

LeastSquares({1: 2}, [1.0])
GradientDescent(None)
run(LeastSquares([[1.0]], [1.0]), 0.1, [0.0])
"""


def checked(program: str, folder) -> subprocess.CompletedProcess[str]:
    file = folder / "program.py"
    file.write_text(program)
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_a_strict_program_of_lists_passes_and_runs(tmp_path):
    done = checked(PROGRAM, tmp_path)
    assert done.returncode == 0, done.stdout
    exec(compile(PROGRAM, "program", "exec"), {})


@pytest.mark.parametrize("what", ["dict", "None", "float"])
def test_what_run_time_refuses_mypy_refuses(tmp_path_factory, what):
    folder = tmp_path_factory.getbasetemp() / "wrong"
    folder.mkdir(exist_ok=True)
    assert f'has incompatible type "{what}' in checked(WRONG, folder).stdout

"""What is not in the lock is skipped in one line each; asked for alone, it is refused.

The one rule: a second pytest is run, to which all of it is hidden.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.extras import EXTRAS

WITHOUT = """import sys
sys.modules.update(dict.fromkeys(("torch", "sklearn", "keras")))  # not installed
import pytest
sys.exit(pytest.main(sys.argv[1:]))"""
SAID = {
    "sklearn": (
        "scikit-learn is missing. Get it by: "
        ".venv/bin/python -m pip install scikit-learn"
    ),
    "keras": "Keras is missing. Get it by: .venv/bin/python -m pip install torch keras",
    "octave": "Octave is missing. Get it by: apt-get install octave (or octave.org)",
}
FILE = "tests/test_snippets.py"


def without(
    folder: Path, *arguments: str, file: str = FILE
) -> subprocess.CompletedProcess[str]:
    """Pytest in CI, where a skip is suspect, without any of them."""
    command = [sys.executable, "-c", WITHOUT, "-p", "no:cacheprovider", file]
    return subprocess.run(
        [*command, *arguments],
        cwd=ROOT,
        env={**os.environ, "CI": "true", "PATH": str(folder)},
        capture_output=True,
        text=True,
    )


def test_each_has_a_line_that_says_what_was_skipped_and_how_to_get_it(tmp_path):
    done = without(tmp_path, "-k", "prints_what_its_page_says and not numpy")
    assert done.returncode == 0, done.stdout
    snippets = ROOT / "docs/snippets"
    for name, said in SAID.items():
        count = len([*snippets.glob(f"*_{name}.py"), *snippets.glob(f"*_{name}.m")])
        assert f"\n{count} tests were skipped: {said}\n" in done.stdout


@pytest.mark.parametrize("marks", [["octave"], ["sklearn", "keras"]])
def test_asked_for_alone_they_are_refused(tmp_path, marks):
    done = without(tmp_path, "-m", " or ".join(marks))
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    said = "\n".join(SAID[mark] for mark in marks)
    assert done.stderr.strip() == f"ERROR: {said}"


def test_what_stands_for_one_of_them_does_not_need_it(tmp_path):
    file = "tests/gdcore/test_tensors_manners.py"
    done = without(tmp_path, "-m", "not torch", file=file)
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout
    assert "deselected" not in done.stdout


def test_every_mark_is_known_to_pytest(pytestconfig):
    known = {line.partition(":")[0] for line in pytestconfig.getini("markers")}
    assert EXTRAS.keys() <= known

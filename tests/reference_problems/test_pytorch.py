"""Without PyTorch its tests are skipped in one line; asked for alone, they are refused.

The one rule: a second pytest is run, to which `torch` is hidden.
"""

import os
import subprocess
import sys

import pytest

from scripts.pages import notebook_execution
from scripts.reference_problems import pytorch, record
from tests.conftest import ROOT

WITHOUT = """import sys
sys.modules["torch"] = None  # as if it were not installed
import pytest
sys.exit(pytest.main(sys.argv[1:]))"""
SAID = "PyTorch is missing. Get it by: .venv/bin/python -m pip install torch"
FILE = "tests/gdcore/test_adaptive.py"  # with one test for it among others


def without(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Pytest in CI, where a skip is suspect, without PyTorch."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        env={**os.environ, "CI": "true"},
        capture_output=True,
        text=True,
    )


def test_without_it_one_line_says_what_was_skipped_in_ci_too():
    done = without(FILE, "tests/test_snippets.py", "-k", "torch")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(SAID) == 1
    snippets = len(list((ROOT / "docs/snippets").glob("*_torch.py")))
    others = 2  # the one of FILE, and the one of what a snippet starts from
    assert f"\n{snippets + others} tests were skipped: {SAID}\n" in done.stdout


def test_one_skipped_test_is_one_test():
    assert f"\n1 test was skipped: {SAID}\n" in without(FILE).stdout


def test_asked_for_alone_it_is_an_error_to_lack_it():
    done = without(FILE, "-m", "torch")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert done.stderr.strip() == f"ERROR: {SAID}"


def test_the_mark_takes_each_test_that_reaches_the_fixture():
    """By itself, through a fixture of the file, and for each of its parameters."""
    files = [
        f"tests/{name}.py"
        for name in ("gdcore/test_first_order", "test_snippets", "test_notebooks")
    ]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-m",
        "not torch",
    ]
    done = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, text=True)
    for test in ("is_that_of_torch[", "a_snippet_of_torch", "executed_anew_every"):
        assert test not in done.stdout
    for test in ("is_the_recorded_one_of_torch[", "[mse_train_numpy]", "same_bytes"):
        assert test in done.stdout


def test_commands_that_need_it_end_with_the_sentence(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(pytorch, "installed", lambda: False)
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    with pytest.raises(
        SystemExit, match=f"^Only evaluations.json was written. {SAID}$"
    ):
        record.main()
    assert [path.name for path in tmp_path.iterdir()] == ["evaluations.json"]
    assert notebook_execution.main([]) == 1
    assert capsys.readouterr().err == f"{SAID}\n"

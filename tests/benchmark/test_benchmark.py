"""A benchmark says whether a promise is kept, and fails when one is not."""

import os
import re
import subprocess
import sys
from importlib import import_module
from itertools import count

import pytest

from scripts import benchmark
from scripts.benchmark import rows, sites
from scripts.benchmark.rows import LeftOut, Row
from scripts.pipeline.chromium import installed
from scripts.reference_problems import pytorch
from tests.conftest import ROOT

WITHOUT_BROWSER = """import sys
from pathlib import Path
from scripts import benchmark
from scripts.benchmark import browser, explorer
browser.installed = lambda: "/nonesuch/chromium"
explorer.built_site = lambda: Path(".")
sys.exit(benchmark.main(["slider"]))"""


def lacking(quick: bool) -> list[Row]:
    raise LeftOut("There is no clock. Buy one.")


def failing(quick: bool) -> list[Row]:
    raise subprocess.CalledProcessError(1, ["python", "-m", "mkdocs"])


@pytest.fixture
def two(monkeypatch):
    made = {
        "kept": lambda quick: [Row("speed", "2 times", "at least 1.5", True)],
        "broken": lambda quick: [Row("size", "9 kB", "at most 8", False)],
    }
    monkeypatch.setattr(benchmark, "BENCHMARKS", made)
    return made


def test_every_promise_is_printed_and_a_broken_one_fails(two, capsys):
    assert benchmark.main(["kept"]) == 0
    said = "kept: speed: 2 times (target: at least 1.5)\n"
    assert capsys.readouterr().out == f"ok   {said}"
    assert benchmark.main([]) == 1
    assert "BAD  broken: size: 9 kB (target: at most 8)" in capsys.readouterr().out
    assert benchmark.main(["--quick", "kept", "broken"]) == 0
    assert capsys.readouterr().out.startswith(f"ran  {said}ran  broken")


def test_what_lacks_something_is_left_out_and_the_last_line_says_so(two, capsys):
    two |= {"sundial": lacking, "clock": lacking}
    assert benchmark.main(["sundial", "kept", "clock"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "left out: sundial, clock. There is no clock. Buy one."


def test_what_calls_a_command_that_fails_is_bad_and_the_others_run(two, capsys):
    two |= {"fails": failing}
    assert benchmark.main(["fails", "kept"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("BAD  fails: python -m mkdocs failed, see above\nok   kept")


def test_an_unknown_benchmark_is_refused(two, capsys):
    with pytest.raises(SystemExit):
        benchmark.main(["nonesuch"])
    assert "there are kept, broken" in capsys.readouterr().err


def test_both_sides_run_in_turns_and_count_at_their_fastest(monkeypatch):
    calls = []
    clock = count()
    monkeypatch.setattr(rows.time, "perf_counter", lambda: next(clock) ** 2)
    times = rows.fastest(lambda: calls.append("a"), lambda: calls.append("b"), rounds=2)
    assert calls == ["a", "b", "a", "b"]
    assert times == (1, 5)


def test_every_benchmark_stands_in_its_module():
    for module, names in benchmark.MODULES.items():
        found = import_module(f"scripts.benchmark.{module}")
        assert all(callable(getattr(found, name)) for name in names)


def test_the_one_that_needs_torch_says_so(monkeypatch, capsys):
    monkeypatch.setattr(pytorch, "installed", lambda: False)
    assert benchmark.main(["float32"]) == 0
    assert capsys.readouterr().out == f"left out: float32. {pytorch.MISSING}\n"


def test_without_a_browser_it_says_how_to_get_one():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_BROWSER],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.stdout.startswith("left out: slider. A browser is missing. Install")
    assert done.stderr == ""


# Each of them, in its shortest form.


@pytest.fixture(scope="module")
def quick() -> str:
    """What `--quick` prints, and no traceback beside it."""
    names = [name for name in benchmark.BENCHMARKS if name != "float32"]
    command = [sys.executable, "-m", "scripts.benchmark", "--quick", *names]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({*benchmark.BENCHMARKS} - {"float32"}))
def test_each_runs_with_what_is_here(quick, name):
    left_out = re.findall(r"^left out: (.*?)\. A browser", quick, re.M)
    if installed() is None and os.environ.get("CI") != "true" and name in left_out:
        pytest.skip("a browser is missing")
    assert re.search(rf"^ran  {name}: .+: .+ \(target: .+\)$", quick, re.M)


def test_the_one_against_torch_runs(torch, capsys):
    assert benchmark.main(["--quick", "float32"]) == 0
    assert capsys.readouterr().out.startswith("ran  float32: seven float32 runs")


def test_a_copy_of_the_project_has_all_that_git_has_and_nothing_made(tmp_path):
    copy = sites.copied(tmp_path / "copy")
    for name in (
        "scripts/reference_problems/recorded/torch_gradients.json",
        "docs/.overrides/main.html",
    ):
        assert (copy / name).read_bytes() == (ROOT / name).read_bytes()
    assert not (copy / ".build").exists()
    assert not [*copy.glob("gdcore/**/__pycache__")]
    assert (copy / "node_modules/katex/package.json").is_file()

"""The command that compares arithmetics: it computes elsewhere, and finds what differs.

The one rule: a difference is planted and must be found; without it there is none.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gdcore import algebra
from scripts.arithmetic import compare, numeric_tests, printed
from scripts.arithmetic.compare import Outcome, Setting
from tests.conftest import ROOT

FILES = {
    "scripts/__init__.py": "",
    "scripts/arithmetic/numeric_tests.py": Path(numeric_tests.__file__).read_text(
        "utf-8"
    ),
    "scripts/arithmetic/printed.py": """
import json, os, pathlib, sys
value = os.environ.get("PLANTED", "0.125")
lines = ["The same in all.", f"The loss is {value} here."]
pathlib.Path(sys.argv[1]).write_text(json.dumps({"docs/page.md": lines}))
""",
    "tests/test_toy.py": """
import os
import numpy as np
def test_that_computes(): assert np.ones(2).sum() == len(os.environ.get("RIGHT", "22"))
""",
    "tests/test_words.py": "def test_that_does_not(): assert False",
    ".build/left": "",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Its one test takes less than the start of pytest: that is a plain one."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "xdist.plugin")
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    for name, text in FILES.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "project"


def compared(project: Path, *chosen: Setting) -> bool:
    return compare.report(compare.compute(project, list(chosen)))


LISTING = """
import json, pathlib, sys
build = pathlib.Path(".build")
found = sorted(p.relative_to(build).as_posix() for p in build.rglob("*") if p.is_file())
pathlib.Path(sys.argv[1]).write_text(json.dumps({"found": found}))
"""


@pytest.mark.parametrize("built", [True, False])
def test_only_one_whose_tests_ran_takes_data_and_no_picture(project, built):
    listing = project / "scripts/arithmetic/printed.py"
    listing.write_text(LISTING, encoding="utf-8")
    data = ["cache/data/mse.pickle", "cache/manifest"]
    for name in data if built else []:
        path = project / ".build" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"data")
    here = Setting("default", {}, tested=False)
    outcomes = compare.compute(project, [here, Setting("other", {})])
    assert [each.lines["found"] for each in outcomes] == [data if built else [], []]


def test_settings_that_agree_pass_and_nothing_is_written(project, capsys):
    before = sorted(project.rglob("*"))
    assert compared(project, Setting("default", {}), Setting("other", {"ELSE": "1"}))
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("default: tests 1 passed; 2 lines printed, 0")
    assert second.startswith("other: tests 1 passed; 2 lines printed, 0")
    assert sorted(project.rglob("*")) == before


def test_a_planted_difference_is_found_and_shown(project, capsys):
    planted = Setting("planted", {"PLANTED": "0.126"})
    assert not compared(project, Setting("default", {}), planted)
    said = capsys.readouterr().out
    assert "planted: tests 1 passed; 2 lines printed, 1 unlike def" in said
    assert (
        "  docs/page.md:2: The loss is 0.125 here. / The loss is 0.126 here.\n" in said
    )


def test_a_test_that_fails_under_one_setting_is_named(project, capsys):
    assert not compared(project, Setting("default", {}), Setting("odd", {"RIGHT": "1"}))
    said = capsys.readouterr().out
    assert "odd: tests 1 failed; 2 lines printed, 0 unlike" in said
    assert "  FAILED tests/test_toy.py::test_that_computes" in said


def test_what_was_tested_elsewhere_is_only_printed(project, capsys):
    first = Setting("default", {"RIGHT": "1"}, tested=False)
    assert compared(project, first, Setting("other", {"ELSE": "1"}))
    said = capsys.readouterr().out
    assert said.startswith("default: tests not run again; 2 lines printed, 0 unlike")
    assert "other: tests 1 passed" in said


def test_what_cannot_be_printed_is_a_failure_with_its_reason(project, capsys):
    (project / "scripts/arithmetic/printed.py").write_text(
        "raise SystemExit('no pages')"
    )
    assert not compared(project, Setting("default", {}))
    assert "default: failed: no pages" in capsys.readouterr().out


def test_a_setting_that_the_processor_lacks_is_left_out_and_not_passed(
    project, capsys, monkeypatch
):
    monkeypatch.setattr(compare, "PROBE", "import os; os.getenv('ELSE') and os.abort()")
    unable = Setting("unable", {"ELSE": "1"})
    assert compared(project, Setting("default", {}), unable)
    assert "unable: left out: this processor ended it with signal 6" in (
        capsys.readouterr().out
    )
    absent = Setting("absent", {}, "not on this machine")
    assert not compared(project, unable, absent)
    assert "no setting was computed" in capsys.readouterr().out


def test_an_unknown_setting_is_refused_with_the_list(capsys):
    with pytest.raises(SystemExit, match="2"):
        compare.main(["Prescot"])
    said = capsys.readouterr().err
    assert "no setting 'Prescot'; there are default, Prescott, Haswell, Sky" in said
    assert said.rstrip().endswith("SkylakeX, Zen, no-dispatch, libm")
    with pytest.raises(SystemExit, match="2"):
        compare.main(["Haswell", "--tested", "Haswel"])
    assert "no setting 'Haswel'" in capsys.readouterr().err


def test_settings_are_taken_at_once_where_all_of_them_are_here(monkeypatch):
    taken = []
    monkeypatch.setattr(compare, "compute", lambda root, chosen: taken.extend(chosen))
    monkeypatch.setattr(compare, "report", lambda outcomes: True)
    one, two = Setting("one", {"A": "1"}), Setting("two", {"B": "2"})
    absent = Setting("absent", {"C": "3"}, "not on this machine")
    for known, left_out in (([one, two], ""), ([one, two, absent], absent.left_out)):
        monkeypatch.setattr(compare, "settings", lambda known=known: [*known])
        joined = "+".join(setting.name for setting in known)
        assert compare.main(["one", joined, "--tested", "one"]) == 0
        untested, both = taken
        taken.clear()
        assert untested == one._replace(tested=False)
        assert (both.name, both.tested, both.left_out) == (joined, True, left_out)
        assert {"A": "1", "B": "2"}.items() <= both.environment.items()


def test_settings_are_compared_with_the_first_that_was_computed(capsys):
    def made(name: str, line: str) -> Outcome:
        return Outcome(name, {"page": [line]}, "1 passed", [], 1.0)

    absent = Outcome("default", {}, "", [], 0.0, "left out: not here")
    assert compare.report([absent, made("one", "3"), made("two", "3")])
    assert not compare.report([absent, made("one", "3"), made("two", "4")])
    assert "two: tests 1 passed; 1 lines printed, 1 unlike one" in (
        capsys.readouterr().out
    )


def test_lines_that_only_one_setting_printed_differ():
    here, there = {"a": ["1"], "b": ["2"]}, {"a": ["1", "3"]}
    assert list(compare.differences(here, there)) == ["a:2:  / 3", "b:1: 2 / "]


def test_a_long_line_is_shown_where_it_differs():
    here, there = "x" * 500 + "1" + "y" * 500, "x" * 500 + "2" + "y" * 500
    (said,) = compare.differences({"a": [here]}, {"a": [there]})
    assert "x1y" in said
    assert "x2y" in said
    assert len(said) < 150


def test_exact_values_behind_the_printed_ones_are_not_compared():
    number = '<data class="gd-number" value="{}" title="The loss">0.13</data>'
    links = '<a href="explorer/#s=v1;lr={}">open</a>'
    seen = {
        printed.visible(number.format(value) + links.format(value))
        for value in ("0.125", "0.1250000001")
    }
    assert len(seen) == 1
    assert "0.13" in seen.pop()


def test_the_dispatch_of_numpy_is_read_from_numpy():
    made = {setting.name: setting for setting in compare.settings()}["no-dispatch"]
    found = made.environment["NPY_DISABLE_CPU_FEATURES"].split()
    assert bool(found) != bool(made.left_out)
    assert len(found) == len(set(found))


def bits() -> str:
    """Digests of all that algebra computes, on columns that tell kernels apart."""
    draw = np.random.RandomState(4)
    X, y = draw.rand(1001, 2) * [30, 1], draw.rand(1001)
    x, H, single = draw.rand(2), algebra.product(X.T, X), X.astype(np.float32)
    made = [
        algebra.product(x, X.T),
        algebra.product(y, X),
        algebra.dot(X.T, X.T),
        algebra.length(X.T),
        *algebra.eigh(H),
        algebra.solve(H, x),
        algebra.inverse(H),
        algebra.singular_values(H),
        algebra.least_squares(X, y),
        *algebra.Squares(X, y).modes(),
        algebra.composed(X[:8].reshape(4, 2, 2), H),
        algebra.product(single.T, single),
        algebra.length(single.T),
    ]
    return " ".join(hashlib.sha256(one.tobytes()).hexdigest()[:12] for one in made)


@pytest.mark.parametrize("name", ["Prescott", "Haswell", "no-dispatch", "libm"])
def test_algebra_gives_the_same_bits_under_every_setting(name):
    made = {setting.name: setting for setting in compare.settings()}[name]
    if made.left_out:
        pytest.skip(f"{name}: {made.left_out}")
    code = "from tests.arithmetic.test_compare import bits; print(bits())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | made.environment,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == bits(), done.stderr

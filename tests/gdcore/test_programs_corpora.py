"""The corpora of programs: faults named first, and no alarm on right ones.

The one rule: a sample by a fixed seed here; `sweep` reads all, for the benchmark.
"""

import ast
import random
from pathlib import Path

import pytest

from gdcore.programs import posted
from gdcore.programs.kinds import KINDS
from gdcore.programs.reading import Reading, read
from tests.programs.broken_programs import broken
from tests.programs.posted import WAYS
from tests.programs.right_programs import programs

SNIPPETS = Path(__file__).parents[2] / "docs" / "snippets"
SAMPLE = 6
UNSEEN = {  # nothing in their own data shows the fault
    "numpy_theta:no_intercept",
    "numpy_minibatch:residual_stale",
}
CAUSES = {  # what the answer's page names as the cause, where the code alone shows it
    "cost_increases_before_numpy": ("rate_too_large",),
    "intercept_half_before_numpy": ("ones_beside_intercept",),
    "lbfgs_nan_before_torch": ("zero_grad_missing",),
    "loss_falls_then_rises_before_torch": ("zero_grad_missing",),
    "nan_at_step_zero_before_torch": ("nan_in_data",),
    "octave_theta_differs_before_numpy": ("residual_stale",),
    "predicts_the_mean_before_numpy": ("broadcast",),
    "predicts_the_mean_before_torch": ("broadcast",),
    "printed_cost_rises_before_numpy": ("stale_index",),
    "relu_on_the_output_before_torch": ("activation_on_output",),
    "scalar_mean_before_numpy": ("sum_for_mean", "rate_too_large"),
    "scale_the_test_input_before_numpy": ("scaled_differently",),
    "sum_instead_of_mean_before_numpy": ("sum_for_mean",),
    "sum_instead_of_mean_before_torch": ("sum_for_mean",),
    "wrong_gradient_before_numpy": ("sign",),
    "celsius_to_fahrenheit_before_numpy": ("unscaled", "rate_too_small"),
}


def sweep() -> tuple[int, int, list[str]]:
    """(broken programs named first, all broken ones, right ones with an alarm)."""
    named = sum(first(read(one.source)) in one.kinds for one in broken())
    alarms = [n for n, p in programs().items() if read(p.source).faults]
    return named, len(broken()), alarms


def first(reading: Reading) -> str:
    return reading.faults[0].kind if reading.faults else ""


def sampled(names, seed: int):
    return random.Random(seed).sample(sorted(names), SAMPLE)


@pytest.mark.parametrize("name", sampled(programs(), 1))
def test_a_right_program_hears_of_no_fault(name):
    assert read(programs()[name].source).faults == ()


@pytest.mark.parametrize("name", sorted(p.stem for p in SNIPPETS.glob("*_after_*.py")))
def test_a_repaired_snippet_hears_of_no_fault(name):
    if random.Random(name).random() < 0.2:  # some of them, always the same
        assert read((SNIPPETS / f"{name}.py").read_text("utf-8")).faults == ()


@pytest.mark.parametrize("name", sorted(CAUSES))
def test_a_snippet_before_names_its_cause(name):
    reading = read((SNIPPETS / f"{name}.py").read_text("utf-8"))
    assert first(reading) in CAUSES[name]


@pytest.mark.parametrize("name", sampled({one.name for one in broken()} - UNSEEN, 4))
def test_a_broken_program_names_its_fault_and_the_repair_takes_it_away(name):
    one = next(b for b in broken() if b.name == name)
    reading = read(one.source)
    assert first(reading) in one.kinds
    if reading.repaired:
        ast.parse(reading.repaired)
        again = read(reading.repaired)
        assert reading.faults[0].kind not in {f.kind for f in again.faults}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_a_posted_program_is_got_back(way):
    fitting = sorted(n for n, p in programs().items() if way.fits(p.source))
    for name in random.Random(way.name).sample(fitting, min(3, len(fitting))):
        source = programs()[name].source
        text, _ = posted.mend(way.post(source))
        kept = ast.parse(way.kept(source))
        assert ast.dump(ast.parse(text)) == ast.dump(kept), name


def test_a_fault_has_line_words_and_diff():
    source = (SNIPPETS / "wrong_gradient_before_numpy.py").read_text("utf-8")
    fault = read(source).faults[0]
    assert fault.kind in KINDS
    assert source.split("\n")[fault.line - 1] == "    error = y - (w * x + b)"
    assert "uphill" in fault.says
    assert fault.fix
    assert "-    error = y - (w * x + b)" in fault.diff.split("\n")
    assert "+    error = w * x + b - y" in fault.diff.split("\n")

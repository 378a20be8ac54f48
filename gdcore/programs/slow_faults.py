"""Steps that end before the line is reached.

The one rule: what is left is computed from the program's own start, rate and data.
"""

import ast
import itertools
import math
from collections.abc import Iterator

import numpy as np

from gdcore.programs.edits import Draft
from gdcore.programs.following import Outcome
from gdcore.programs.model_facts import Facts
from gdcore.programs.number_repairs import (
    other_rate,
    other_steps,
    without_decay,
)
from gdcore.programs.numbers_of_run import Run
from gdcore.programs.trainings import rounds
from gdcore.programs.verdict import Verdict

LOST = 0.3
"""Share of a parameter's way that counts as not learned."""


def _steps(run: Outcome, verdict: Verdict) -> int | None:
    loop = verdict.training.loop if verdict.training else None
    if "steps" in verdict.guesses:
        return None
    if not isinstance(loop, ast.For) or any(
        isinstance(n, ast.Break | ast.Return) for s in loop.body for n in ast.walk(s)
    ):
        return None
    return rounds(run, loop)


def _decayed(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict, found: Run,
    known: Facts,
) -> Iterator[Draft]:  # fmt: skip
    """Steps that end before the line is reached."""
    steps, shrink = _steps(run, verdict), _shrink(run)
    if steps is None or known.learning_rate is None or shrink is None:
        return
    beta, values = known.beta or 0.0, found.contraction()
    whole = steps if shrink == 1 else (1 - shrink**steps) / (1 - shrink)
    rough = found.sequential or values[-1] > 1.9 or not np.isfinite(whole)
    if rough and (shrink == 1 or values[0] * whole > 3):
        return
    if not (left := float(found.left(whole / (1 - beta)).max(initial=0))) > LOST:
        return
    if shrink < 1 and found.left(steps).max() < LOST:
        fixed, line = without_decay(source, tree)
        yield Draft(
            "decay_to_zero", line,
            f"The learning rate shrinks by {shrink:.3g} in each round: all steps "
            f"together are worth {whole:.3g} steps at the start's rate, and the line "
            "is not reached.",
            "Keep the rate, or let it shrink far more slowly.", fixed,
        )  # fmt: skip
        return
    after = f"after {steps:,} steps {min(left, 1):.0%} of the way is left"
    if values[-1] < 0.02:
        better = _round(known.learning_rate / values[-1])
        fixed, line = other_rate(source, tree, run, known.learning_rate, better)
        yield Draft(
            "rate_too_small", line,
            f"The learning rate {known.learning_rate:g} is {values[-1] / 2:.2g} of the "
            f"limit: {after}.",
            f"Use {better:g}, or Adam or standardized x.", fixed,
        )  # fmt: skip
        return
    fixed, line = other_steps(source, tree, verdict, steps, found, beta)
    kind = "unscaled" if values[0] < 1e-3 * values[-1] else "too_few_steps"
    says, fix = f"The loop is short: {after}.", "Standardize x, or take more steps."
    yield Draft(kind, line, says, fix, fixed)


def _shrink(run: Outcome) -> float | None:
    """The factor of the rate in each round; None if it changes in another way."""
    for note in run.machine.noted("scheduler")[:1]:
        held = note.about[0].names
        gamma = held.get("gamma", 0.1 if held["of"] == "StepLR" else None)
        every = held.get(
            "step_size", (*held["args"], 1)[0] if held["of"] == "StepLR" else 1
        )
        if held["of"] == "ExponentialLR":
            gamma = held.get("gamma", (*held["args"], None)[0])
        if held["of"] not in ("StepLR", "ExponentialLR") or not isinstance(
            gamma, float
        ):
            return None
        return float(gamma ** (1 / max(1, int(every))))
    seen: dict[str, list[float]] = {}
    for name, value in run.machine.rates:
        if not seen.get(name) or seen[name][-1] != value:
            seen.setdefault(name, []).append(value)
    for values in seen.values():
        if len(values) > 2 and all(values):
            shares = {round(b / a, 9) for a, b in itertools.pairwise(values)}
            return shares.pop() if len(shares) == 1 and max(shares) < 1 else None
        if len(values) == 2:
            return None
    return 1.0


def _slow_method(
    source: str, tree: ast.Module, run: Outcome, found: Run, known: Facts
) -> Iterator[Draft]:
    """Adam moves at most its rate per step, L-BFGS its rate of the way."""
    trained = [t for k, t in run.machine.totals.items() if k in run.machine.trained]
    way = np.abs(found.best - found.start)
    rate = known.learning_rate
    if not trained or rate is None or not way.size:
        return
    steps = math.prod(trained[:1]) * max(1, len(found.offset) // max(1, found.rows))
    if known.method == "Adam":
        short = rate * steps < LOST * way.max()
    else:
        short = (1 - min(rate, 1)) ** (20 * steps) > LOST
    if short:
        better = 0.1 if known.method == "Adam" else 1.0
        fixed, line = other_rate(source, tree, run, rate, better)
        yield Draft(
            "rate_too_small", line,
            f"{known.method} with rate {rate:g} moves a parameter by little more than "
            f"{rate * steps:.2g} in all its steps, and the way is {way.max():.3g}.",
            f"Use a rate near {better:g}.", fixed,
        )  # fmt: skip


def _round(value: float) -> float:
    """Down to one digit."""
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return math.floor(value / power) * power

"""Steps that end before the line is reached.

The one rule: what is left is computed from the program's own start, rate and data.
"""

import ast
import math
from collections.abc import Iterator

import numpy as np

from gdcore.programs.edits import Draft
from gdcore.programs.facts import steps_of
from gdcore.programs.following import Outcome
from gdcore.programs.model_facts import Facts
from gdcore.programs.number_repairs import (
    other_rate,
    other_steps,
    without_decay,
)
from gdcore.programs.numbers_of_run import Run
from gdcore.programs.schedules import Schedule, schedule
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
    steps, rate = _steps(run, verdict), schedule(run, verdict)
    if steps is None or known.learning_rate is None or rate is None:
        return
    beta, values = known.beta or 0.0, found.contraction()
    whole = rate.worth(steps)
    rough = found.sequential or values[-1] > 1.9 or not np.isfinite(whole)
    if not np.isfinite(whole) or (rough and (rate.constant or values[0] * whole > 3)):
        return
    if not (left := float(found.left(whole / (1 - beta)).max(initial=0))) > LOST:
        return
    if not rate.constant and _never(found, rate, steps, beta):
        yield _shrunk(source, tree, run, verdict, rate, known)
        return
    after = f"after {_told(run, verdict, steps)} {min(left, 1):.0%} of the way is left"
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


def _never(found: Run, rate: Schedule, steps: int, beta: float) -> bool:
    """Whether the same steps at the first rate arrive, or ten times as many do not."""
    more = rate.worth(10 * steps) / (1 - beta)
    lost = np.isfinite(more) and found.left(more).max() > LOST
    return bool(lost or found.left(steps).max() < LOST)


def _shrunk(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict, rate: Schedule,
    known: Facts,
) -> Draft:  # fmt: skip
    """A rate that shrinks before the line is reached."""
    steps = _steps(run, verdict) or 0
    worth = rate.worth(steps) / steps * (steps_of(run, verdict) or steps)
    fixed, line = without_decay(source, tree, known.learning_rate or 0)
    return Draft(
        "decay_to_zero", line,
        f"The learning rate {rate.says}: all {_told(run, verdict, steps)} together are "
        f"worth {worth:.3g} steps at the start's rate, and the line is not reached.",
        "Keep the rate, or let it shrink far more slowly.", fixed,
    )  # fmt: skip


def _told(run: Outcome, verdict: Verdict, rounds_: int) -> str:
    """A number of rounds, as steps where the steps in a round are known."""
    counted = steps_of(run, verdict)
    return f"{rounds_:,} rounds" if counted is None else f"{counted:,} steps"


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

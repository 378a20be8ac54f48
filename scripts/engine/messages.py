"""What is said of a run: why it diverged or is slow, and what to do.

The one rule: a sentence rests on the diagnosis, or on the rows that were recorded.
"""

from collections.abc import Iterator
from typing import Any

from gdcore.diagnosis import Finding
from gdcore.diagnosis.verdicts import ONE_PERCENT
from gdcore.optimizers import (
    Averaged,
    DecayingSGD,
    MinibatchGradientDescent,
    SubgradientDescent,
)
from gdcore.problems import LeastAbsolute
from gdcore.runs import Status
from scripts.engine.measured import Tries, measured, raw_names
from scripts.engine.methods import METHODS
from scripts.engine.numerals import count, restyled
from scripts.engine.recorded_run import MOST_STEPS, by_formula
from scripts.engine.setup import Setup
from scripts.engine.theory import Theory


def messages(setup: Setup, known: Theory, frame: dict[str, Any]) -> list[str]:
    """Short sentences, the most urgent first; none twice.

    Args:
        setup: What was run.
        known: What theory says of it.
        frame: The frame, but for its messages.
    """
    theory = [*_of_theory(known, frame)]
    batches = isinstance(setup.optimizer, MinibatchGradientDescent)
    if batches and known.diagnosis:
        theory.append(
            "These are the numbers of the whole loss; a batch can be steeper, and its "
            "noise keeps the run from settling."
        )
    run, share = [*_of_run(setup, frame)], known.values["share"] or 0.0
    foreseen = share >= 1 or frame["status"] != "DIVERGED"
    several = [*_of_features(setup, frame)] if frame["features"] else []
    if known.diagnosis and foreseen and not batches:
        return _ranked([theory, run], several, share)
    name = type(setup.optimizer).__name__
    has_rate = hasattr(setup.optimizer, "learning_rate") or name == "Averaged"
    tries = Tries(
        rate=has_rate and share < 1,
        larger=has_rate and share < 0.5,
        batches=batches,
        coordinates="A" not in setup.data and setup.coordinates != "standardized",
    )
    measures = measured(frame, METHODS[name].words, tries)
    ranked = [theory, measures, run] if share >= 1 else [measures, run, theory]
    return _ranked(ranked, several, share)


def _ranked(parts: list[list[str]], several: list[str], share: float) -> list[str]:
    """What the features leave open comes first, unless the run diverges."""
    ranked = [*parts, several] if share >= 1 else [several, *parts]
    return list(dict.fromkeys(sentence for part in ranked for sentence in part))


def _of_features(setup: Setup, frame: dict[str, Any]) -> Iterator[str]:
    """What several features leave open, whatever the method."""
    rows, p = len(setup.data["y"]), setup.raw.dim
    if rows < p:
        yield (
            f"There are {p} coefficients and only {rows} rows: many sets of "
            "coefficients fit all rows alike."
        )
    if frame["features"]["eigenvalues"][0] == 0:
        scaled = setup.coordinates == "standardized"
        where = " in centered coordinates" if scaled else ""
        yield (
            "The features depend on each other: the smallest eigenvalue is zero, and "
            "the flat direction has no best value. Leave a column out, or add a "
            f"ridge{where}."
        )


def _of_theory(known: Theory, frame: dict[str, Any]) -> Iterator[str]:
    counted = _counted(frame)
    if counted and not known.diagnosis:
        yield counted
    for verdict in known.diagnosis.verdicts if known.diagnosis else ():
        if verdict.finding is Finding.SUMMED:
            continue  # the thread's own loss
        if verdict.finding is Finding.FLAT and frame["features"]:
            continue  # `_of_features` says what is flat
        own = verdict.finding in (Finding.FINE, Finding.SLOW) and counted
        # The readouts count each parameter; another count beside them would puzzle.
        says = verdict.says.partition(ONE_PERCENT if counted else "\n")[0]
        yield counted if own else _sentence(restyled(says))
        if verdict.finding is Finding.TOO_SMALL and counted:
            yield counted
        if verdict.fix:
            yield _sentence(restyled(verdict.fix))


def _counted(frame: dict[str, Any]) -> str:
    """The steps to one percent as the readouts show them; "" where none are known."""
    named = zip(raw_names(frame), frame["steps"].values(), strict=True)
    known = [(name, count(taken)) for name, taken in named if taken is not None]
    if not known:
        return ""
    (name, taken), *others = known
    more = "".join(f", {other} after {n}" for other, n in others)
    return (
        f"One percent of the first error is left in {name} after {taken} steps{more}."
    )


def _of_run(setup: Setup, frame: dict[str, Any]) -> Iterator[str]:
    status = Status[frame["status"]]
    if (
        setup.steps > MOST_STEPS
        and not by_formula(setup)
        and status is Status.OUT_OF_STEPS
    ):
        yield (
            f"Each of these steps has to be taken by itself, so the run ends after "
            f"{MOST_STEPS:,} of them."
        )
    if status is Status.OVERFLOWED:
        yield (
            "The first gradient is beyond the numbers of this precision, so no step "
            "was taken. Standardize x, use float64, or start nearer."
        )
    if status is Status.UNDERFLOWED:
        yield (
            "The gradient is zero only because its terms are below the smallest number "
            "of this precision. Standardize x, or use float64."
        )
    if status is Status.STALLED:
        yield (
            "The run stands still: no step goes downhill any more, or each is lost in "
            "rounding."
        )
    constant = hasattr(setup.optimizer, "learning_rate") and not isinstance(
        setup.optimizer, Averaged | SubgradientDescent | DecayingSGD
    )
    if isinstance(setup.raw, LeastAbsolute) and constant:
        yield (
            "The absolute error has kinks: its gradient does not shrink near the "
            "optimum, so steps of a constant rate end in a band around it. Let the "
            "rate decay, as SubgradientDescent does."
        )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."

"""What is said of a run: why it diverged or is slow, and what to do.

The one rule: a sentence rests on the diagnosis or on how the run ended.
"""

from collections.abc import Iterator

from gdcore.diagnosis import Finding
from gdcore.optimizers import Averaged, MinibatchGradientDescent, SubgradientDescent
from gdcore.problems import LeastAbsolute
from gdcore.runs import Status
from scripts.engine.recorded_run import MOST_STEPS, by_formula
from scripts.engine.setup import Setup
from scripts.engine.theory import Theory


def messages(setup: Setup, status: Status, known: Theory) -> list[str]:
    """Short sentences, the most urgent first; none twice."""
    sentences = [*_of_theory(setup, known), *_of_run(setup, status, known)]
    return list(dict.fromkeys(sentences))


def _of_theory(setup: Setup, known: Theory) -> Iterator[str]:
    for verdict in known.diagnosis.verdicts if known.diagnosis else ():
        if verdict.finding is Finding.SUMMED:
            continue  # the thread's own loss
        yield _sentence(verdict.says)
        if verdict.fix:
            yield _sentence(verdict.fix)
    if type(setup.optimizer) is MinibatchGradientDescent:
        yield (
            "These are the numbers of the whole loss; a batch can be steeper, and its "
            "noise keeps the run from settling."
        )


def _of_run(setup: Setup, status: Status, known: Theory) -> Iterator[str]:
    if (
        setup.steps > MOST_STEPS
        and not by_formula(setup)
        and status is Status.OUT_OF_STEPS
    ):
        yield (
            f"Each of these steps has to be taken by itself, so the run ends after "
            f"{MOST_STEPS:,} of them."
        )
    share = known.values["share"]
    if status is Status.DIVERGED and (share is None or share < 1):
        yield "The run diverged: the steps are too large. Use a smaller learning rate."
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
    if isinstance(setup.raw, LeastAbsolute):
        yield from _of_kinks(setup)


def _of_kinks(setup: Setup) -> Iterator[str]:
    shrinking = Averaged | SubgradientDescent
    if not isinstance(setup.optimizer, shrinking):
        yield (
            "The absolute error has kinks: its gradient does not shrink near the "
            "optimum, so steps of a constant rate end in a band around it. Let the "
            "rate decay, as SubgradientDescent does."
        )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."

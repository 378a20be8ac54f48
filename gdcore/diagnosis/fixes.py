"""What would mend a run: each remedy on these data, ranked by the steps it leaves.

The one rule: a remedy is judged at the very numbers that its sentence tells you to
type.
"""

from collections.abc import Iterator

import numpy as np

from gdcore.diagnosis import wording
from gdcore.diagnosis.candidates import Candidate, candidates
from gdcore.diagnosis.case import Case
from gdcore.diagnosis.counts import PERCENT, in_exact_arithmetic, predicted
from gdcore.diagnosis.fix import Fix
from gdcore.diagnosis.floors import floor
from gdcore.diagnosis.trials import tried
from gdcore.optimizers import GradientDescent
from gdcore.problems import LeastAbsolute, LeastSquares, Quadratic
from gdcore.spectral import spectrum


def ranked(case: Case, method: str, now: float, evaluations: int) -> tuple[Fix, ...]:
    """Remedies that take fewer steps than `now` (nan: unknown), the fewest first.

    The direct solution, which takes none, stands at the end. `method` is the class of
    the optimizer that takes `now`.
    """
    half = evaluations // 2
    tries = int(now) if now < half else half
    every = [*_predicted(case, method), *tried(case, tries), *_direct(case)]
    better = [fix for fix in every if not fix.steps >= now]
    return tuple(sorted(better, key=lambda fix: (not fix.steps, fix.steps)))


def _predicted(case: Case, method: str) -> Iterator[Fix]:
    """What theory counts."""
    for one in candidates(case):
        steps = predicted(case, one.problem, one.internal, one.change)
        if steps is None and _held(one):
            steps = in_exact_arithmetic(case, one.problem, one.internal, one.change)
        if steps is not None:
            says = _in_place_of(method, one)
            yield Fix(one.name, steps, False, says, one.method, one.change)


def _in_place_of(method: str, one: Candidate) -> str:
    """What to do; a rate of plain steps may be beyond the limit of another method."""
    if method == "GradientDescent" or not isinstance(one.method, GradientDescent):
        return one.says
    use = "use plain gradient descent"
    if one.name == "a rate each":
        return f"{use} and {one.says}"
    if one.change is not None:
        return one.says.replace(", with a", f", and {use} with a")
    rate = wording.rate(float(np.max(one.method.learning_rate)))
    return f"{use} with a learning rate of {rate}"


def _held(one: Candidate) -> bool:
    """Whether the rounding of float32 stops the method well below one percent."""
    eps = float(np.finfo(one.problem.dtype).eps)
    kappa = spectrum(one.problem).condition_number
    lost = max(floor(one.problem, one.internal), eps * kappa)
    return lost < PERCENT / 2


def _direct(case: Case) -> Iterator[Fix]:
    """The minimizer without steps, where there is a formula."""
    if case.reference is None:
        return
    match case.problem:
        case LeastSquares(l2=0):
            how = "np.linalg.lstsq on columns of unit length"
        case LeastAbsolute():
            how = "best_absolute_fit(problem)"
        case LeastSquares() | Quadratic():
            how = "minimizer(problem)"
        case _:
            return
    yield Fix("direct solution", 0, False, f"solve it directly, {how}")

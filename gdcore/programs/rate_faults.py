"""Rates beyond their limit, too small for the steps, or shrinking too soon.

The one rule: what a rate does is computed on the program's own data.
"""

import ast
from collections.abc import Iterator

from gdcore.programs.edits import Draft
from gdcore.programs.following import Outcome
from gdcore.programs.mean_repairs import means
from gdcore.programs.model_facts import Facts
from gdcore.programs.number_repairs import other_rate
from gdcore.programs.numbers_of_run import Run
from gdcore.programs.piecewise import grows
from gdcore.programs.schedules import schedule
from gdcore.programs.slow_faults import _decayed, _round
from gdcore.programs.verdict import Verdict


def _rate(
    source: str, tree: ast.Module, run: Outcome, verdict: Verdict, found: Run,
    known: Facts, convention: str,
) -> Iterator[Draft]:  # fmt: skip
    """A rate beyond its limit, or too small for the steps."""
    if verdict.training is None:
        return
    beta, nesterov = known.beta or 0, known.nesterov
    limit = 2 * (1 + beta) / (1 + 2 * beta if nesterov else 1)
    if not found.contraction().size or known.learning_rate is None:
        return
    times = float(found.sharpest() / limit)
    if schedule(run, verdict) is None:
        return
    if times <= 1.0005 and "batches" in verdict.guesses:
        return  # what is left hangs on rows that this batch has not
    if times <= 1.0005:
        yield from _decayed(source, tree, run, verdict, found, known)
    elif not found.by_pieces or grows(found.parts(), beta, nesterov=nesterov):
        yield _beyond(source, tree, run, found, known.learning_rate, times, convention)


def _beyond(
    source: str, tree: ast.Module, run: Outcome, found: Run, rate: float, times: float,
    convention: str,
) -> Draft:  # fmt: skip
    """A rate that makes the run diverge, so many times its limit."""
    meant = "mean" in ast.unparse(tree)
    if convention.endswith("sum") and (times < found.rows or meant):
        fixed, line = means(source, tree)
        return Draft(
            "sum_for_mean", line,
            f"The {convention} over n = {found.rows} rows makes the gradient "
            f"{found.rows} times that of the mean: the rate is {times:.3g} times "
            "its limit, and the run diverges.",
            "Take the mean, or divide the rate by n.", fixed,
        )  # fmt: skip
    safe = _round(rate / times / 2)
    fixed, line = other_rate(source, tree, run, rate, safe)
    piece = "row" if max(found.pieces, default=0) == 1 else "batch"
    whose = f"the steepest {piece}" if found.by_pieces else "these data"
    return Draft(
        "rate_too_large", line,
        f"The learning rate {rate:g} is {times:.4g} times the limit of {whose}: the "
        "run diverges.",
        f"Use {safe:g}, or standardize x and use a larger one.", fixed,
    )  # fmt: skip

"""The numbers of a training loop: step matrix, contraction, convention of the loss.

The one rule: they follow from the program's own steps and data; where a part is not
known, there are no numbers.
"""

import ast
import itertools
from dataclasses import dataclass, replace

import numpy as np

from gdcore.programs.conventions import _convention, _weight
from gdcore.programs.following import Outcome
from gdcore.programs.machine import Plan
from gdcore.programs.model_facts import Facts
from gdcore.programs.rate_constants import rates
from gdcore.programs.sampling import (
    SCALE,
    Purse,
    Training,
    sample,
    with_values,
)
from gdcore.programs.values import Array
from gdcore.programs.verdict import Verdict


@dataclass(frozen=True)
class Run:
    """A linear iteration theta <- theta - M J' r, r = J theta + c.

    Attributes:
        matrix: M, shape (p, p).
        jacobian: J, (n, p); offset: c, (n,).
        start: theta before the loop, (p,).
        rows: The rows that one step uses.
        sequential: Whether a round makes several steps.
        weight: q of the loss q sum r².
        pieces: The rows of each evaluation in a round.
    """

    matrix: Array
    jacobian: Array
    offset: Array
    start: Array
    rows: int
    sequential: bool
    weight: float | None
    pieces: tuple[int, ...] = ()

    @property
    def best(self) -> Array:
        """The parameters of least squares."""
        return np.linalg.lstsq(self.jacobian, -self.offset, rcond=None)[0]

    def contraction(self) -> Array:
        """Eigenvalues of M J'J, ascending: 1 minus them is what a step leaves."""
        values = np.linalg.eigvals(self.matrix @ self.jacobian.T @ self.jacobian)
        return np.sort(values.real)

    def sharpest(self) -> float:
        """The largest eigenvalue over the steps of a round."""
        if not self.by_pieces:
            return float(self.contraction()[-1])
        largest = (np.linalg.eigvals(part).real.max() for part in self.parts())
        return float(max([0.0, *largest]))

    @property
    def by_pieces(self) -> bool:
        """Whether a round is a step on each of its pieces, and all are known."""
        return self.sequential and sum(self.pieces) == len(self.offset)

    def parts(self) -> list[Array]:
        """M J'J of each piece."""
        ends = itertools.pairwise(np.cumsum((0, *self.pieces)))
        rows = (self.jacobian[a:b] for a, b in ends)
        return [self.matrix @ part.T @ part for part in rows]

    def left(self, steps: float) -> Array:
        """The share of each parameter's way that is left after some steps."""
        step = np.eye(len(self.start)) - self.matrix @ self.jacobian.T @ self.jacobian
        values, vectors = np.linalg.eig(step)
        way = self.start - self.best
        with np.errstate(all="ignore"):
            ahead = vectors @ (values**steps * np.linalg.solve(vectors, way))
        size = np.maximum(np.abs(self.best), 1e-3 * np.abs(self.best).max(initial=0))
        return np.asarray(np.abs(ahead) / np.maximum(size, 1e-300))


def numbers(
    tree: ast.Module, verdict: Verdict, known: Facts, purse: Purse
) -> tuple[Run | None, str]:
    """The run, and the convention of its loss ("" if it is not known)."""
    training = verdict.training
    if training is None or verdict.jacobian is None or verdict.offset is None:
        return None, ""
    start = np.concatenate([np.ravel(a) for a in training.start.values()])
    samples = sample(tree, training, rates(tree, training), purse, rounds=1, points=1)
    grouped = verdict.error is not None and _groups(verdict.error)
    if samples is None or start.size != verdict.jacobian.shape[1] or grouped:
        return None, ""
    pieces = samples.lengths.get(id(verdict.node), (len(verdict.offset),))
    batches = len(pieces) > 1 and max(pieces) > 1
    rows = max(pieces) if batches else len(verdict.offset)
    weight = _weight(samples, verdict.jacobian, verdict.offset)
    still = np.zeros((start.size,) * 2)
    run = Run(
        still, verdict.jacobian, verdict.offset, start, rows, False, weight, pieces
    )
    if training.autograd and known.method not in PLAIN:
        return run, _convention(weight, rows)
    factor, sequential = _factor(tree, training, purse)
    if training.autograd:
        if weight is None or known.learning_rate is None:
            return None, _convention(weight, rows)
        matrix = 2 * weight * known.learning_rate * np.eye(start.size)
        run = replace(run, matrix=matrix, sequential=sequential or len(pieces) > 1)
        return run, _convention(weight, rows)
    if verdict.matrix is None or not factor:
        return None, ""
    matrix = verdict.matrix * factor
    if known.learning_rate and factor > 1:  # the rate is one that the steps use
        weight = float(np.abs(np.diag(matrix)).max()) / (2 * known.learning_rate)
    weight = None if batches and not sequential else weight
    rows = 1 if sequential and max(pieces) == 1 else rows
    run = replace(run, matrix=matrix, sequential=sequential, weight=weight, rows=rows)
    return run, _convention(weight, rows)


PLAIN = frozenset({"", "gradient descent", "momentum", "Nesterov"})
"""Methods whose steps are a matrix times the gradient."""


def _groups(run: Outcome) -> bool:
    """Whether an optimizer has several rates."""
    return any(
        isinstance(part, dict) and "lr" in part
        for note in run.machine.noted("optimizer")
        for part in note.about.names.get("groups", ())
    )


def _factor(tree: ast.Module, training: Training, purse: Purse) -> tuple[float, bool]:
    """How much larger the true steps are than the small ones; 0 if that is unclear."""
    rng = np.random.RandomState(9)
    point = {
        n: np.asarray(rng.normal(0.3, 0.8, a.shape)) for n, a in training.start.items()
    }
    moved = []
    for scale in (SCALE, 2 * SCALE, 1.0):
        plan = Plan(
            training.loop,
            names=training.names,
            rounds=1,
            scale=scale,
            constants=rates(tree, training),
            case=training.case,
            unit_seed=1,
        )
        run = purse.follow(tree, with_values(plan, point), training.watched)
        if len(run.machine.snapshots) < 2:
            return 0.0, False
        ends = [
            np.concatenate([np.ravel(s[n]) for n in training.names if s[n] is not None])
            for s in run.machine.snapshots[:2]
        ]
        if ends[0].shape != ends[1].shape:
            return 0.0, False
        moved.append(ends[1] - ends[0])
    small, twice, large = moved
    size = np.abs(small).max(initial=0)
    if not size:
        return 0.0, False
    power = round(float(np.log2(np.abs(twice).max() / size)))
    factor = (1 / SCALE) ** power
    room = 1e-7 * size * factor
    known = np.isfinite(large).all()
    same = known and np.allclose(large, small * factor, rtol=1e-4, atol=room)
    return factor, not same

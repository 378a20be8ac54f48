"""The steps of a loop, held against its residuals or against backward's gradients.

The one rule: the residuals with the most rows judge, and if those are bent, none does.
"""

import ast
from dataclasses import replace

import numpy as np

from gdcore.programs.descent import (
    CLOSE,
    _accumulates,
    _by_pieces,
    _momentum,
    _penalized,
    _squared,
    affine,
    linear,
    of_matrix,
)
from gdcore.programs.following import Outcome
from gdcore.programs.losses import RESIDUAL
from gdcore.programs.residual_nodes import chains
from gdcore.programs.sampling import Samples, Training
from gdcore.programs.values import Array
from gdcore.programs.verdict import NOWHERE, Verdict


def _judged(
    tree: ast.Module, first: Outcome, training: Training, samples: Samples
) -> Verdict:
    theta = samples.theta[:, 0]
    steps = np.diff(samples.theta, axis=1)
    verdicts = []
    if samples.units is not None and np.abs(samples.units).max(initial=0) > 0:
        return _by_units(tree, samples, training, first)
    for node, residual in residuals(tree, samples, theta):
        verdicts.append(
            _against(node, residual, samples, training, theta, steps, first)
        )
    if not verdicts:
        return Verdict("unknown", "no residual", training, error=first)
    order = {"right": 0, "unknown": 1, "wrong": 2}
    return min(verdicts, key=lambda v: (order[v.word], v.how == "other"))


def _by_units(
    tree: ast.Module, samples: Samples, training: Training, first: Outcome
) -> Verdict:
    """Steps held against the gradients that backward gave."""
    assert samples.units is not None
    theta, steps = samples.theta[:, 0], np.diff(samples.theta, axis=1)
    found = residuals(tree, samples, theta)
    node, (jacobian, offset) = found[0] if found else (None, (None, None))
    kept = (training, node)
    matrix = linear(samples.units[:, 0], steps[:, 0], theta)
    if matrix is None:
        return Verdict("unknown", "other", *kept, None, jacobian, offset, first)
    how = of_matrix(matrix)
    if how == "" and steps.shape[1] > 1:
        right, both = (
            g @ -matrix.T for g in (samples.units[:, 1], samples.units.sum(axis=1))
        )
        if np.allclose(steps[:, 1], both, atol=CLOSE * np.abs(both).max()):
            how = "accumulates"
        del right
    word = "wrong" if how else "right"
    if how and first.machine.noted("optimizer"):
        word, how = "unknown", "optimizer"
    beta = None if how else _carried(steps, samples.units, matrix)
    judged = Verdict(word, how, *kept, matrix, jacobian, offset, first)
    return replace(judged, beta=beta)


def _carried(steps: Array, units: Array, matrix: Array) -> float | None:
    """beta, where the second step has beta times the first one beside its gradient."""
    if steps.shape[1] < 2:
        return None
    first = steps[:, 0].ravel()
    rest = (steps[:, 1] + units[:, 1] @ matrix.T).ravel()
    share = round(float(first @ rest / max(first @ first, 1e-300)), 4)
    near = np.abs(rest - share * first).max() < CLOSE * np.abs(first).max()
    return share if near and 0.01 < share < 0.9999 else None


def residuals(
    tree: ast.Module, samples: Samples, theta: Array
) -> list[tuple[ast.expr, tuple[Array, Array]]]:
    """Expressions affine in the parameters with an offset: (node, (J, c))."""
    nodes = chains(tree)
    found = []
    longest = 0
    for key, rounds in samples.nodes.items():
        values = rounds[0]
        known = key in nodes or key == RESIDUAL
        if known and np.ptp(values, axis=0).max(initial=0) > 0:
            longest = max(longest, values.shape[1])
        if (
            (key not in nodes and key != RESIDUAL)
            or not np.isfinite(values).all()
            or not values.size
        ):
            continue
        linear = affine(theta, values)
        if linear is None:
            continue
        jacobian, offset = linear
        moves = np.abs(jacobian).max(initial=0) > 1e-9
        size = np.abs(offset).max(initial=0) / (
            np.abs(jacobian).max(initial=0) + 1e-300
        )
        if moves and size > 1e-4 and not _is_parameter(values, samples):
            found.append((nodes.get(key, NOWHERE), linear))
    return [f for f in found if len(f[1][1]) == longest]


def _is_parameter(values: Array, samples: Samples) -> bool:
    """Whether the values are the new parameters, or how far they move."""
    after = samples.theta[:, 1:].reshape(len(values), -1)
    return all(
        any(np.allclose(column, other, rtol=1e-9, atol=1e-12) for other in after.T)
        for column in values.T
    )


def _against(
    node: ast.expr,
    residual: tuple[Array, Array],
    samples: Samples,
    training: Training,
    theta: Array,
    steps: Array,
    first: Outcome,
) -> Verdict:
    """One residual, held against the steps."""
    jacobian, offset = residual
    r = theta @ jacobian.T + offset
    pieces = samples.lengths.get(id(node), (r.shape[1],))
    kept = (training, node)
    choices = [r, np.sign(r)]
    for pull in choices:
        gradient = pull @ jacobian
        matrix = linear(gradient, steps[:, 0], theta)
        if matrix is not None:
            how = of_matrix(matrix)
            word = "right" if how == "" else "wrong"
            if how == "" and _accumulates(matrix, jacobian, offset, samples, steps):
                word, how = "wrong", "accumulates"
            found = Verdict(word, how, *kept, matrix, jacobian, offset, first)
            beta = _momentum(steps) if word == "right" else None
            return replace(found, beta=beta, convention="" if pull is r else "absolute")
    if _by_pieces(r, jacobian, pieces, steps[:, 0]) or _penalized(
        r @ jacobian, theta, steps[:, 0]
    ):
        return Verdict("right", "", *kept, None, jacobian, offset, first)
    gradient = r @ jacobian
    along = (gradient * steps[:, 0]).sum(axis=1)
    if affine(theta, steps[:, 0]) is None:
        how = "sign" if (along > 0).all() else "other"
        word = "wrong" if how == "sign" or _squared(theta, steps) else "unknown"
        return Verdict(word, how, *kept, None, jacobian, offset, first)
    return Verdict("wrong", "other", *kept, None, jacobian, offset, first)

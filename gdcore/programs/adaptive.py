"""Steps of one length whatever the gradient: Adam, RMSProp, AdaGrad, the sign alone.

The one rule: points lie on both sides of the minimum, in pairs, so that each gradient
is seen with both signs; from one side such a step looks constant.
"""

import ast
from dataclasses import replace

import numpy as np

from gdcore.programs.descent import CLOSE, _squared, affine
from gdcore.programs.sampling import Purse, Samples, sample
from gdcore.programs.values import Array
from gdcore.programs.verdict import Verdict

WORK = 80_000
"""Expressions of this look, beside the purse from which faults are searched."""


def across(tree: ast.Module, verdict: Verdict, constants: frozenset[int]) -> Verdict:
    """The verdict on steps of another rule, with what both sides of the minimum show.

    Right, if each first step has one length and goes down its own gradient; wrong,
    if it climbs; unknown, if the step is bent in another way than a squared
    residual.
    """
    J, c, training = verdict.jacobian, verdict.offset, verdict.training
    if J is None or c is None or training is None or training.autograd:
        return verdict
    best = np.linalg.lstsq(J, -c, rcond=None)[0]
    if best.size != training.size:
        return verdict
    samples = sample(tree, training, constants, Purse(WORK), 3, 4, around=best)
    if samples is None:
        return verdict
    theta, steps = samples.theta[:, 0], np.diff(samples.theta, axis=1)
    if not np.isfinite(steps).all():
        return verdict
    method = _method(samples) if takes_roots(tree) else ""
    sure = method or verdict.convention != "absolute"  # the sign of one slope's errors
    gradient = (theta @ J.T + c) @ J
    if sure and _one_length(steps[:, 0], -gradient):
        return replace(verdict, word="wrong", how="climbs", convention="")
    if sure and _one_length(steps[:, 0], gradient):
        return replace(
            verdict, word="right", how="adaptive", matrix=None, method=method,
            convention="",
        )  # fmt: skip
    bent = affine(theta, steps[:, 0]) is None and not _squared(theta, steps)
    unknown = bent and verdict.how == "other"
    return replace(verdict, word="unknown") if unknown else verdict


def takes_roots(tree: ast.Module) -> bool:
    """Whether a program has a square root, as each of these methods has."""
    words = ast.unparse(tree)
    return any(root in words for root in ("sqrt", "** 0.5", "** (1 / 2)"))


def _one_length(step: Array, gradient: Array) -> bool:
    """Whether step = -a sign(gradient), with one a for all parameters and points."""
    a = np.abs(step).mean()
    off = np.abs(step + a * np.sign(gradient)).max(initial=0)
    return bool(a > 0 and off < 10 * CLOSE * a)


def _method(samples: Samples) -> str:
    """The method by the lengths of three steps along gradients that hardly change.

    AdaGrad's are 1, 1/√2, 1/√3; RMSProp's are 1/√(1 + rho + … ); Adam's are equal.
    """
    lengths = np.abs(np.diff(samples.theta, axis=1)).mean(axis=(0, 2))
    second, third = lengths[1:] / lengths[0]
    rho = 1 / second**2 - 1
    if not np.isclose(third, (1 + rho + rho * rho) ** -0.5, rtol=10 * CLOSE, atol=0):
        return ""
    if np.isclose(rho, 1, rtol=10 * CLOSE, atol=0):
        return "AdaGrad"
    if np.isclose(rho, 0, rtol=0, atol=10 * CLOSE):
        return "Adam"
    return "RMSProp" if 0 < rho < 1 else ""

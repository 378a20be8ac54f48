"""What float32 does to the two-variable thread, taken apart: experiments and a rule.

The one rule: every operation rounds on its own, in the order in which it is written, so
that a run gives the same digits on every machine; a BLAS may fuse two of them.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from gdcore.algebra import length, solve
from gdcore.problems import LeastSquares
from gdcore.spectral import eigen_errors, minimizer, spectrum
from gdcore.validation import Array

FLOAT32_MAX = float(np.finfo(np.float32).max)
FLOAT64_MAX = float(np.finfo(np.float64).max)
START = np.zeros(2)


def descended(
    problem: LeastSquares,
    rates: Array,
    *,
    steps: int,
    every: int,
    start: Array = START,
    parameters: npt.DTypeLike = np.float32,
    arithmetic: npt.DTypeLike = np.float32,
) -> Array:
    """x <- x - eta 2 A^T (A x - b), all rates side by side; shape (R, r, 2).

    Args:
        problem: |A x - b|^2 with a 2 x 2 matrix.
        rates: Learning rates, shape (r,).
        steps: A multiple of `every`.
        every: Steps between two recorded rows.
        start: Shape (2,).
        parameters: Precision in which x is stored.
        arithmetic: Precision of A, b, the rate and every operation but the last.
    """
    A, b = problem.X.astype(arithmetic), problem.y.astype(arithmetic)[:, None]
    columns, rows = A.T[:, :, None].copy(), A[:, :, None]
    twice = (2 * rates).astype(arithmetic)
    x = np.repeat(start[:, None], len(rates), axis=1).astype(parameters)
    part, r = np.empty((2, 2, len(rates)), arithmetic), np.empty_like(x, arithmetic)
    x_entries, r_entries, first, second = x[:, None], r[:, None], part[0], part[1]
    kept = [x.copy()]
    for k in range(1, steps + 1):
        np.multiply(columns, x_entries, out=part, casting="same_kind")
        np.add(first, second, out=r)
        np.subtract(r, b, out=r)
        np.multiply(rows, r_entries, out=part)
        np.add(first, second, out=r)
        np.multiply(r, twice, out=r)
        np.subtract(x, r, out=x, casting="same_kind")
        if k % every == 0:
            kept.append(x.copy())
    return np.array(kept).swapaxes(1, 2)


def loss(problem: LeastSquares, x: Array) -> Array:
    """|A x - b|^2 in the precision of x, one rounding an operation; shape (...)."""
    A, b = problem.X.astype(x.dtype), problem.y.astype(x.dtype)
    r = x[..., :1] * A[:, 0] + x[..., 1:] * A[:, 1] - b
    return np.asarray(r[..., 0] ** 2 + r[..., 1] ** 2)


def predicted(problem: LeastSquares, rate: float) -> dict[str, Array]:
    """The course of x1 if each update is rounded to whole spacings of float32.

    On the valley's floor an update of x1 is eta mu (x1* - x1). Stored numbers lie one
    spacing apart, so it is taken as a whole number of spacings; none at all if it is
    below half a spacing. Returns steps, size of x1 and loss up to that place.
    """
    solution, seen = abs(minimizer(problem)[1]), spectrum(problem)
    size = np.geomspace(1e-5, solution * (1 - 1e-6), 200_001)
    middle = (size[1:] + size[:-1]) / 2
    spacing = np.spacing(middle.astype(np.float32)).astype(np.float64)
    exact = rate * seen.mu * (solution - middle) / spacing
    count = np.rint(exact)
    end = int(np.argmin(count > 0))  # the first cell that is not crossed
    taken = np.concatenate([[0], np.cumsum(np.diff(size) / spacing / count.clip(1))])
    left = (solution - size) / abs(seen.eigenvectors[1, 0])
    return {
        "steps": taken[: end + 1],
        "size": size[: end + 1],
        "loss": (0.5 * seen.mu * left**2)[: end + 1],
        "middle": middle,
        "exact": exact,
        "count": count,
    }


def stall(problem: LeastSquares, rate: float, size: float) -> dict[str, Any]:
    """Where a float32 run stops for good, begun just before the predicted place.

    It begins on the floor of the valley with |x1| a little below `size`.
    """
    direction, solution = spectrum(problem).eigenvectors[:, 0], minimizer(problem)
    x1 = np.sign(solution[1]) * size * (1 - 2**-12)
    start = solution + direction * (x1 - solution[1]) / direction[1]
    x = descended(problem, np.array([rate]), steps=20_000, every=1, start=start)[:, 0]
    end = x[-1].astype(np.float64)
    return {
        "x1": float(end[1]),
        "loss": float(problem.value(end)),
        "update": float(rate * abs(problem.grad(end)[1])),
        "half_spacing": float(np.spacing(np.float32(size)) / 2),
        "stands_still": bool(np.all(x[-1000:] == x[-1])),
    }


def overflow(problem: LeastSquares, rates: Array) -> dict[str, Array]:
    """First step whose loss is inf, and whose loss is NaN, in float32; and by theory.

    Theory: the steep error grows by |1 - eta L| a step until its loss L e^2 / 2 passes
    the largest number there is.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        seen = loss(problem, descended(problem, rates, steps=90_000, every=1))
    e, L = eigen_errors(problem, START)[-1], spectrum(problem).L
    growth = 2 * np.log(np.abs(1 - rates * L))

    def passes(largest: float) -> Array:
        return np.ceil((np.log(largest) - np.log(0.5 * L * e**2)) / growth)

    return {
        "inf": np.argmax(np.isinf(seen), axis=0),
        "nan": np.argmax(np.isnan(seen), axis=0),
        "inf_predicted": passes(FLOAT32_MAX),
        "inf_float64": passes(FLOAT64_MAX),
    }


def squared(problem: LeastSquares) -> dict[str, float]:
    """Relative error of the solution after storing A, or A^T A, in float32.

    All else is float64, so that the digits do not depend on the machine.
    """
    A, b = problem.X.astype(np.float32), problem.y.astype(np.float32)
    product = (A[:, :, None] * A[:, None, :]).sum(axis=0)
    right = (A * b[:, None]).sum(axis=0)
    solution = minimizer(problem)

    def error(matrix: Array, vector: Array) -> float:
        x = solve(matrix.astype(np.float64), vector.astype(np.float64))
        return float(length(x - solution) / length(solution))

    return {"plain": error(A, b), "squared": error(product, right)}

"""What a gradient's size says at the edges of the number range.

The one rule: a length is finite and above zero wherever its components are; what a
precision cannot hold is told apart from what is small.
"""

from dataclasses import replace

import numpy as np

from gdcore.algebra import dot, product
from gdcore.problems import LeastAbsolute, LeastSquares, Problem, Quadratic
from gdcore.validation import Array

GROWN = 1e6
"""Times the size at the start from which on a gradient counts as diverged."""
BELOW = -5000
"""Stands for the exponent of zero: less than that of every number."""
QUIET = np.errstate(over="ignore", invalid="ignore", under="ignore")


@QUIET
def lengths(vectors: Array) -> Array:
    """Euclidean length along the last axis, in float64, free of over- and underflow."""
    v = np.asarray(vectors, np.float64)
    power = _power(v)
    scaled = np.ldexp(v, -power)
    return np.ldexp(np.sqrt(dot(scaled, scaled)), power[..., 0])


@QUIET
def outgrown(problem: Problem, x0: Array, first: Array, last: Array) -> Array:
    """Whether a gradient of length `last` is not finite, or has grown beyond its start.

    The bound is GROWN times the `first` length, and never below the size of the terms
    that the gradient at x0 is the sum of: at a minimizer they cancel, and a million
    times what rounding leaves of them is little.
    """
    lost = ~np.isfinite(last)
    grown = ~(last <= GROWN * first) & ~lost
    if grown.any():
        grown = grown & ~(last <= _terms(problem, x0))
    return np.asarray(lost | grown)


def _terms(problem: Problem, x: Array) -> Array:
    """Length of the gradient at x if no two of its terms canceled; 0 if not finite."""
    x = np.asarray(x, np.float64)
    match problem:
        case LeastSquares(X=X, y=y) | LeastAbsolute(X=X, y=y):
            X, y = (np.abs(a.astype(np.float64)) for a in (X, y))
            size = lengths(replace(problem, X=X, y=-y).grad(np.abs(x)))
        case Quadratic(A=A, b=b):
            A, b = (np.abs(a.astype(np.float64)) for a in (A, b))
            size = lengths(product(np.abs(x), A) + b)
        case _:
            there = problem.grad(np.zeros(problem.dim, problem.dtype))
            change = problem.grad(x.astype(problem.dtype)) - there
            size = lengths(there) + lengths(change)
    return np.asarray(np.where(np.isfinite(size), size, 0.0))


@QUIET
def vanished(problem: Problem, x: Array, grad: Array) -> Array:
    """Components of `grad`, the gradient at x, that are 0 by underflow alone.

    The same gradient is taken of data that powers of two bring near 1, which rounds
    nothing: what is not 0 there is not 0.
    """
    match problem:
        case LeastSquares(X=X, y=y):  # the ridge term has no products of small numbers
            a = _power(X.T)[:, 0]
            x, X = np.ldexp(x, a), np.ldexp(X, -a)
            b = np.maximum(_power(x), _power(y))
            x, y = np.ldexp(x, -b), np.ldexp(y, -b)
            scaled = product(product(x, X.T) - y, X)
        case Quadratic(A=A, b=right):
            a, b = _power(A.ravel()), _power(x)
            b = np.maximum(b, _power(right) - a)
            A, right = np.ldexp(A, -a), np.ldexp(right, -a - b)
            scaled = product(np.ldexp(x, -b), A) - right
        case _:
            return np.zeros(grad.shape, bool)
    return np.asarray((grad == 0) & (scaled != 0))


def _power(v: Array) -> Array:
    """a with 2^a at most the largest |v| along the last axis, kept; far below for 0."""
    largest = np.abs(v).max(axis=-1, keepdims=True)
    return np.where(largest == 0, BELOW, np.frexp(largest)[1] - 1)

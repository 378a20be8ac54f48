"""Least-squares problems of many kinds, and an oracle for them.

The one rule: the oracle works in extended precision and shares no line with gdcore.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gdcore.diagnosis import Loss
from gdcore.problems import LeastSquares

CONVENTIONS: tuple[Loss, ...] = ("mean", "half mean", "sum", "half sum")
KINDS = ("line", "units", "powers", "valley", "dates", "dependent")


@dataclass(frozen=True)
class Case:
    """A generated problem and what is asked about it."""

    name: str
    problem: LeastSquares
    loss: Loss
    x0: np.ndarray
    share: float

    @property
    def factor(self) -> float:
        """Of the loss as it is written, on the plain sum of squares."""
        half = 0.5 if self.loss.startswith("half") else 1.0
        return half / (len(self.problem.y) if self.loss.endswith("mean") else 1)


class Oracle:
    """Eigenvalues, minimizer and counts in extended precision."""

    def __init__(self, case: Case) -> None:
        X = case.problem.X.astype(np.longdouble)
        y = case.problem.y.astype(np.longdouble)
        size = np.sqrt((X * X).sum(axis=0))
        U, s, V = jacobi(X / size)
        self.flat = bool(s.min() <= 1e-15 * X.shape[1] * s.max())
        kept = s > (1e-15 * X.shape[1] * s.max() if self.flat else 0)
        inner = np.where(kept, (U.T @ y) / np.where(kept, s, 1), 0)
        self.best = (V @ inner) / size
        _, self.values, self.vectors = jacobi(X)
        self.eigenvalues = np.sort((2 * case.factor * self.values**2).astype(float))
        self.kappa = float(self.eigenvalues[-1] / self.eigenvalues[0])
        self.first = self.vectors.T @ (case.x0 - self.best)
        self.curvature = (2 * case.factor * self.values**2).astype(float)

    def steps(self, rate: float) -> float:
        """Of gradient descent to one percent of the error, which falls at each step."""
        factors = np.abs(1 - rate * self.curvature)
        if factors.max() >= 1:
            return math.inf
        near = np.minimum(rate * self.curvature, 0.5)
        logs = np.where(near < 0.5, np.log1p(-near), np.log(factors + 1e-300))
        weights = (self.first / np.sqrt((self.first**2).sum())).astype(float) ** 2
        low, high = 0, 1
        while (weights * np.exp(2 * high * logs)).sum() > 1e-4:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            above = (weights * np.exp(2 * middle * logs)).sum() > 1e-4
            low, high = (middle, high) if above else (low, middle)
        return high


def jacobi(X: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """U, s, V with X = U diag(s) V^T, by rotations of pairs of columns.

    Source: Demmel and Veselić (1992), one-sided Jacobi.
    """
    G, p = X.copy(), X.shape[1]
    V = np.eye(p, dtype=X.dtype)
    for _ in range(60):
        turned = False
        for i in range(p):
            for j in range(i + 1, p):
                a, b, c = G[:, i] @ G[:, i], G[:, j] @ G[:, j], G[:, i] @ G[:, j]
                if abs(c) <= 4 * np.finfo(X.dtype).eps * np.sqrt(a * b):
                    continue
                turned = True
                zeta = (b - a) / (2 * c)
                t = (1 if zeta >= 0 else -1) / (abs(zeta) + np.sqrt(1 + zeta * zeta))
                cosine = 1 / np.sqrt(1 + t * t)
                turn = np.array([[cosine, cosine * t], [-cosine * t, cosine]])
                G[:, [i, j]] = G[:, [i, j]] @ turn
                V[:, [i, j]] = V[:, [i, j]] @ turn
        if not turned:
            break
    s = np.sqrt((G * G).sum(axis=0))
    return G / np.where(s == 0, 1, s), s, V


def cases(count: int) -> Iterator[Case]:
    """The same ones each time: kinds and conventions in turn, rates to three limits."""
    for number in range(count):
        draw = np.random.RandomState([7, number])
        kind = KINDS[number % len(KINDS)]
        X, y = _data(kind, draw)
        loss = CONVENTIONS[(number // len(KINDS)) % 4]
        problem = LeastSquares(X, y, "sum" if loss.endswith("sum") else "mean")
        share = float(10 ** draw.uniform(-3, math.log10(3)))
        if number % 5 == 4:
            share = float(draw.uniform(0.951, 0.999))
        start = np.zeros(X.shape[1])
        if number % 4 == 3:
            start = draw.randn(X.shape[1])
        yield Case(f"{number} {kind}", problem, loss, start, share)


def _data(kind: str, draw: np.random.RandomState) -> tuple[np.ndarray, np.ndarray]:
    n, p = int(draw.randint(25, 60)), int(draw.randint(1, 20))
    ones = np.ones((n, 1))
    match kind:
        case "line":
            x = draw.uniform(-3, 3) + 10 ** draw.uniform(-2, 2) * draw.randn(n, 1)
            X = np.hstack([x, ones])
        case "units":
            X = np.hstack([draw.randn(n, p) * 10 ** draw.uniform(-3, 4, p), ones])
        case "powers":
            x = np.linspace(0, 1, n)
            X = np.stack([x**k for k in range(int(draw.randint(1, 6)), -1, -1)], axis=1)
        case "valley":
            p = int(draw.randint(1, 21))
            left, _ = np.linalg.qr(draw.randn(n, p))
            right, _ = np.linalg.qr(draw.randn(p, p))
            X = left * np.logspace(0, -draw.uniform(0, 7), p) @ right
        case "dates":
            first, step = ((20230101, 1), (44000, 1), (1.7e9, 3600), (2023, 1))[
                int(draw.randint(4))
            ]
            X = np.hstack([(first + step * np.arange(float(n)))[:, None], ones])
        case _:
            a = draw.randn(n, 1)
            X = np.hstack([a, draw.uniform(1, 5) * a, ones])
    theta = draw.randn(X.shape[1]) / np.abs(X).max(axis=0)
    return X, X @ theta + 0.1 * draw.randn(n) + draw.uniform(-3, 3)

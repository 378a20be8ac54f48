"""Generated questions, each report of which is judged a second way.

The one rule: the truth is a bare loop on the loss as it is written, and a singular
value decomposition; nothing of `gdcore` counts it. `python -m tests.generated_reports
COUNT LONGEST SEED FEATURES`.
"""

import math
import sys
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gdcore.diagnosis.candidates import candidates
from gdcore.diagnosis.forecasts import Forecast
from gdcore.reports import Report, answer
from gdcore.reports.question import question
from gdcore.reports.setting import setting

LOSSES = ("mean", "half mean", "sum", "half sum")
CLOSE = 0.02
"""Relative distance from a threshold within which either side of it is right."""
LONGEST = 20_000


@dataclass
class Asked:
    """A generated question with its truth.

    Attributes:
        given: Plain values.
        A: Rows with the ones column, in the precision of the question.
        y: Targets.
        weight: Factor of |A x - y|^2.
        share: Learning rate as a share of its limit.
        collinear: Whether columns depend on each other by construction.
    """

    given: dict[str, Any]
    A: np.ndarray
    y: np.ndarray
    weight: float
    share: float
    collinear: bool

    @property
    def rate(self) -> float:
        return self.given["learning_rate"]

    @property
    def beta(self) -> float:
        return (self.given["method"] or {}).get("beta") or 0.0

    @property
    def name(self) -> str:
        return (self.given["method"] or {}).get("name", "gradient descent")


def generated(count: int, seed: int = 0, features: int = 20) -> list[Asked]:
    """Questions of 1 to 20 features, in all conventions, scales and both precisions."""
    rng = np.random.default_rng(seed)
    return [_one(rng, i, features) for i in range(count)]


def _one(rng: np.random.Generator, i: int, features: int) -> Asked:
    d = 1 if i % 3 == 0 else int(rng.integers(1, features + 1))
    n = d + 2 + int(rng.integers(0, 40))
    collinear = i % 12 == 7 and d > 1
    wide = 0.3 if i % 2 else 1.5
    scale = 10.0 ** rng.uniform(-6, 8) * 10.0 ** rng.uniform(-wide, wide, d)
    X = scale * (
        rng.normal(size=(n, d)) + rng.choice([0, 1, 5, 30]) * rng.normal(size=d)
    )
    if collinear:
        X[:, -1] = 2 * X[:, 0]
    y = X @ (rng.normal(size=d) / scale) + rng.normal() * 3 + 0.1 * rng.normal(size=n)
    loss = LOSSES[i % 4]
    precision = "float32" if i % 5 == 3 else "float64"
    kind = np.float32 if precision == "float32" else np.float64
    A = np.column_stack([X, np.ones(n)]).astype(kind)
    weight = (0.5 if "half" in loss else 1.0) / (n if "mean" in loss else 1)
    steep = 2 * weight * float(np.linalg.svd(A.astype(float), compute_uv=False)[0]) ** 2
    method, factor = None, 2.0
    if i % 7 == 4:
        beta = float(rng.choice([0.5, 0.9]))
        method, factor = {"name": "momentum", "beta": beta}, 2 * (1 + beta)
    elif i % 7 == 5:
        beta = float(rng.choice([0.5, 0.9]))
        method = {"name": "Nesterov", "beta": beta}
        factor = 2 * (1 + beta) / (1 + 2 * beta)
    share = float(10.0 ** rng.uniform(-3, 0.6))
    given = {
        "v": 1,
        "rows": {"X": X.tolist(), "y": y.tolist(), "names": None},
        "learning_rate": share * factor / steep,
        "method": method,
        "loss": loss,
        "precision": precision,
    }
    return Asked(given, A, y.astype(kind), weight, share, collinear)


@dataclass
class Tally:
    """What was found."""

    questions: int = 0
    predictions: int = 0
    furthest: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def judge(self, asked: Asked, longest: int) -> None:
        """Ask, and hold the answer against the truth."""
        self.questions += 1
        report = answer(asked.given, evaluations=min(1000, longest))
        i = self.questions - 1
        where = f"{i}: {asked.given['loss']} {asked.given['precision']} {asked.name}"
        where += f" d {asked.A.shape[1] - 1} share {asked.share:.3g}"
        for fault in (*_verdict(asked, report), *self._counts(asked, report, longest)):
            self.wrong.append(f"{where}: {fault}")

    def _counts(self, asked: Asked, report: Report, longest: int) -> list[str]:
        """Faults of the rows that say "predicted"."""
        case = setting(question(asked.given)).case
        faults = []
        yours = [row for row in report.forecasts if row.yours]
        others = [row for row in report.forecasts if not row.yours]
        pairs: list[tuple[Forecast, Any]] = [(row, None) for row in yours]
        pairs += list(zip(others, candidates(case), strict=False))
        for row, one in pairs:
            if row.counted != "predicted" or math.inf in row.to_1:
                continue
            most = max(row.to_1)
            both = np.array([row.to_1])
            if max(row.to_001) <= longest:
                both, most = np.array([row.to_1, row.to_001]), max(row.to_001)
            if most > longest:
                continue
            walked = _walked(asked, one, int(1.2 * most) + 20)
            for told, true in zip(both, walked, strict=False):
                apart = np.abs(told - true)
                apart = np.where(apart <= 1, 0, apart / np.maximum(told, 1))
                apart = np.where(told == 0, 0, apart)
                self.predictions += len(told)
                self.furthest = max(self.furthest, float(apart.max()))
                if apart.max() > 0.01:
                    faults.append(f"{row.label}: {told} predicted, {true} walked")
        return faults


def _verdict(asked: Asked, report: Report) -> list[str]:
    kinds = {found.kind for found in report.findings}
    faults = []
    expected = {"diverges": asked.share >= 1, "flat": asked.collinear}
    for kind, right in expected.items():
        near = kind == "diverges" and abs(asked.share - 1) < CLOSE
        if (kind in kinds) != right and not near:
            faults.append(f"{kind} {'missing' if right else 'told'}")
    if asked.share >= 1 + CLOSE and not _diverges(asked):
        faults.append("the loop does not diverge")
    if asked.share < 0.9 and kinds == {"fine"} and report.wrong:
        faults.append("wrong although fine")
    if len(max(str(report).splitlines(), key=len)) > 80:
        faults.append("a line is longer than 80")
    return faults


def _diverges(asked: Asked) -> bool:
    x, v = np.zeros(asked.A.shape[1], asked.A.dtype), 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        first = _loss(asked, x)
        for _ in range(3000):
            x, v = _step(asked, x, v)
            if not _loss(asked, x) <= 1e3 * first:
                return True
    return False


def _loss(asked: Asked, x: np.ndarray) -> float:
    r = asked.A @ x - asked.y
    return float(r @ r)


def _step(asked: Asked, x: np.ndarray, v: Any) -> tuple[np.ndarray, Any]:
    g = 2 * asked.weight * (asked.A.T @ (asked.A @ x - asked.y))
    v = asked.beta * v + g
    ahead = g + asked.beta * v if asked.name == "Nesterov" else v
    return x - asked.rate * ahead, v


def _walked(asked: Asked, one: Any, steps: int) -> np.ndarray:
    """Steps to 1 % and 0.01 % of each parameter, (2, p), by a bare loop."""
    M = np.eye(asked.A.shape[1]) if one is None or one.change is None else one.change.M
    method = one.method if one is not None else None
    rate = asked.rate if one is None else np.asarray(method.learning_rate)
    beta = asked.beta if one is None else getattr(method, "beta", 0.0)
    nesterov = (asked.name if one is None else type(method).__name__) == "Nesterov"
    A64 = asked.A.astype(float)
    best = _best(A64, asked.y.astype(float))
    A = _seen(A64, M).astype(asked.A.dtype)
    rate = rate.astype(A.dtype) if isinstance(rate, np.ndarray) else rate
    z, v = np.zeros(A.shape[1], A.dtype), 0.0
    left = np.zeros((steps + 1, len(best)))
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps + 1):
            left[k] = np.abs(M @ z - best)
            g = 2 * asked.weight * (A.T @ (A @ z - asked.y))
            v = beta * v + g
            z = z - rate * (g + beta * v if nesterov else v)
        left /= left[0]
    outside = ~(left[None] <= np.array([0.01, 0.0001])[:, None, None])
    last = steps - outside[:, ::-1].argmax(axis=1)
    return np.where(outside.any(axis=1), last + 1, 0)


def _best(A: np.ndarray, y: np.ndarray) -> np.ndarray:
    size = np.linalg.norm(A, axis=0)
    return np.linalg.lstsq(A / size, y, rcond=None)[0] / size


def _seen(A: np.ndarray, M: np.ndarray) -> np.ndarray:
    """A M, with means taken off first where M does so."""
    if np.array_equal(M, np.diag(np.diag(M))):
        return A @ M
    centered = A - A.mean(axis=0) * (np.arange(A.shape[1]) != A.shape[1] - 1)
    return centered * np.diag(M)


def tally_of(
    count: int, longest: int = LONGEST, seed: int = 0, features: int = 20
) -> Tally:
    """Of so many questions."""
    tally = Tally()
    for asked in generated(count, seed, features):
        tally.judge(asked, longest)
    return tally


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]] or [500]
    found = tally_of(*given)
    print(*found.wrong, sep="\n")
    print(
        f"{found.questions} questions, {found.predictions} predictions, furthest "
        f"{found.furthest:.2%}, {len(found.wrong)} wrong"
    )

"""Measures whether diagnoses are right: generated problems, judged a second way.

The one rule: a count is held against a bare loop on the loss as it is written.
"""

import math
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context
from typing import Any

import numpy as np

from gdcore.diagnosis import MANY_STEPS, Diagnosis, Fix, diagnose
from gdcore.optimizers import GradientDescent, Momentum, Nesterov
from gdcore.preconditioning import standardize
from scripts.benchmark.generated import Case, Oracle, cases, jacobi
from scripts.benchmark.rows import Row

PROBLEMS = 300
LONGEST = 20_000
"""Steps of a bare loop at most."""
CLOSE = 0.02
"""Distance from a threshold within which either side of it is right."""


def asked(case: Case, oracle: Oracle) -> Any:
    """The method that is asked about, at the case's share of its limit."""
    limit = 2 / oracle.eigenvalues[-1]
    match int(case.name.split()[0]) % 7:
        case 5:
            return Momentum(case.share * limit * 1.8, 0.8)
        case 6:
            return Nesterov(case.share * limit * 1.6 / 2.2, 0.6)
    return GradientDescent(case.share * limit)


def walked(case: Case, oracle: Oracle, fix: Any, steps: int) -> int | None:
    """Steps to one percent that a bare loop takes, None if more than so many.

    Args:
        fix: A Fix, or the method asked about.
    """
    method: Any = fix.optimizer if isinstance(fix, Fix) else fix
    change = fix.change if isinstance(fix, Fix) else None
    M = np.eye(len(case.x0)) if change is None else change.M
    X, y = _seen(case.problem.X, M), case.problem.y
    z = case.x0 if change is None else change.to(case.x0)
    beta = getattr(method, "beta", 0.0)
    ahead = beta if isinstance(method, Nesterov) else 0.0
    v, last, first = np.zeros_like(z), 0, None
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps + 1):
            size = float(np.sqrt(((M @ z - oracle.best) ** 2).sum()))
            first = size if first is None else first
            if not size <= 0.01 * first:
                last = k + 1
            g = 2 * case.factor * (X.T @ (X @ z - y))
            v = beta * v + g
            z = z - method.learning_rate * (g + ahead * v if ahead else v)
    return last if last <= steps else None


def _seen(X: np.ndarray, M: np.ndarray) -> np.ndarray:
    """X M, columns first taken from their means, which M takes from the last one."""
    ones = np.flatnonzero(np.all(X == 1, axis=0))
    if not ones.size or np.array_equal(M, np.diag(np.diag(M))):
        return X @ M
    centered = X - X.mean(axis=0) * (np.arange(X.shape[1]) != ones[-1])
    return centered * np.diag(M)


@dataclass
class Tally:
    """What was found of a number of problems."""

    wrong: list[str]
    worse: list[str]
    furthest: float = 0.0
    predictions: int = 0

    def judge(self, case: Case, longest: int) -> None:
        """Diagnose one problem and hold each part against the oracle."""
        oracle = Oracle(case)
        method = asked(case, oracle)
        told = diagnose(case.problem, method, x0=case.x0, loss=case.loss)
        expected = expectations(case, oracle, method, told)
        findings = {verdict.finding.name for verdict in told.verdicts}
        for name, right in expected.items():
            if (name in findings) != right:
                where = f"{case.name} {case.loss} share {case.share:.3g}"
                self.wrong.append(f"{where}: {name} {'missing' if right else 'told'}")
        now = self._steps(case, oracle, told, method, longest)
        for fix in told.fixes:
            self._fix(case, oracle, fix, now, longest)

    def _steps(
        self, case: Case, oracle: Oracle, told: Diagnosis, method: Any, longest: int
    ) -> float:
        """The steps of the asker; a prediction is held against the loop."""
        if told.counted == "predicted" and told.steps_to_1_percent <= longest:
            most = int(1.5 * told.steps_to_1_percent) + 20
            taken = walked(case, oracle, method, most)
            self._compare(case, "asked", told.steps_to_1_percent, taken)
            return math.inf if taken is None else taken
        if told.counted == "predicted" and type(method) is GradientDescent:
            steps = oracle.steps(float(np.max(method.learning_rate)))
            if steps < math.inf:
                self._compare(case, "asked", told.steps_to_1_percent, steps)
            return steps
        return told.steps_to_1_percent

    def _compare(
        self, case: Case, what: str, predicted: float, steps: float | None
    ) -> None:
        self.predictions += 1
        apart = math.inf if steps is None else abs(predicted - steps)
        apart = 0.0 if apart <= 1 else apart / max(predicted, 1)
        self.furthest = max(self.furthest, apart)
        if apart > 0.01:
            self.wrong.append(f"{case.name}: {what} {predicted} steps, not {steps}")

    def _fix(
        self, case: Case, oracle: Oracle, fix: Fix, now: float, longest: int
    ) -> None:
        if fix.steps >= now:
            self.worse.append(f"{case.name}: {fix.name} {fix.steps} against {now}")
        if fix.measured or fix.optimizer is None or fix.steps > longest:
            return
        steps = walked(case, oracle, fix, int(1.5 * fix.steps) + 20)
        self._compare(case, fix.name, fix.steps, steps)
        if steps is None or steps >= now:
            self.worse.append(f"{case.name}: {fix.name} takes {steps} against {now}")


def expectations(
    case: Case, oracle: Oracle, method: Any, told: Diagnosis
) -> dict[str, bool]:
    """Findings that have to be there, or must not be."""
    plain = type(method) is GradientDescent
    expected = {
        "SUMMED": case.problem.reduction == "sum",
        "FLAT": oracle.flat,
    }
    if plain:
        expected["DIVERGES"] = case.share >= 1
        expected["OSCILLATES"] = 0.95 < case.share < 1
    if oracle.flat or not plain:
        return expected
    apart = abs(math.log(oracle.kappa * 2.2e-16 / 0.01)) > CLOSE
    if apart:
        expected["ROUNDING"] = oracle.kappa * 2.2e-16 > 0.01
    steps = oracle.steps(float(np.max(method.learning_rate)))
    best = oracle.steps(_cut(2 / (oracle.eigenvalues[0] + oracle.eigenvalues[-1])))
    near = any(
        abs(math.log(max(a, 1e-9) / b)) < CLOSE
        for a, b in ((steps, MANY_STEPS), (best, MANY_STEPS), (steps, 10 * best))
        if max(a, b) < math.inf
    )
    if not near and steps < 1e12:
        small = steps >= 10 * best and case.share < 0.5
        expected["TOO_SMALL"] = small
        expected["SLOW"] = steps > MANY_STEPS and not (small and best <= MANY_STEPS)
    expected |= _scaling(case, oracle, steps)
    if {"SLOW", "UNSCALED", "ROUNDING"} <= expected.keys():
        expected["FINE"] = not any(expected.values())
    return expected


def _cut(rate: float) -> float:
    """The rate with three digits, as it is typed."""
    return float(Context(3, ROUND_DOWN).create_decimal_from_float(rate))


def _scaling(case: Case, oracle: Oracle, steps: float) -> dict[str, bool]:
    """UNSCALED, by the columns' own means and deviations, and by a bare loop."""
    X = case.problem.X
    ones = np.flatnonzero(np.all(X == 1, axis=0))
    if not ones.size:
        return {"UNSCALED": False}
    change = standardize(case.problem)
    _, s, _ = jacobi(_seen(X, change.M).astype(np.longdouble))
    better = float((s.max() / s.min()) ** 2)
    if abs(math.log(10 * better / oracle.kappa)) < CLOSE:
        return {}
    if 10 * better > oracle.kappa:
        return {"UNSCALED": False}
    best = 1 / (case.factor * float(s.max() ** 2 + s.min() ** 2))
    fix = Fix("standardize", 0, False, "", GradientDescent(best), change)
    most = int(min(steps, LONGEST) / 10)
    needed = walked(case, oracle, fix, most + most // 50 + 2)
    if needed is not None and abs(needed - most) <= CLOSE * most + 2:
        return {}
    return {"UNSCALED": needed is not None} if steps <= LONGEST or needed else {}


def verdicts(quick: bool) -> list[Row]:
    """Generated problems: verdicts, predictions, and what is advised."""
    tally = tally_of(6 if quick else PROBLEMS, 200 if quick else LONGEST)
    what = f"{6 if quick else PROBLEMS} generated problems"
    for line in [*tally.wrong, *tally.worse]:
        print(f"     {line}")
    right = f"{len(tally.wrong)} wrong, {tally.predictions} predictions within "
    return [
        Row(
            f"{what}, verdicts and predicted steps",
            f"{right}{100 * tally.furthest:.2g} %",
            "none wrong, within 1 %",
            not tally.wrong,
        ),
        Row(
            f"{what}, remedies that are worse",
            str(len(tally.worse)),
            "none",
            not tally.worse,
        ),
    ]


def tally_of(count: int, longest: int) -> Tally:
    """The tally of the first so many problems."""
    tally = Tally([], [])
    for case in cases(count):
        tally.judge(case, longest)
    return tally

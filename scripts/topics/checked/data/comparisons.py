"""Each thing that can be computed twice, computed twice, and the largest difference.

The one rule: the other computation is not gdcore's, and the tolerance is the tests'.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import scipy.linalg
import scipy.optimize
import scipy.sparse.linalg

from gdcore.algebra import composed, dot, length, product
from gdcore.linesearch import Exact
from gdcore.optimizers import (
    LBFGS,
    ConjugateGradient,
    GradientDescent,
    Momentum,
    Nesterov,
    Optimizer,
)
from gdcore.optimizers.lbfgs import Pairs, lbfgs_direction
from gdcore.problems import (
    LeastAbsolute,
    LeastSquares,
    Problem,
    Quadratic,
    Rosenbrock,
    best_absolute_line,
    numerical_grad,
)
from gdcore.runs import run
from gdcore.spectral import (
    best_chebyshev,
    closed_form,
    learning_rate_limit,
    minimizer,
)
from gdcore.validation import Array
from scripts import read
from scripts.reference_problems import cases, tolerances

READS = ("scripts/reference_problems/recorded",)  # what other programs computed
START = np.array([1.0, -2.0])
GTOL = 1e-8


class Check(NamedTuple):
    """One comparison: how often it was made, the worst of it, and what is allowed."""

    key: str
    meaning: str
    cases: int
    worst: float
    tolerance: float


class Evaluations(NamedTuple):
    """Evaluations until the gradient is below GTOL, of L-BFGS."""

    gdcore: int
    scipy: int


@dataclass(frozen=True)
class Comparisons:
    """What was compared, by the problem's name where the page has a line for each."""

    checks: list[Check]
    closed: dict[str, dict[str, float]]  # problem, method: worst of the iterates
    evaluations: dict[str, Evaluations]


def compute() -> Comparisons:
    """Every comparison; each is within its tolerance.

    Raises:
        ValueError: With all that are not.
    """
    closed, counts = closed_forms(), evaluations()
    parts = (gradients(), optimizers(closed), searches(counts), optima())
    checks = passed([check for part in parts for check in part])
    return Comparisons(checks, closed, counts)


def passed(checks: list[Check]) -> list[Check]:
    """The same checks, if each is within its tolerance.

    Raises:
        ValueError: With all that are not.
    """
    worse = [check for check in checks if not check.worst <= check.tolerance]
    if worse:
        lines = [f"{c.key}: {c.worst:.2e}, allowed {c.tolerance:.0e}" for c in worse]
        raise ValueError("beyond tolerance: " + "; ".join(lines))
    return checks


def recorded(name: str) -> Any:
    """What `python -m scripts.reference_problems.record` wrote."""
    (folder,) = READS
    return json.loads(read(f"{folder}/{name}.json"))


def gap(got: Any, expected: Any) -> float:
    """The largest |got - expected| / (1 + |expected|)."""
    expected = np.asarray(expected, float)
    return float(np.max(np.abs(np.asarray(got) - expected) / (1 + np.abs(expected))))


def _check(key: str, meaning: str, gaps: list[float], tolerance: float) -> Check:
    return Check(key, meaning, len(gaps), max(gaps), tolerance)


def gradients() -> Iterator[Check]:
    """Formulas against central differences, and against autograd as recorded."""
    at = np.array(cases.DATA_AT)
    squares, absolutes = cases.quadratics(), cases.absolutes()
    smooth: dict[str, Problem] = {
        **squares,
        "rosenbrock": Rosenbrock(),
        "quadratic": Quadratic(np.array([[4.0, 1.2], [1.2, 2.5]]), START),
    }
    for key, those in (("differences", smooth), ("differences_mae", absolutes)):
        gaps = [gap(p.grad(at), numerical_grad(p.value, at)) for p in those.values()]
        meaning = "Gradient formula against central differences"
        yield _check(key, meaning, gaps, tolerances.DIFFERENCES)
    kept = recorded("torch_gradients")
    gaps = [
        gap(p.grad(np.array(cases.AT[: p.dim])), kept[name][: p.dim])
        for name, p in cases.differentiated().items()
    ]
    for name, expected in recorded("torch_datasets").items():
        data = name.removesuffix("_absolute")
        of = squares if data == name else absolutes
        gaps.append(gap(of[data].grad(at), expected))
    meaning = "Gradient formula against autograd"
    yield _check("autograd", meaning, gaps, tolerances.AUTOGRAD)


def optimizers(closed: dict[str, dict[str, float]]) -> Iterator[Check]:
    """Each step against torch.optim as recorded; runs against the closed form."""
    for name, path in recorded("torch_paths").items():
        got = run(
            cases.line(), cases.SAME_AS_TORCH[name], cases.START, max_steps=cases.STEPS
        ).x
        length = np.linalg.norm(path, axis=1)
        gaps = (np.linalg.norm(got - path, axis=1) / length)[1:].tolist()
        meaning = f"{name}: steps against torch.optim"
        yield _check(f"torch.{name}", meaning, gaps, tolerances.TORCH_STEPS)
    for method in next(iter(closed.values())):
        gaps = [worst[method] for worst in closed.values()]
        meaning = f"{method}: runs of {cases.STEPS} steps against the closed form"
        yield _check(f"closed.{method}", meaning, gaps, tolerances.CLOSED_FORM)


def closed_forms() -> dict[str, dict[str, float]]:
    """The worst of all iterates against the closed form: problem by method."""
    worst: dict[str, dict[str, float]] = {}
    for name, problem in cases.quadratics().items():
        limit = learning_rate_limit(problem)
        methods: dict[str, Optimizer] = {
            "gradient_descent": GradientDescent(0.8 * limit),
            "momentum": Momentum(0.3 * limit, 0.9),
            "nesterov": Nesterov(0.3 * limit, 0.9),
            "chebyshev": best_chebyshev(problem),
        }
        k = np.arange(cases.STEPS + 1)
        worst[name] = {
            key: gap(
                run(problem, method, START, max_steps=cases.STEPS).x,
                closed_form(problem, method, START, k),
            )
            for key, method in methods.items()
        }
    return worst


def searches(counts: dict[str, Evaluations]) -> Iterator[Check]:
    """L-BFGS and conjugate gradients against dense formulas, each other and SciPy."""
    gaps = [
        difference
        for problem, start in cases.searched().values()
        for difference in directions(problem, start)
    ]
    meaning = "L-BFGS: direction against the dense formula"
    yield _check("lbfgs_dense", meaning, gaps, tolerances.DENSE_DIRECTION)
    by_gdcore, by_scipy = [], []
    for problem in cases.quadratics().values():
        path = run(problem, ConjugateGradient(), START, max_steps=2).x
        other = run(problem, LBFGS(search=Exact()), START, max_steps=2).x
        by_gdcore.append(gap(other, path))
        theirs = scipy_conjugate(problem)
        by_scipy.append(gap(path[: len(theirs)], theirs))
    meaning = "L-BFGS with exact steps against conjugate gradients"
    yield _check("lbfgs_conjugate", meaning, by_gdcore, tolerances.KRYLOV)
    meaning = "Conjugate gradients against SciPy's"
    yield _check("conjugate_scipy", meaning, by_scipy, tolerances.KRYLOV)
    ratios = [count.gdcore / count.scipy for count in counts.values()]
    meaning = "Evaluations of L-BFGS over those of SciPy's L-BFGS-B"
    yield _check("lbfgs_scipy", meaning, ratios, tolerances.MORE_THAN_SCIPY)


def directions(problem: Problem, start: tuple[float, float]) -> Iterator[float]:
    """Relative difference of each direction of a run from the dense formula's."""
    method = LBFGS()
    state = method.init(problem, start)
    for _ in range(100):
        state = method.step(problem, state)
        if not state.memory or length(state.grad) <= GTOL:
            return
        expected = -product(state.grad, dense_inverse(state.memory))
        off = lbfgs_direction(state.grad, state.memory) - expected
        yield float(length(off) / length(expected))


def dense_inverse(pairs: Pairs) -> Array:
    """The inverse Hessian that BFGS builds, as a matrix.

    Source: Nocedal and Wright (2006), equation (7.19).
    """
    s, y = pairs[-1]
    one = np.eye(len(s))
    H = one * dot(s, y) / dot(y, y)
    for s, y in pairs:
        V = one - np.outer(y, s) / dot(y, s)
        H = composed(composed(V.T, H), V) + np.outer(s, s) / dot(y, s)
    return H


def scipy_conjugate(problem: LeastSquares) -> list[Array]:
    """The first iterates of scipy.sparse.linalg.cg on H x = -gradient at zero."""
    zero, path = np.zeros(problem.dim), [START]
    scipy.sparse.linalg.cg(
        problem.hess(zero),
        -problem.grad(zero),
        x0=START,
        rtol=1e-15,
        maxiter=2,
        callback=lambda x: path.append(x.copy()),
    )
    return path


def evaluations() -> dict[str, Evaluations]:
    """Those of gdcore's L-BFGS and of SciPy's L-BFGS-B, by problem."""
    counts = {}
    for name, (problem, start) in cases.searched().items():
        ours = run(problem, LBFGS(), start, gtol=GTOL)
        theirs = scipy.optimize.minimize(
            problem.value,
            start,
            jac=problem.grad,
            method="L-BFGS-B",
            options={"gtol": GTOL, "ftol": 0.0, "maxfun": 10_000, "maxiter": 10_000},
        )
        counts[name] = Evaluations(int(ours.nfev[-1]), int(theirs.nfev))
    return counts


def optima() -> Iterator[Check]:
    """Minimizers against other solvers, least absolute errors against enumeration."""
    gaps = [
        gap(minimizer(p), scipy.linalg.lstsq(p.X, p.y, lapack_driver="gelsy")[0])
        for p in cases.quadratics().values()
        if not p.l2
    ]
    meaning = "Minimizer against SciPy's lstsq by QR factors"
    yield _check("minimizer", meaning, gaps, tolerances.MINIMIZER)
    gaps = [
        abs(float(p.value(best_absolute_line(p))) / least_by_pairs(p) - 1)
        for p in cases.absolutes().values()
    ]
    meaning = "Least absolute error: linear program against all pairs of points"
    yield _check("linear_program", meaning, gaps, tolerances.LEAST_ABSOLUTE)


def least_by_pairs(problem: LeastAbsolute) -> float:
    """The least mean absolute error of all lines through two of the points."""
    x, y = problem.X[:, 0], problem.y
    i, j = np.triu_indices(len(x), 1)
    w = (y[j] - y[i]) / (x[j] - x[i])
    off = np.multiply.outer(w, x) + (y[i] - w * x[i])[:, None] - y
    return float(np.abs(off).mean(axis=1).min())

"""Measures gdcore: exact tables, honest runs, evaluations, a frame.

The one rule: what is compared is what a reader would write instead.
"""

from typing import Any

from scripts.benchmark.rows import LeftOut, Row, fastest, rounds
from scripts.reference_problems import pytorch

RATES = (1e-7, 1e-6, 1e-5, 1.603e-5, 1.604e-5, 1.605e-5, 1.61e-5)  # the thread's


def exact(quick: bool) -> list[Row]:
    """The thread's seven rates after 1,000,000 steps, by the closed form."""
    import numpy as np

    from gdcore.datasets import two_variable_thread
    from gdcore.optimizers import GradientDescent
    from gdcore.problems import LeastSquares
    from gdcore.spectral import closed_form_excess

    system, zero = two_variable_thread(), np.zeros(2)
    problem = LeastSquares(system.A, system.b, reduction="sum")

    def formula() -> None:
        for rate in RATES:
            closed_form_excess(problem, GradientDescent(rate), zero, 1_000_000)

    milliseconds = 1000 * min(fastest(formula, formula, rounds=rounds(10, quick)))
    what = "the seven-rate table, exact, after 1,000,000 steps"
    return [Row(what, f"{milliseconds:.1f} ms", "under 10 ms", milliseconds < 10)]


def counts(quick: bool) -> list[Row]:
    """Steps to one percent on the two variables, the slowest of many questions."""
    import numpy as np

    from gdcore import spectral
    from gdcore.datasets import two_variable_thread
    from gdcore.optimizers import GradientDescent, Momentum, Nesterov
    from gdcore.problems import LeastSquares

    system, zero = two_variable_thread(), np.zeros(2)
    problem = LeastSquares(system.A, system.b, reduction="sum")
    best = (
        spectral.best_gradient_descent,
        spectral.best_momentum,
        spectral.best_nesterov,
        spectral.best_chebyshev,
    )
    methods = [choose(problem) for choose in best]
    for learning_rate in (1e-8, 1e-6, 1e-5):
        methods.append(GradientDescent(learning_rate))
        for beta in (0.5, 0.9, 0.9999, 1 - 1e-7):
            methods += [Momentum(learning_rate, beta), Nesterov(learning_rate, beta)]
    seconds = []
    for method in methods:

        def ask(method: spectral.LinearMethod = method) -> None:
            spectral.steps_until(problem, method, zero, tolerance=0.01)

        seconds.append(min(fastest(ask, ask, rounds=rounds(5, quick))))
    what = f"a count of steps, the slowest of {len(methods)} methods"
    milliseconds = 1000 * max(seconds)
    return [Row(what, f"{milliseconds:.1f} ms", "under 50 ms", milliseconds < 50)]


def frame(quick: bool) -> list[Row]:
    """All that the explorer draws of 500 epochs, the loss surface with it."""
    from scripts.engine.api import call

    settings = {"data": {"name": "clean"}, "epochs": 500}

    def ask() -> None:
        if len(call("frame", settings)["k"]) != 501:
            raise ValueError("this is no frame of 500 epochs")

    milliseconds = 1000 * min(fastest(ask, ask, rounds=rounds(15, quick)))
    what = "a frame of 500 epochs with its surface, natively"
    return [Row(what, f"{milliseconds:.1f} ms", "under 25 ms", milliseconds < 25)]


def float32(quick: bool) -> list[Row]:
    """The thread's seven rates by honest iteration, against a PyTorch loop of each."""
    if not pytorch.installed():
        raise LeftOut(pytorch.MISSING)
    import numpy as np
    import torch

    from gdcore.datasets import two_variable_thread
    from gdcore.optimizers import GradientDescent
    from gdcore.problems import LeastSquares
    from gdcore.runs import run

    system, steps = two_variable_thread(), 1_000 if quick else 20_000
    A, b = system.A.astype(np.float32), system.b.astype(np.float32)
    problem = LeastSquares(A, b, reduction="sum")
    method = GradientDescent(np.array(RATES)[:, None])
    torch.set_num_threads(1)

    matrix, right = torch.from_numpy(A), torch.from_numpy(b)

    def theirs() -> None:
        for rate in RATES:
            x = torch.zeros(2, requires_grad=True)
            for _ in range(steps):
                (matrix @ x - right).pow(2).sum().backward()
                assert x.grad is not None
                with torch.no_grad():
                    x -= rate * x.grad
                    x.grad.zero_()

    ours, slow = fastest(
        lambda: run(problem, method, np.zeros(2), max_steps=steps, every=1000),
        theirs,
        rounds=rounds(2, quick),
    )
    what = f"seven float32 runs of {steps:,} steps against PyTorch loops"
    figure = f"{slow / ours:.0f} times as fast ({ours:.2f} s against {slow:.1f} s)"
    return [Row(what, figure, "at least 25 times", slow >= 25 * ours)]


def loop(quick: bool) -> list[Row]:
    """`run` against the same descent as a bare numpy loop, on a line and on a pair."""
    import numpy as np

    from gdcore.datasets import intercept_thread, two_variable_thread
    from gdcore.optimizers import GradientDescent
    from gdcore.problems import LeastSquares, line_fit
    from gdcore.runs import run

    points, system = intercept_thread(), two_variable_thread()
    problems = {
        "100 points": line_fit(points.x, points.y),
        "2 equations": LeastSquares(system.A, system.b),
    }
    steps, rows = 20_000, []
    for name, problem in problems.items():

        def ours_runs(problem: LeastSquares = problem) -> None:
            method = GradientDescent(1e-5)
            run(problem, method, np.zeros(2), max_steps=steps, every=1000)

        def bare(X: Any = problem.X, y: Any = problem.y) -> None:
            x = np.zeros(2)
            for _ in range(steps):
                x = x - 1e-5 * (2 / len(y) * ((X @ x - y) @ X))

        ours, theirs = fastest(ours_runs, bare, rounds=rounds(5, quick))
        figure = f"{ours / theirs:.2f} times the bare loop"
        kept = ours <= 1.4 * theirs
        rows.append(Row(f"run, {name}", figure, "at most 1.4 times", kept))
    return rows


def wide(quick: bool) -> list[Row]:
    """The minimizer of many parameters, by itself and by steps that need it."""
    import numpy as np

    from gdcore.problems import LeastSquares, Quadratic
    from gdcore.spectral import best_momentum, minimizer, steps_until

    p = 40 if quick else 500
    draw = np.random.RandomState(0)
    X, y = draw.randn(10 * p, p), draw.randn(10 * p)
    curved = Quadratic(X.T @ X / len(y), np.zeros(p))
    method, start = best_momentum(curved), np.ones(p)
    fit, lapacks = fastest(
        lambda: minimizer(LeastSquares(X, y)),
        lambda: np.linalg.lstsq(X, y),
        rounds=rounds(5, quick),
    )
    count, eigen = fastest(
        lambda: steps_until(curved, method, start, tolerance=0.01),
        lambda: np.linalg.eigh(curved.A),
        rounds=rounds(5, quick),
    )
    return [
        Row(
            f"{what} of {p} parameters, against LAPACK's {theirs}",
            f"{ours / other:.1f} times ({ours:.3f} s against {other:.3f} s)",
            f"at most {most} times",
            ours <= most * other,
        )
        for what, theirs, ours, other, most in (
            ("the minimizer", "lstsq", fit, lapacks, 10),
            ("a count of steps", "eigh", count, eigen, 10),
        )
    ]


def tall(quick: bool) -> list[Row]:
    """A million rows, every step kept, against a bare loop that keeps as much."""
    import tracemalloc
    from dataclasses import astuple

    import numpy as np

    from gdcore.optimizers import GradientDescent
    from gdcore.problems import line_fit
    from gdcore.runs import run

    rows, steps = (10_000, 20) if quick else (1_000_000, 200)
    draw = np.random.RandomState(0)
    x, noise = draw.randn(rows), draw.randn(rows)
    problem = line_fit(x, 2 * x + 1 + noise)
    X, y = problem.X, problem.y

    def ours_keeps() -> Any:
        return run(problem, GradientDescent(0.1), np.zeros(2), max_steps=steps)

    def bare() -> Any:
        theta, kept = np.zeros(2), []
        for _ in range(steps + 1):
            r = X @ theta - y
            grad = 2 / rows * (r @ X)
            kept.append((theta, r @ r / rows, grad))
            theta = theta - 0.1 * grad
        return [np.array(column) for column in zip(*kept, strict=True)]

    ours, theirs = fastest(ours_keeps, bare, rounds=rounds(5, quick))
    tracemalloc.start()
    held = sum(np.asarray(field).nbytes for field in astuple(ours_keeps()))
    megabytes = (tracemalloc.get_traced_memory()[1] - held) / 1e6
    tracemalloc.stop()
    what, ratio = f"{rows:,} x 2, {steps} steps kept", ours / theirs
    figure = f"{ratio:.2f} times the bare loop, {megabytes:.1f} MB beside the result"
    kept = ratio <= 1.3 and megabytes <= 200
    return [Row(f"run, {what}", figure, "at most 1.3 times, 200 MB", kept)]


def evaluations(_: bool) -> list[Row]:
    """L-BFGS to a gradient of 1e-8, in evaluations, against scipy's L-BFGS-B."""
    import numpy as np
    from scipy.optimize import minimize

    from gdcore import datasets
    from gdcore.optimizers import LBFGS
    from gdcore.problems import LeastSquares, Rosenbrock, line_fit
    from gdcore.runs import run

    system, thread = datasets.two_variable_thread(), datasets.intercept_thread()
    sets = {name: make() for name, make in datasets.TEACHING.items()}
    cases: dict[str, tuple[Any, list[float]]] = {
        name: (line_fit(data.x, data.y), [0.0, 0.0]) for name, data in sets.items()
    }
    cases["intercept thread"] = (line_fit(thread.x, thread.y), [0.0, 0.0])
    pair = LeastSquares(system.A, system.b, reduction="sum")
    cases["two-variable thread"] = (pair, [0.0, 0.0])
    cases["Rosenbrock"] = (Rosenbrock(), [-1.2, 1.0])
    rows = []
    for name, (problem, start) in cases.items():

        def f(x: Any, problem: Any = problem) -> tuple[float, Any]:
            return float(problem.value(x)), problem.grad(x)

        ours = int(run(problem, LBFGS(), start, gtol=1e-8).nfev[-1])
        options = {"gtol": 1e-8, "ftol": 0}
        theirs = minimize(f, start, jac=True, method="L-BFGS-B", options=options)
        ratio = ours / theirs.nfev
        figure = f"{ratio:.2f} times ({ours} against {theirs.nfev}, gradient "
        figure += f"{np.abs(theirs.jac).max():.0e})"
        what = f"L-BFGS evaluations, {name}, against scipy"
        rows.append(Row(what, figure, "at most 1.2 times", ratio <= 1.2))
    return rows

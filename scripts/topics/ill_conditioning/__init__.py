"""Why a two-variable linear regression needs a million steps: the thread, re-computed.

The one rule: what float32 printed is iterated, what is exact is the closed form, and
each claim about the difference between them rests on an experiment of its own.
"""

from typing import Any

import numpy as np

from gdcore.algebra import singular_values
from gdcore.datasets import two_variable_thread
from gdcore.optimizers import GradientDescent
from gdcore.preconditioning import Transformed, jacobi
from gdcore.problems import LeastSquares
from gdcore.spectral import (
    best_gradient_descent,
    best_momentum,
    closed_form,
    closed_form_excess,
    eigen_errors,
    learning_rate_limit,
    minimizer,
    rate,
    spectrum,
    steps_to,
)
from scripts.drawing.declarations import Number, Topic, declared
from scripts.topics.ill_conditioning import curves, float32, remedies, valley
from scripts.topics.ill_conditioning import numbers as wording
from scripts.topics.ill_conditioning.rates import RATES, START, WALL, T

CONVERGING, DIVERGING = RATES[:4], RATES[4:]
STALLS = {1e-7: 8.0, 1e-6: 32.0, 1e-5: 64.0}  # |x1| where float32 stops: powers of two
EVERY = 1_000


def compute() -> dict[str, Any]:
    """Everything that the page shows."""
    thread = two_variable_thread()
    problem = LeastSquares(thread.A, thread.b, reduction="sum")
    return {
        **_spectrum(problem),
        **_theory(problem),
        "exact": {r: _exact(problem, r) for r in CONVERGING},
        "float32": _float32(problem),
        "rule": {r: _thinned(float32.predicted(problem, r)) for r in STALLS},
        "rule_at_T": {r: _rule_at(problem, r) for r in STALLS},
        "rule_near_limit": float(_rule_at(problem, 1.603e-5)["losses"][-1]),
        "stall": {r: float32.stall(problem, r, size) for r, size in STALLS.items()},
        "exercise": float32.stall(problem, 3e-6, _rule_end(problem, 3e-6)),
        "cliff": _cliff(problem),
        "squared": remedies.squared(problem),
        "remedies": [tuple(remedy) for remedy in remedies.remedies(problem)],
        "searched": remedies.backtracked(problem),
        "film": _film(problem),
        "film_of_thread": _path(problem),
        "squared_in_float32": float32.squared(problem),
    }


def _spectrum(problem: LeastSquares) -> dict[str, Any]:
    """The valley: curvatures, directions, and where the run starts in it."""
    seen, sigma = spectrum(problem), singular_values(problem.X)
    flat, steep = seen.eigenvectors.T
    return {
        "sigma": (float(sigma[0]), float(sigma[1])),
        "curvature": (seen.mu, seen.L),
        "flat": flat * np.sign(flat[1]),
        "steep": steep * np.sign(steep[0]),
        "solution": minimizer(problem),
        "error": np.abs(eigen_errors(problem, START)),
        "condition": (float(sigma[0] / sigma[1]), seen.condition_number),
        "jacobi": spectrum(Transformed(problem, jacobi(problem))).condition_number,
        "rounded": spectrum(
            Transformed(problem, remedies.rounded(problem))
        ).condition_number,
    }


def _theory(problem: LeastSquares) -> dict[str, Any]:
    """Limits, best settings and step counts."""
    best, heavy = best_gradient_descent(problem), best_momentum(problem)
    mu, sigma = spectrum(problem).mu, singular_values(problem.X)
    a = sigma[0] / sigma[1]
    factors = {r: tuple(1 - r * spectrum(problem).eigenvalues) for r in RATES}
    return {
        "limit": learning_rate_limit(problem),
        "best": float(best.learning_rate),
        "momentum": (float(heavy.learning_rate), heavy.beta),
        "factors": factors,
        "steps": {
            "best": steps_to(rate(problem, best), 0.01),
            "1e-06": steps_to(rate(problem, GradientDescent(1e-6)), 0.01),
            "1e-05": steps_to(rate(problem, GradientDescent(1e-5)), 0.01),
            "wrong_condition": steps_to((a - 1) / (a + 1), 0.01),
            "momentum": steps_to(rate(problem, heavy), 0.01),
            "steep": steps_to(abs(factors[1e-5][1]), 0.01),
        },
        "needed": float(-np.expm1(np.log(0.01) / (2 * T)) / mu),
    }


def _exact(problem: LeastSquares, learning_rate: float) -> dict[str, Any]:
    """Exact losses on a log-spaced axis and at T, and the place at T."""
    method = GradientDescent(learning_rate)
    steps = np.unique(np.geomspace(1, 1e9, 400).astype(int))
    every = np.arange(0, T + 1, EVERY)
    return {
        "steps": steps,
        "losses": closed_form_excess(problem, method, START, steps),
        "every": closed_form_excess(problem, method, START, every),
        "x": closed_form(problem, method, START, T),
    }


def _float32(problem: LeastSquares) -> dict[str, Any]:
    """The thread's seven runs, and each half of the rounding without the other."""
    rates, single, double = np.array(CONVERGING), np.float32, np.float64

    def end(parameters: Any, arithmetic: Any) -> Any:
        kinds = {"parameters": parameters, "arithmetic": arithmetic}
        x = float32.descended(problem, rates, steps=T, every=T, **kinds)
        return float32.loss(problem, x[-1]).astype(double)

    with np.errstate(over="ignore", invalid="ignore"):
        x = float32.descended(problem, np.array(RATES), steps=T, every=EVERY)
        losses = float32.loss(problem, x)
    return {
        "losses": losses.astype(double),
        "only_parameters": end(single, double),
        "only_arithmetic": end(double, single),
        "overflow": float32.overflow(problem, np.array(DIVERGING)),
    }


def _thinned(course: dict[str, Any]) -> dict[str, Any]:
    """Every 50th cell, and the last one reached: enough to draw."""
    thin = {name: values[::50] for name, values in course.items()}
    ends = {name: course[name][-1] for name in ("steps", "size", "loss")}
    return {**thin, "end": ends}


def _rule_at(problem: LeastSquares, learning_rate: float) -> dict[str, Any]:
    """Loss by the rounding rule at every recorded step up to T."""
    course = float32.predicted(problem, learning_rate)
    every = np.arange(0, T + 1, EVERY)
    return {"every": every, "losses": np.interp(every, course["steps"], course["loss"])}


def _rule_end(problem: LeastSquares, learning_rate: float) -> float:
    """|x1| at which float32 stops by the rounding rule."""
    return float(float32.predicted(problem, learning_rate)["size"][-1])


def _cliff(problem: LeastSquares) -> dict[str, Any]:
    """Loss after T steps against the rate: below the limit, and if there were none."""
    e, mu = eigen_errors(problem, START), spectrum(problem).mu
    rates = np.linspace(1e-9, 6.6e-5, 400)
    floor = 0.5 * mu * e[0] ** 2 * np.exp(2 * T * np.log1p(-rates * mu))
    return {"rates": rates, "floor": floor}


def _film(problem: LeastSquares) -> dict[str, Any]:
    """Errors per direction at log-spaced steps, from a start on the wall at 1e-5."""
    flat = abs(eigen_errors(problem, START)[0])
    mu, L = spectrum(problem).eigenvalues
    moving = np.geomspace(1, T, 130).astype(int)
    steps = np.concatenate([[0] * 10, moving, [T] * 20])
    wall = WALL * (1 - 1e-5 * L) ** steps
    floor = flat * np.exp(steps * np.log1p(-1e-5 * mu))
    return {"steps": steps, "flat": floor, "steep": wall}


def _path(problem: LeastSquares) -> Any:
    """(steep, flat) error every 100,000 steps of the thread's run at 1e-5."""
    steps = np.arange(0, T + 1, 100_000)
    x = closed_form(problem, GradientDescent(1e-5), START, steps)
    flat, steep = eigen_errors(problem, x).T
    return np.stack([steep, np.abs(flat)], axis=1)


def numbers(data: dict[str, Any]) -> list[Number]:
    """All that the page shows as a number."""
    return wording.numbers(data)


TOPIC = Topic(compute, numbers, declared(valley, curves))

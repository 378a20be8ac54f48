"""Counts of steps beside runs, and beside arithmetic of sixty digits.

The one rule: before the last step of a count the run is outside, and never after.
"""

import functools
from decimal import Decimal, localcontext

import numpy as np
import pytest

from gdcore.algebra import length
from gdcore.datasets import two_variable_thread
from gdcore.optimizers import Chebyshev, GradientDescent, Momentum, Nesterov
from gdcore.problems import LeastSquares, Quadratic
from gdcore.runs import run
from gdcore.spectral import (
    best_momentum,
    best_nesterov,
    closed_form,
    counts,
    learning_rate_limit,
    minimizer,
    rate,
    root_of_loss,
    steps_to,
    steps_until,
)
from gdcore.spectral.envelopes import envelope
from tests.problems_for_tests import LINEAR
from tests.problems_for_tests import TURNED as PROBLEM

X0 = np.array([3.0, 1.0, -2.0])


@pytest.mark.parametrize(
    ("factor", "tolerance", "steps"),
    [
        (0.5, 0.125, 3),
        (0.5, 0.124, 4),
        (0.5, 0.126, 3),
        (0.9, 0.01, 44),
        (0.0, 0.01, 1),
        (0.999, 1e-6, 13809),
        (0.75, 0.421875, 3),
        (0.1, 0.1**5, 5),
        (0.1, np.nextafter(0.1**5, 0), 6),
        (1e-300, 1e-310, 2),
    ],
)
def test_steps_to_is_the_fewest_that_will_do(factor, tolerance, steps):
    assert steps_to(factor, tolerance) == steps
    assert type(steps_to(factor, tolerance)) is int
    if steps:
        assert factor**steps <= tolerance
        assert factor ** (steps - 1) > tolerance


@pytest.mark.parametrize(
    ("factor", "tolerance", "says"),
    [
        (1.0, 0.01, r"rate must be in \[0, 1\), got 1.0"),
        (-0.1, 0.01, r"rate must be in \[0, 1\), got -0.1"),
        (np.nan, 0.01, r"rate must be in \[0, 1\), got nan"),
        (0.5, 0.0, "tolerance must be above 0 and below 1, got 0.0"),
        (0.5, np.nan, "tolerance must be above 0 and below 1, got nan"),
        (0.5, 1.0, "tolerance must be above 0 and below 1, got 1.0"),
        (0.0, 2, "tolerance must be above 0 and below 1, got 2"),
    ],
)
def test_steps_to_nowhere_is_refused(factor, tolerance, says):
    with pytest.raises(ValueError, match=says):
        steps_to(factor, tolerance)


def test_steps_to_a_power_of_the_rate_are_its_exponent():
    draw = np.random.RandomState(1)
    for factor in draw.uniform(0.05, 0.999, 300).tolist():
        steps = int(draw.randint(1, 60))
        assert steps_to(factor, factor**steps) == steps


@functools.cache
def errors_of(method) -> np.ndarray:
    """Of each step of a run on PROBLEM; many tests look at the same run."""
    path = run(PROBLEM, method, X0, max_steps=3000).x - minimizer(PROBLEM)
    path.setflags(write=False)
    return path


def last_above(method, tolerance, measure=None) -> int:
    """The step after the last one above the tolerance, by taking all steps."""
    measure = measure or (lambda e: np.linalg.norm(e, axis=-1))
    size = np.abs(measure(errors_of(method)))
    above = np.flatnonzero(size > tolerance * size[0])
    return int(above[-1]) + 1 if above.size else 0


@pytest.mark.parametrize("name", LINEAR)
@pytest.mark.parametrize("tolerance", [0.5, 0.01, 1e-6])
def test_steps_until_is_where_the_run_is_within_for_good(name, tolerance):
    method = LINEAR[name]
    got = steps_until(PROBLEM, method, X0, tolerance=tolerance)
    assert got == last_above(method, tolerance)
    assert type(got) is int


def test_steps_until_counts_the_last_return_of_a_swinging_error():
    method = Momentum(0.35, 0.95)
    path = run(PROBLEM, method, X0, max_steps=400)
    error = np.linalg.norm(path.x - minimizer(PROBLEM), axis=1) / np.linalg.norm(
        X0 - minimizer(PROBLEM)
    )
    first_within = int(np.argmax(error <= 0.3))
    got = steps_until(PROBLEM, method, X0, tolerance=0.3)
    assert got == last_above(method, 0.3) > first_within


@pytest.mark.parametrize("name", ["descent", "momentum", "best_chebyshev"])
def test_steps_until_takes_another_measure(name):
    def first(error):
        return error[:, 0]

    method = LINEAR[name]
    got = steps_until(PROBLEM, method, X0, tolerance=0.01, measure=first)
    assert got == last_above(method, 0.01, first)
    if name != "best_chebyshev":
        assert got != steps_until(PROBLEM, method, X0, tolerance=0.01)


@pytest.mark.parametrize("name", ["descent", "momentum"])
def test_steps_until_counts_on_the_root_of_the_loss(name):
    least = PROBLEM.value(minimizer(PROBLEM))

    def root(error):
        above = PROBLEM.value(minimizer(PROBLEM) + error) - least
        return np.sqrt(np.maximum(above, 0))  # rounding at the end of a run

    method, measure = LINEAR[name], root_of_loss(PROBLEM)
    errors = np.array([[0.5, -2.0, 1.0], [3.0, 0.0, -1.0]])[:, : PROBLEM.dim]
    np.testing.assert_allclose(measure(errors), root(errors), rtol=1e-12)
    got = steps_until(PROBLEM, method, X0, tolerance=0.01, measure=measure)
    assert got == last_above(method, 0.01, root)


def test_steps_until_looks_at_a_small_share_of_a_large_error():
    # The measured part is 1e-6 of the whole error, which lies elsewhere.
    problem = Quadratic(np.diag([0.01, 1.0, 1.0]), np.zeros(3))
    x0 = np.array([1.0, 1e6, 0.0])
    got = steps_until(
        problem, GradientDescent(0.5), x0, tolerance=0.5, measure=lambda e: e[:, 0]
    )
    assert got == steps_to(1 - 0.005, 0.5)


def test_steps_until_waits_for_a_measure_that_rises_at_first():
    # Fast and slow mode nearly cancel in the first parameter, until one is gone.
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    problem = Quadratic(turn @ np.diag([0.01, 1.0]) @ turn.T, np.zeros(2))
    x0 = turn @ [1.0, 0.75 * 0.999]

    def first(error):
        return error[:, 0]

    method = GradientDescent(0.5)
    path = run(problem, method, x0, max_steps=4000)
    above = np.flatnonzero(np.abs(path.x[:, 0]) > 0.5 * abs(x0[0]))
    got = steps_until(problem, method, x0, tolerance=0.5, measure=first)
    assert got == above[-1] + 1 > steps_to(1 - 0.005, 0.5)


def test_steps_until_stops_where_the_tolerance_is_met_with_equality():
    # The error is 2^-k exactly.
    problem = Quadratic([[1.0]], [0.0])
    for tolerance, steps in ((0.25, 2), (0.2499, 3), (0.5, 1)):
        got = steps_until(problem, GradientDescent(0.5), [1.0], tolerance=tolerance)
        assert got == steps


def test_steps_until_can_be_a_single_one():
    bowl = Quadratic(2.0 * np.eye(2), [1.0, 3.0])
    one = steps_until(bowl, GradientDescent(0.5), [5.0, -1.0], tolerance=0.01)
    assert one == 1


def test_steps_until_from_the_minimum_is_zero():
    problem = Quadratic(np.diag([1.0, 2.0]), [1.0, 4.0])
    assert steps_until(problem, GradientDescent(0.1), [1.0, 2.0], tolerance=0.01) == 0


def test_a_million_steps_are_counted_without_taking_them():
    problem = Quadratic(np.diag([1e-6, 1.0]), [0.0, 0.0])
    got = steps_until(problem, GradientDescent(1.0), [1.0, 1.0], tolerance=0.01)
    assert got == steps_to(1 - 1e-6, 0.01 * np.sqrt(2))
    within = closed_form(problem, GradientDescent(1.0), [1.0, 1.0], [got - 1, got])
    assert within[0, 0] > 0.01 * np.sqrt(2) >= within[1, 0]


def test_steps_until_a_method_that_does_not_converge_is_refused():
    for method in (GradientDescent(0.41), Momentum(0.8, 0.9), Nesterov(0.5, 0.9)):
        rate, limit = method.learning_rate, learning_rate_limit(PROBLEM, method)
        why = f"its learning rate, {rate:g}, must be below {limit:.4g}, the limit"
        says = f"{type(method).__name__} does not converge on this problem: {why}"
        with pytest.raises(ValueError, match=says):
            steps_until(PROBLEM, method, X0, tolerance=0.01)


def test_rates_and_bounds_that_do_not_converge_are_refused_with_what_to_do():
    bowl = Quadratic(np.diag([1.0, 4.0]), [1.0, 0.0])
    for method, says in (
        (GradientDescent([0.1, 1.5]), "divide its learning rates by more than 3$"),
        (Chebyshev(0.5, 1.0), "its eigenvalues are from 1 to 4; bound them by these"),
        (GradientDescent(1e-20), "in float64 its slowest direction stands still"),
    ):
        with pytest.raises(ValueError, match=says):
            steps_until(bowl, method, [0, 0], tolerance=0.01)
    for tolerance in (0.0, 1.0, 1.5):
        with pytest.raises(ValueError, match="tolerance must be above 0 and below 1"):
            steps_until(bowl, GradientDescent(0.1), [0, 0], tolerance=tolerance)


@pytest.mark.parametrize(
    "method",
    [
        GradientDescent(0.01),
        Momentum(0.01, 0.37),
        Nesterov(0.01, 0.3),
        Chebyshev(0.1, 90.0),
    ],
)
def test_a_direction_without_curvature_has_no_count(method):
    column = np.arange(1.0, 5.0)
    flat = LeastSquares(np.stack([column, column], 1), column**2)
    with pytest.raises(ValueError, match="a direction has no curvature"):
        steps_until(flat, method, [1, 0], tolerance=0.01)
    beyond = GradientDescent(9.0)
    with pytest.raises(ValueError, match="its learning rate, 9, must be below"):
        steps_until(flat, beyond, [1, 0], tolerance=0.01)


KINDS = ("descent", "rates", "momentum", "nesterov", "chebyshev")


def generated(kind: str, draw: np.random.RandomState):
    """A quadratic of two or three variables, a method, a start, a tolerance."""
    n = int(draw.choice([2, 2, 3]))
    kappa = 10 ** draw.uniform(0, 6)
    values = draw.uniform(0.1, 9) * np.r_[1, kappa, kappa ** draw.uniform(0, 1, n - 2)]
    turn = np.linalg.qr(draw.randn(n, n))[0]
    matrix = turn @ np.diag(values) @ turn.T
    problem = Quadratic((matrix + matrix.T) / 2, draw.randn(n))
    share = draw.choice([draw.uniform(0, 1.02), 1 - 10 ** draw.uniform(-4, 0)])
    beta = draw.choice([draw.uniform(0, 1), 1 - 10 ** draw.uniform(-3, 0)])
    mu, L = values.min(), values.max()
    match kind:
        case "descent":
            method = GradientDescent(share * 2 / L)
        case "rates":
            method = GradientDescent(share * 2 / L * draw.uniform(0.3, 1, n))
        case "momentum":
            method = Momentum(share * 2 * (1 + beta) / L, beta)
            method = best_momentum(problem) if draw.rand() < 0.3 else method
        case "nesterov":
            method = Nesterov(share * (2 + 2 * beta) / (1 + 2 * beta) / L, beta)
            method = best_nesterov(problem) if draw.rand() < 0.3 else method
        case _:
            method = Chebyshev(
                mu * draw.uniform(0.2, 1.5), L * draw.uniform(0.9, 1.5) + 1
            )
    measure = length if draw.rand() < 0.5 else lambda error: error[..., 0]
    return problem, method, draw.randn(n), draw.choice([0.5, 0.1, 0.01, 1e-4]), measure


@pytest.mark.parametrize("kind", KINDS)
def test_counts_of_generated_cases_are_those_of_the_runs(kind):
    counted, most = 0, 3000
    for seed in range(80):
        draw = np.random.RandomState([seed, KINDS.index(kind)])
        problem, method, x0, tolerance, measure = generated(kind, draw)
        errors = run(problem, method, x0, max_steps=most).x - minimizer(problem)
        size = np.abs(measure(errors))
        outside = size > tolerance * size[0]
        if rate(problem, method) >= 1:
            with pytest.raises(ValueError, match="does not converge on this problem"):
                steps_until(problem, method, x0, tolerance=tolerance)
            assert length(errors[-1]) > tolerance * length(errors[0])
            continue
        count = steps_until(problem, method, x0, tolerance=tolerance, measure=measure)
        assert not outside[count:].any(), (seed, method)
        assert count == 0 or count >= len(outside) or outside[count - 1], (seed, method)
        counted += 0 < count < len(outside)
    assert counted > 25


@pytest.mark.parametrize("piece", [8, 64, 4096])
@pytest.mark.parametrize("parts", [2, 3, 50])
def test_a_count_is_the_same_however_the_steps_are_cut(monkeypatch, piece, parts):
    cases = [(LINEAR[name], tolerance) for name in LINEAR for tolerance in (0.3, 1e-7)]
    expected = [last_above(method, share) for method, share in cases]
    monkeypatch.setattr(counts, "DENSE", piece)
    monkeypatch.setattr(counts, "PARTS", parts)
    assert expected == [
        steps_until(PROBLEM, method, X0, tolerance=share) for method, share in cases
    ]


class Exactly:
    """Errors of momentum on the two variables from zero, in numbers of sixty digits."""

    def __init__(self, problem: LeastSquares):
        (p, q), (_, r) = (map(Decimal, row) for row in problem.hess(X0[:2]).tolist())
        apart = ((p - r) ** 2 / 4 + q * q).sqrt()
        self.start = [-Decimal(value) for value in minimizer(problem).tolist()]
        self.modes = []
        for value in ((p + r) / 2 - apart, (p + r) / 2 + apart):
            size = (q * q + (value - p) ** 2).sqrt()
            self.modes.append((value, (q / size, (value - p) / size)))

    def share(self, method: Momentum | Nesterov, k: int, i: int) -> Decimal:
        """What is left of the error of parameter i after k steps."""
        error, b = Decimal(0), Decimal(method.beta)
        for value, vector in self.modes:
            nu = Decimal(method.learning_rate) * value
            ahead = b if isinstance(method, Nesterov) else 0
            step = ((1 - nu - ahead * nu, -b * (ahead or 1)), (nu, b))
            along = sum(a * c for a, c in zip(vector, self.start, strict=True))
            error += vector[i] * along * power(step, k)[0][0]
        return abs(error / self.start[i])


def power(M, k: int):
    out = ((1, 0), (0, 1))
    while k:
        if k & 1:
            out = times(out, M)
        M, k = times(M, M), k >> 1
    return out


def times(A, B):
    return [[row[0] * B[0][j] + row[1] * B[1][j] for j in (0, 1)] for row in A]


@pytest.mark.parametrize(
    ("method", "least"),
    [
        (Momentum(1e-5, 0.9), 180_000),
        (Momentum(1e-5, 1 - 1e-7), 13_000_000),
        (Momentum(1e-8, 1 - 1e-6), 1_200_000),
        (Nesterov(1e-9, 1 - 1e-6), 1_100_000),
        (Nesterov(1e-9, 0.9), 1_000_000_000),
        (Momentum(1e-9, 0.5), 9_000_000_000),
    ],
)
@pytest.mark.parametrize("i", [0, 1])
def test_counts_of_millions_are_those_of_sixty_digits(method, least, i):
    thread = two_variable_thread()
    problem = LeastSquares(thread.A, thread.b, reduction="sum")
    with localcontext(prec=60):
        exactly = Exactly(problem)
        for tolerance in (0.5, 0.01):
            count = steps_until(
                problem,
                method,
                [0.0, 0.0],
                tolerance=tolerance,
                measure=lambda error: error[..., i],
            )
            assert count > least
            near = count // 10**8  # beyond, the rounding of an eigenvalue shows
            assert exactly.share(method, count - 1 - near, i) > tolerance
            assert exactly.share(method, count + near, i) <= tolerance


@pytest.mark.parametrize("low", [1e-6, 1e-9, 1e-12])
@pytest.mark.parametrize(
    "method",
    [
        GradientDescent(1.0),
        Momentum(1.0, 0.0),
        Momentum(1.0, 0.5),
        Nesterov(1.0, 0.9),
        Nesterov(0.5, 0.3),
    ],
    ids=repr,
)
def test_counts_beside_a_mode_that_ends_at_once(low, method):
    """The steep mode's root is zero, or shrinks below the smallest number early on."""
    problem = Quadratic(np.diag([low, 1.0]), [low, 1.0])
    count = steps_until(problem, method, [0.0, 0.0], tolerance=0.01)
    with localcontext(prec=60):
        nu = Decimal(method.learning_rate) * Decimal(low)
        b = Decimal(getattr(method, "beta", 0.0))
        ahead = b if isinstance(method, Nesterov) else 0
        step = ((1 - nu - ahead * nu, -b * (ahead or 1)), (nu, b))
        near = 1 + count // 10**8
        limit = Decimal("0.01") * Decimal(2).sqrt()
        assert abs(power(step, count - near)[0][0]) > limit
        assert abs(power(step, count + near)[0][0]) <= limit


def test_roots_that_rounding_parts_make_no_other_factor():
    # f(k) = (1 + s k) r^k at the double root r of Nesterov's method, k from 0 on.
    beta = 0.5720534676568163
    root = 2 * beta / (1 + beta)
    nu = ((1 - beta) / (1 + beta)) ** 2
    k = np.array([0.0, 1.0, 20.0, 300.0])
    expected = (1 + (1 - (1 + beta) * nu - root) / root * k) * root**k
    for shift in range(-20, 21):
        modes = np.array([nu * (1 + shift * 2.0**-53)])
        factor = envelope(Nesterov(1.0, beta), modes).factor(k)[:, 0]
        np.testing.assert_allclose(factor, expected, rtol=1e-6)

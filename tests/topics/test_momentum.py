"""The page on momentum: each formula beside a plain loop that shares no line with it.

The one rule: a count, a factor or a limit is measured here anew, on the example's rows.
"""

import itertools
from typing import Any

import numpy as np
import pytest

from gdcore.problems import numerical_grad
from scripts import engine
from scripts.topics import momentum
from scripts.topics.momentum import explorer
from scripts.topics.momentum.data import Data, beyond, modes, valley
from tests.conftest import computed

X = np.arange(-25.0, 26, 2)
ROWS = np.stack([X, np.ones_like(X)], axis=1)
Y = 0.3 * X + 5 + np.sin(X)
BEST = np.array([X @ Y / (X @ X), Y.mean()])
LOW, HIGH = 2.0, 450.0
ROOT = 15.0  # of the condition number


@pytest.fixture(scope="module")
def data() -> Data:
    return computed("momentum")


@pytest.fixture(scope="module")
def number(data) -> dict[str, Any]:
    return {one.key: one.value for one in momentum.TOPIC.numbers(data)}


def gradient(p: np.ndarray) -> np.ndarray:
    return 2 * (ROWS @ p - Y) @ ROWS / len(X)


def ball(rate: float, beta: float, steps: int, ahead: bool = False) -> np.ndarray:
    """(w, b) by hand, with x_k - x_(k-1) in place of a velocity, or Nesterov's."""
    if ahead:
        y, path, at = np.zeros(2), [np.zeros(2)], np.zeros(2)
        for _ in range(steps):
            new = at - rate * gradient(at)
            at, y = new + beta * (new - y), new
            path.append(at)
        return np.array(path)
    path = [np.zeros(2), -rate * gradient(np.zeros(2))]
    for _ in range(steps - 1):
        move = path[-1] - path[-2]
        path.append(path[-1] - rate * gradient(path[-1]) + beta * move)
    return np.array(path)


def left(path: np.ndarray) -> np.ndarray:
    """Share of sqrt(L - L*), from the curvatures."""
    excess = np.sqrt((path - BEST) ** 2 @ [HIGH, LOW])
    return np.asarray(excess / excess[0])


def settled(share: np.ndarray, tolerance: float = 0.01) -> int:
    return int(np.flatnonzero(share > tolerance)[-1]) + 1


def test_the_examples_curvatures_are_the_variance_of_x_and_one_doubled(number):
    assert number["kappa"] == pytest.approx(X.var()) == pytest.approx(ROOT**2)
    assert number["lambda_max"] == pytest.approx(2 * X.var())
    assert number["lambda_min"] == pytest.approx(2)
    assert (number["star_w"], number["star_b"]) == pytest.approx(tuple(BEST))


def test_best_beta_is_root_kappa_minus_one_over_plus_one_squared(number):
    assert number["ball_beta"] == pytest.approx((14 / 16) ** 2)
    assert number["ball_rate"] == pytest.approx(1 / 128)
    assert number["ball_rate"] == pytest.approx(
        (1 + number["ball_beta"]) * number["plain_rate"]
    )
    radius = {
        (rate, beta): max(
            np.abs(np.roots([1, -(1 + beta - rate * curvature), beta])).max()
            for curvature in (LOW, HIGH)
        )
        for rate, beta in itertools.product(
            number["ball_rate"] * np.linspace(0.9, 1.1, 21),
            number["ball_beta"] * np.linspace(0.9, 1.1, 21),
        )
    }
    best = min(radius, key=lambda pair: radius[pair])
    assert best == pytest.approx((number["ball_rate"], number["ball_beta"]))
    assert radius[best] == pytest.approx(number["ball_factor"], abs=1e-6)


@pytest.mark.parametrize("name", ["plain", "ball", "nesterov", "slow", "habit"])
def test_predicted_steps_are_those_of_a_plain_loop(number, name):
    method: Any = valley.METHODS[name]
    beta = getattr(method, "beta", 0.0)
    share = left(ball(method.learning_rate, beta, 2200, ahead=name == "nesterov"))
    assert number[f"{name}_predicted"] == number[f"{name}_steps"] == settled(share)
    assert number[f"{name}_hundred"] == pytest.approx(share[100], rel=1e-6)


def test_chebyshevs_error_is_2_rho_k_over_1_plus_rho_2k(number, data):
    rho, k = 14 / 16, np.arange(101)
    bound = 2 * rho**k / (1 + rho ** (2 * k))
    np.testing.assert_allclose(data.racers["chebyshev"].share[k], bound, rtol=1e-6)
    assert number["chebyshev_steps"] == settled(bound)
    assert number["chebyshev_steps"] < number["ball_steps"] < number["nesterov_steps"]


def test_chebyshevs_numbers_tend_to_those_of_the_best_heavy_ball(number):
    theta, delta = (HIGH + LOW) / 2, (HIGH - LOW) / 2
    rho = last = delta / theta
    for _ in range(200):
        rho, last = 1 / (2 * theta / delta - rho), rho
    assert rho * last == pytest.approx(number["ball_beta"])
    assert 2 * rho / delta == pytest.approx(number["ball_rate"])


def test_nesterovs_factor_is_1_minus_2_over_root_3_kappa_plus_1(number):
    assert number["nesterov_factor"] == pytest.approx(1 - 2 / 26)
    assert number["nesterov_rate"] == pytest.approx(4 / 1352)
    assert number["nesterov_beta"] == pytest.approx(24 / 28)


@pytest.mark.parametrize("name", ["ball", "nesterov"])
def test_stability_limits_2_1_plus_beta_and_nesterovs(number, name):
    beta, limit = number[f"{name}_beta"], number[f"limit_{name}"]
    formula = {"ball": 2 * (1 + beta), "nesterov": (2 + 2 * beta) / (1 + 2 * beta)}
    assert limit == pytest.approx(formula[name] / HIGH)
    assert number[f"limit_{name}_measured"] == pytest.approx(limit, rel=1e-6)
    ahead = name == "nesterov"
    for share, grows in ((0.99, False), (1.01, True)):
        end = left(ball(share * limit, beta, 3000, ahead))[-1]
        assert bool(end > 1) is grows
    assert number["limit_nesterov_ratio"] < 1 < number["limit_ball_ratio"] < 2


def test_chebyshevs_bound_too_low_grows_as_the_polynomial_says(number):
    theta, delta = (405 + LOW) / 2, (405 - LOW) / 2
    outside, root = (HIGH - theta) / delta, theta / delta
    growth = np.exp(np.arccosh(outside) - np.arccosh(root))
    assert number["too_low_predicted"] == pytest.approx(growth)
    assert number["too_low_measured"] == pytest.approx(growth, rel=1e-6)


@pytest.mark.parametrize("beta", [0.3, 49 / 64, 0.9])
def test_complex_roots_have_modulus_root_beta_and_not_twice_that(beta):
    edges = (1 - np.sqrt(beta)) ** 2, (1 + np.sqrt(beta)) ** 2
    for nu in np.linspace(0.01, 2 * (1 + beta) - 0.01, 200):
        step = np.array([[1 - nu, -beta], [nu, beta]])  # unit rate
        roots = np.sort_complex(np.linalg.eigvals(step))
        pair = np.sort_complex(modes.roots_at(np.array([nu]), beta)[0])
        np.testing.assert_allclose(roots, pair, atol=1e-6)
        ripples = edges[0] < nu < edges[1]
        assert bool(np.abs(pair.imag).max() > 0) == ripples
        if ripples:
            np.testing.assert_allclose(np.abs(pair), np.sqrt(beta))
        else:
            assert np.sqrt(beta) < np.abs(pair).max() < 1
            assert bool(pair.real.min() > 0) == (nu < edges[0])


def test_a_long_run_shrinks_by_root_beta_where_twice_that_would_explode(number):
    assert number["ripple_measured"] == pytest.approx(number["ripple"], abs=5e-4)
    assert 2 * number["ripple"] > 1
    share = left(ball(number["safe_rate"], 0.9, 500))
    assert share[500] ** (1 / 500) == pytest.approx(np.sqrt(0.9), rel=5e-3)


def test_k_rho_k_at_the_double_root_and_the_doubled_count(number):
    e = np.ones(2)
    v, path = np.zeros(2), [e]
    for _ in range(90):
        v = 49 / 64 * v + np.array([HIGH, LOW]) * e
        e = e - v / 128
        path.append(e)
    k, rho = np.arange(91), 7 / 8
    steep, flat = np.abs(np.array(path)).T
    np.testing.assert_allclose(steep, (1 + k * (1 + rho)) * rho**k, rtol=1e-9)
    np.testing.assert_allclose(flat, (1 + k * (1 - rho)) * rho**k, rtol=1e-9)
    assert number["double_steep"] == settled(steep)
    assert number["double_flat"] == settled(flat)
    assert number["double_alone"] == settled(rho**k)
    assert number["double_peak"] == pytest.approx(steep.max())
    assert number["double_factor"] == pytest.approx(1 + settled(steep) * (1 + rho))
    assert 1.9 < number["ratio"] < 2.1
    assert number["ratio_finest"] < 1.5


def test_the_table_by_hand(number):
    for way, curvature in (("steep", 9.0), ("flat", 1.0)):
        v, e = 0.0, 1.0
        for k in range(5):
            assert number[f"small_{way}_v{k}"] == pytest.approx(v)
            assert number[f"small_{way}_e{k}"] == pytest.approx(e)
            assert number[f"small_{way}_g{k}"] == pytest.approx(curvature * e)
            v = v / 4 + curvature * e
            e = e - v / 4
    assert (number["small_rate"], number["small_beta"]) == pytest.approx((0.25, 0.25))
    assert number["small_plain_factor"] == pytest.approx(1 - 1 / 5)
    assert number["small_plain_steps"] == settled(0.8 ** np.arange(40))
    k = np.arange(40)
    assert number["small_ball_steps"] == settled((1 + 1.5 * k) / 2.0**k)


def test_a_constant_gradient_adds_up_to_1_over_1_minus_beta(number):
    beta = number["fits_habit_beta"]
    same = alternating = 0.0
    for k in range(400):
        same, alternating = beta * same + 1, beta * alternating + (-1) ** k
    assert number["fits_habit_reach"] == pytest.approx(same)
    assert abs(alternating) == pytest.approx(1 / (1 + beta))


@pytest.mark.parametrize("key", ["half", "habit", "high", "heavy"])
def test_largest_condition_number_at_which_all_directions_ripple(number, key):
    beta, kappa = number[f"fits_{key}_beta"], number[f"fits_{key}_kappa"]
    assert ((kappa**0.5 - 1) / (kappa**0.5 + 1)) ** 2 == pytest.approx(beta)
    assert (1 - number[f"fits_{key}_safe"] ** -0.5) ** 2 == pytest.approx(beta)


def test_no_momentum_on_the_figure_beats_the_formula_by_much(number, data):
    for kappa, part in data.choices.items():
        assert 0.65 * part.best < part.steps.min() <= part.best + 1
        near = valley.BETAS[part.steps.argmin()]
        assert part.beta <= near + 0.05 < part.beta + 0.15
        assert number[f"choice_{kappa:.0f}_none"] == part.steps[0]
    ratio = number["choice_2025_none"] / number["choice_225_none"]
    assert ratio == pytest.approx(9, rel=0.02)
    assert 3 < number["choice_2025_steps"] / number["choice_225_steps"] < 3.5
    assert number["choice_225_heavy"] > number["choice_225_none"]


def slope(x: float) -> float:
    return 25 * x if x < 1 else x + 24 if x < 2 else 25 * x - 24


def arrives(x: float, rate: float = 1 / 9, beta: float = 4 / 9) -> bool:
    last = x
    for _ in range(300):
        x, last = x - rate * slope(x) + beta * (x - last), x
    return abs(x) < 1e-6


def test_the_tuned_heavy_ball_cycles_through_the_three_places_of_the_source(number):
    """Lessard, Recht and Packard (2016), section 4.6: fractions over 1225."""
    places = sorted(number[f"cycle_{name}"] for name in ("first", "second", "third"))
    assert places == pytest.approx([-2208 / 1225, 792 / 1225, 2592 / 1225])
    first, last = number["cycle_from"], number["cycle_to"]
    assert (first, last) == (3.07, 3.46)
    for x in np.arange(first, last, 0.01):
        assert not arrives(float(x))
    assert arrives(first - 0.01)
    assert arrives(last + 0.01)
    assert arrives(3.3, 0.9 * number["cycle_safe"])
    assert arrives(3.3, 1 / 13, 0.0)


def test_the_function_with_a_flat_middle_is_the_integral_of_its_slope():
    function = beyond.FlatMiddle()
    for x in (-1.7, 0.4, 1.3, 1.9, 2.6):
        at = np.array([x])
        assert function.grad(at)[0] == pytest.approx(slope(x))
        np.testing.assert_allclose(
            numerical_grad(function.value, at), function.grad(at), rtol=1e-6
        )


def test_pytorch_brakes_at_once_when_the_rate_is_cut(number):
    assert number["cut_outside"] == pytest.approx(0.1, abs=0.01)
    assert number["cut_inside"] == pytest.approx(0.9, abs=0.02)
    assert number["cut_outside_end"] < number["cut_inside_end"] < number["star_b"]


def test_torch_changes_its_rate_as_the_outer_form_does(number, torch):
    p = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([p], lr=number["safe_rate"], momentum=0.9)
    rows, y = torch.tensor(ROWS), torch.tensor(Y)
    for k in range(number["cut_steps"]):
        if k == number["cut_at"]:
            optimizer.param_groups[0]["lr"] /= 10
        optimizer.zero_grad()
        (rows @ p - y).pow(2).mean().backward()
        optimizer.step()
    assert p[1].item() == pytest.approx(number["cut_outside_end"], rel=1e-9)


def test_a_swing_takes_as_many_steps_as_the_angle_says(number):
    e, v, signs = 1.0, 0.0, []
    for _ in range(2000):
        v = 0.99 * v + LOW * e
        e = e - v / HIGH
        signs.append(e > 0)
    turns = np.flatnonzero(np.diff(signs))
    assert 2 * np.diff(turns).mean() == pytest.approx(number["period"], rel=0.01)


def shown(name: str) -> dict[float, float]:
    """What is left at the end of each state of a handle."""
    rest = {}
    for value, settings in explorer.HANDLES[name].states.items():
        frame = engine.call("frame", settings)
        assert frame["k"][-1] == explorer.STEPS or frame["status"] != "CONVERGED"
        excess = np.array(frame["loss"])[[0, -1]] - frame["best"]
        rest[value] = float(np.sqrt(max(excess[1] / excess[0], 0)))
    return rest


def test_each_handle_shows_what_its_sentence_says(number):
    assert number["habit_steps"] == explorer.STEPS
    for name, handle in explorer.HANDLES.items():
        assert shown(name)[handle.first] < 0.011
    beta = shown("beta")
    assert all(rest > 0.05 for value, rest in beta.items() if value != 0.9)
    share = shown("share")
    assert all(rest < 0.05 for value, rest in share.items() if 0.2 < value < 1)
    assert min(share[0.01], share[0.05]) > 0.1
    assert share[1.02] > 1
    condition = shown("condition")
    for kappa, rest in condition.items():
        assert (rest < 0.02) == (kappa < number["fits_habit_safe"])

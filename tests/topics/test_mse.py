"""The page on the two gradients: its numbers against computations of another kind.

The one rule: nothing here calls the code that computed the page's number.
"""

from fractions import Fraction

import numpy as np
import pytest
from scipy import optimize, stats

from gdcore.datasets import TEACHING
from gdcore.problems import LeastSquares
from scripts.topics import mse
from scripts.topics.mse.data import checks
from tests.conftest import computed

X = [Fraction(v) for v in (-1, 0, 1, 2, 3)]
Y = [Fraction(v) for v in (-1, 2, 1, 3, 6)]


@pytest.fixture(scope="module")
def data():
    return computed("mse")


@pytest.fixture(scope="module")
def numbers(data):
    return {number.key: number.value for number in mse.TOPIC.numbers(data)}


def exact(w, b, x=X, y=Y):
    """Loss and gradient as fractions, example by example."""
    r = [w * xi + b - yi for xi, yi in zip(x, y, strict=True)]
    n = len(r)
    grad_w = 2 * sum(ri * xi for ri, xi in zip(r, x, strict=True)) / n
    return sum(ri**2 for ri in r) / n, grad_w, 2 * sum(r) / n


def test_the_example_by_hand(data, numbers):
    loss, grad_w, grad_b = exact(-1, 4)
    assert (loss, grad_w, grad_b) == (14, Fraction(-42, 5), Fraction(8, 5))
    assert numbers["loss"] == pytest.approx(float(loss), rel=1e-15)
    assert numbers["grad_w"] == pytest.approx(float(grad_w), rel=1e-15)
    assert numbers["grad_b"] == pytest.approx(float(grad_b), rel=1e-15)
    np.testing.assert_allclose(data.pulls.sum(axis=0), data.grad, rtol=1e-14)
    assert exact(Fraction(3, 2), Fraction(7, 10)) == (Fraction(43, 50), 0, 0)
    assert numbers["fit_w"] == pytest.approx(1.5, rel=1e-14)
    assert numbers["fit_b"] == pytest.approx(0.7, rel=1e-14)


def test_answers_of_the_exercises(numbers):
    _, *grad = exact(0, 0)
    assert [numbers["zero.grad_w"], numbers["zero.grad_b"]] == pytest.approx(
        [float(g) for g in grad]
    )
    loss, grad_w, grad_b = exact(-1, Fraction(16, 5))
    assert grad_b == 0
    assert numbers["best_b"] == pytest.approx(3.2)
    assert numbers["best_b_loss"] == pytest.approx(float(loss))
    assert numbers["best_b_grad_w"] == pytest.approx(float(grad_w))
    wide = exact(Fraction(-1, 10), 4, [10 * x for x in X])
    assert numbers["wide.grad_w"] == pytest.approx(float(wide[1]))
    assert numbers["wide.grad_b"] == pytest.approx(float(wide[2]))
    large = np.vander([100.0, 200, 300, 400, 500, 600], 2)
    limit = 2 / np.linalg.eigvalsh(2 / 6 * large.T @ large)[-1]
    assert numbers["large.limit"] == pytest.approx(limit, rel=1e-9)
    assert numbers["large.limit"] < 1e-5  # the answer: the mean would diverge too
    assert numbers["large.limit_sum"] == pytest.approx(limit / 6, rel=1e-9)


def test_one_example_through_the_chain_rule(data):
    chain = data.chain
    assert (chain.prediction, chain.residual, chain.square) == (1, -5, 25)
    assert (chain.d_w, chain.d_b) == (-30, -10)


@pytest.mark.parametrize("name", TEACHING)
def test_datasets_have_the_line_of_another_solver(name, numbers):
    data = TEACHING[name]()
    line = stats.linregress(data.x, data.y)
    assert numbers[f"optimum_w.{name}"] == pytest.approx(line.slope, rel=1e-9)
    assert numbers[f"optimum_b.{name}"] == pytest.approx(line.intercept, rel=1e-9)
    r = -data.y
    assert numbers[f"grad_w_at_zero.{name}"] == pytest.approx(2 * np.mean(r * data.x))
    assert numbers[f"grad_b_at_zero.{name}"] == pytest.approx(2 * np.mean(r))
    scatter = np.mean((data.y - line.slope * data.x - line.intercept) ** 2)
    assert numbers[f"loss_least.{name}"] == pytest.approx(scatter)


def test_the_slope_gradient_is_mean_times_intercept_gradient_plus_covariance(numbers):
    parts = numbers["clean.mean_part"] + numbers["clean.spread_part"]
    assert parts == pytest.approx(numbers["grad_w_at_zero.clean"], rel=1e-12)
    assert abs(numbers["clean.mean_part"]) > 4 * abs(numbers["clean.spread_part"])


def test_downhill_is_at_a_right_angle_to_the_contour(data, numbers):
    def loss(point):
        return float(exact(*map(float, point))[0])

    for point, g in zip(data.level.points, data.level.grad, strict=True):
        assert loss(point) == pytest.approx(14, rel=1e-12)
        along = np.array([-g[1], g[0]]) / np.hypot(*g)
        rise = (loss(point + 1e-3 * along) - loss(point - 1e-3 * along)) / 2e-3
        assert abs(rise) < 1e-9
    to_best = np.array([2.5, -3.3])
    turn = np.cross([8.4, -1.6, 0], [*to_best, 0])[2] / ([8.4, -1.6] @ to_best)
    assert numbers["off_course"] == pytest.approx(np.degrees(np.arctan(abs(turn))))


def test_the_first_step_gains_what_the_gradient_promised(numbers):
    assert numbers["loss_1"] == pytest.approx(8.5616, rel=1e-12)
    assert numbers["loss_1_predicted"] == pytest.approx(8.5616, rel=1e-12)
    assert float(exact(-1 + 0.84, 4 - 0.16)[0]) == pytest.approx(8.5616, rel=1e-12)


def test_the_run_is_where_the_closed_form_says_and_ends_at_least_squares(data, numbers):
    w, b = -1.0, 4.0
    for _ in range(200):
        _, grad_w, grad_b = exact(w, b, [float(x) for x in X], [float(y) for y in Y])
        w, b = w - 0.1 * grad_w, b - 0.1 * grad_b
    assert [numbers["end_w"], numbers["end_b"]] == pytest.approx([w, b], abs=1e-13)
    assert numbers["error_left"] < 1e-10
    predicted = [numbers["step_20_w_predicted"], numbers["step_20_b_predicted"]]
    assert data.training.path[20] == pytest.approx(predicted, abs=1e-12)


def test_every_way_finds_the_same_gradient(data):
    allowed = {
        "formula": 1e-15,
        "autograd": 1e-15,
        "complex_step": 1e-15,
        "central_long": 1e-14,
        "central": 1e-9,
        "forward": 1e-6,
        "autograd_float32": 1e-6,
    }
    assert data.ways.keys() == allowed.keys()
    for name, grad in data.ways.items():
        assert np.abs(np.subtract(grad, (-8.4, 1.6))).max() <= allowed[name], name


def test_recorded_autograd_is_what_torch_returns(torch):
    for dtype, recorded in (
        (torch.float64, checks.TORCH_FLOAT64),
        (torch.float32, checks.TORCH_FLOAT32),
    ):
        x = torch.tensor([float(v) for v in X], dtype=dtype)
        y = torch.tensor([float(v) for v in Y], dtype=dtype)
        w = torch.tensor(-1.0, dtype=dtype, requires_grad=True)
        b = torch.tensor(4.0, dtype=dtype, requires_grad=True)
        torch.mean((w * x + b - y) ** 2).backward()
        assert (w.grad.item(), b.grad.item()) == recorded


def test_recorded_training_is_what_torch_does(torch):
    x = torch.tensor([float(v) for v in X])
    y = torch.tensor([float(v) for v in Y])
    w = torch.tensor(-1.0, requires_grad=True)
    b = torch.tensor(4.0, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=0.1)
    for _ in range(200):
        optimizer.zero_grad()
        torch.mean((w * x + b - y) ** 2).backward()
        optimizer.step()
    assert (w.item(), b.item()) == checks.TORCH_TRAINED


def test_difference_errors_follow_theory(data):
    for loss in ("square", "fourth"):
        for way in ("forward", "central"):
            error = data.differences.errors[loss][way]
            ratio = error.measured / error.predicted
            assert ratio.min() > 0.2, (loss, way)
            assert ratio.max() < 2.5, (loss, way)


def test_central_differences_of_a_parabola_are_best_where_h_x_is_as_large_as_r(
    data, numbers
):
    """Rounding is eps L / h below it and eps h mean(x^2) beyond it: up to h = 1e6."""
    turn = np.sqrt(np.mean([25, 4, 36, 4, 1]) / 3)  # r and x of the five points
    assert numbers["best_h_parabola"] == pytest.approx(turn)
    assert 0.3 < numbers["difference.square.central.h"] / turn < 3
    central = data.differences.errors["square"]["central"].measured
    assert data.differences.h[-1] == pytest.approx(1e6)
    assert central[-1] > 1e3 * central.min()
    v_shaped = data.differences.errors["fourth"]["central"].measured
    assert 1e-6 < numbers["difference.fourth.central.h"] < 4e-5
    assert v_shaped[-1] > 1e6 * v_shaped.min()


def test_conventions_scale_gradient_and_limit_inversely(numbers):
    H = np.array([[6.0, 2], [2, 2]])
    limit = 2 / np.linalg.eigvalsh(H)[-1]
    for name, scale in (("mean", 1), ("half_mean", 0.5), ("sum", 5), ("half_sum", 2.5)):
        key = f"convention.{name}"
        assert numbers[f"{key}.grad_w"] == pytest.approx(-8.4 * scale)
        assert numbers[f"{key}.grad_b"] == pytest.approx(1.6 * scale)
        assert numbers[f"{key}.limit"] == pytest.approx(limit / scale)
        assert numbers[f"{key}.limit_measured"] == pytest.approx(
            limit / scale, rel=1e-7
        )


def test_without_zero_grad_the_error_swings_like_a_cosine(data, numbers):
    angle = np.arccos(1 - 0.1 * data.eigenvalues[0] / 2)
    flat = data.accumulated.flat
    k = np.arange(300)
    wave = flat[0] * np.cos((k + 0.5) * angle) / np.cos(angle / 2)
    np.testing.assert_allclose(flat[:300], wave, atol=1e-10)
    for what, rel in (("period", 1e-3), ("swing", 1e-5)):
        measured = numbers[f"no_zero_grad.{what}{'_measured' * (what == 'period')}"]
        predicted = numbers[f"no_zero_grad.{what}_predicted"]
        assert measured == pytest.approx(predicted, rel=rel)
    assert numbers["no_zero_grad.loss_high"] > 10


def test_updates_in_turn_reach_the_same_line_at_a_larger_limit(numbers):
    assert numbers["in_turn.error_left"] < 1e-10
    # Its matrix has the determinant (1 - 6 lr)(1 - 2 lr), which leaves (-1, 1) at 2/3.
    assert numbers["in_turn.limit"] == pytest.approx(2 / 3, rel=1e-6)
    for where, least in (("limit", "limit"), ("limit_clean", "limit_clean")):
        assert numbers[f"in_turn.{where}"] > numbers[f"convention.mean.{least}"]
    assert numbers["in_turn.safe"] == pytest.approx(2 / 6)


def test_in_turn_swings_for_ever_at_exactly_one_half():
    x, y, w, b, path = np.array(X, float), np.array(Y, float), 0.0, 0.0, []
    for _ in range(4000):
        w -= 0.5 * 2 * np.mean((w * x + b - y) * x)
        b -= 0.5 * 2 * np.mean(w * x + b - y)
        path.append((w, b))
    np.testing.assert_allclose(path[-1], path[-3], atol=1e-9)
    assert np.abs(np.subtract(path[-1], path[-2])).max() > 0.1


def test_mismatched_shapes_fit_the_mean_of_y(data, numbers):
    def paired(theta):
        predictions = theta[0] * data.x + theta[1]
        return np.mean((predictions[:, None] - data.y) ** 2)

    lowest = optimize.minimize(paired, [-1, 4], tol=1e-12)
    assert data.broadcast.end == pytest.approx([0, 2.2], abs=1e-12)
    assert lowest.x == pytest.approx([0, 2.2], abs=1e-6)
    slope = optimize.approx_fprime([-1.0, 4.0], paired, 1e-7)
    assert [numbers["shapes.grad_w"], numbers["shapes.grad_b"]] == pytest.approx(
        slope, abs=1e-5
    )
    assert numbers["shapes.grad_b"] == pytest.approx(numbers["grad_b"])  # and so hidden
    assert numbers["shapes.loss"] == pytest.approx(np.var(data.y))


def test_too_large_a_gradient_overflows_within_a_few_steps(numbers):
    assert numbers["clean.factor.no_two_over_n"] == 50
    assert numbers["clean.factor.sum"] == 100
    largest = float(np.log(np.finfo(np.float32).max))
    limit = numbers["convention.mean.limit_clean"]
    for name in ("no_two_over_n", "sum"):
        rate = 1e-3 * numbers[f"clean.factor.{name}"]
        start = np.log(100 * 172)  # the sum of the squares at zero, before the mean
        predicted = (largest - start) / 2 / np.log(2 * rate / limit - 1)
        steps = numbers[f"clean.overflow.{name}"]
        assert predicted <= steps <= predicted + 1


def test_the_page_is_computed_with_few_gradients(monkeypatch):
    asked, grad = [], LeastSquares.grad
    monkeypatch.setattr(
        LeastSquares, "grad", lambda *given: asked.append(1) or grad(*given)
    )
    mse.TOPIC.compute()
    assert 100_000 < len(asked) < 300_000  # about ten microseconds each

"""Experiments of the page on the gradients: what is checked, and what goes wrong.

The one rule: the loss is written out here anew, so that gdcore is checked by something
that is not gdcore.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdcore.problems import LeastSquares

EPS = float(np.finfo(np.float64).eps)
Step = Callable[[Any, Any], Any]  # parameters (..., 2) and rates (...) to parameters

# What PyTorch returned: the gradient at the start (-1, 4), and the end of the snippet
# mse_train_torch.py. The site builds without torch; a test asks it again.
TORCH_VERSION = "2.13.0"
TORCH_FLOAT64 = (-8.4, 1.6000000000000005)
TORCH_FLOAT32 = (-8.399999618530273, 1.600000023841858)
TORCH_TRAINED = (1.4999998807907104, 0.7000002861022949)


def losses(x: Any, y: Any) -> dict[str, Callable[..., Any]]:
    """Mean of r^2, and of r^4 as a loss that is not a parabola; r = w x + b - y."""

    def square(theta: Any) -> Any:
        r = theta[..., :1] * x + theta[..., 1:] - y
        return r * r

    def mean_of(terms: Callable[..., Any]) -> Callable[..., Any]:
        return lambda theta: np.mean(terms(theta), axis=-1)

    # Other powers than squares round as the processor's own library does.
    return {
        "square": mean_of(square),
        "fourth": mean_of(lambda theta: square(theta) ** 2),
    }


def ways(x: Any, y: Any, theta: Any) -> dict[str, Any]:
    """The same gradient by seven ways, each (dL/dw, dL/db)."""
    loss = losses(x, y)["square"]
    r = theta[0] * x + theta[1] - y
    cube, root = np.cbrt(EPS), np.sqrt(EPS)
    return {
        "formula": (2 * np.mean(r * x), 2 * np.mean(r)),
        "forward": tuple(forward(loss, theta, i, root) for i in (0, 1)),
        "central": tuple(central(loss, theta, i, cube) for i in (0, 1)),
        "central_long": tuple(central(loss, theta, i, 1.0) for i in (0, 1)),
        "complex_step": tuple(
            loss(theta + 1e-100j * np.eye(2)[i]).imag / 1e-100 for i in (0, 1)
        ),
        "autograd": TORCH_FLOAT64,
        "autograd_float32": TORCH_FLOAT32,
    }


def central(loss: Any, theta: Any, i: int, h: Any) -> Any:
    """(f(x + h) - f(x - h)) / 2h in parameter i; h may be an array."""
    step = np.multiply.outer(h, np.eye(2)[i])
    return (loss(theta + step) - loss(theta - step)) / (2 * h)


def forward(loss: Any, theta: Any, i: int, h: Any) -> Any:
    """(f(x + h) - f(x)) / h in parameter i; h may be an array."""
    step = np.multiply.outer(h, np.eye(2)[i])
    return (loss(theta + step) - loss(theta)) / h


def differences(x: Any, y: Any, theta: Any) -> dict[str, Any]:
    """Error of differences in w against h: the largest in each bundle of sixteen h.

    Predicted: rounding eps |f| / h for both; to it comes the truncation of the Taylor
    series, |f''| h / 2 for forward and |f'''| h^2 / 6 for central differences.
    """
    bundle = np.geomspace(1, 1.15, 16)
    h = np.geomspace(1e-14, 0.5, 70)
    tried = np.multiply.outer(h, bundle)
    r = theta[0] * x + theta[1] - y
    derivatives = {  # first, second and third in w
        "square": (2 * np.mean(r * x), 2 * np.mean(x**2), 0.0),
        "fourth": tuple(
            c * np.mean(r ** (4 - k) * x**k) for k, c in ((1, 4), (2, 12), (3, 24))
        ),
    }
    found: dict[str, Any] = {
        "h": h,
        "best_forward": np.sqrt(EPS),
        "best_central": np.cbrt(EPS),
    }
    for name, loss in losses(x, y).items():
        first, second, third = derivatives[name]
        rounding = EPS * loss(theta) / h
        found[name] = {
            "forward": _largest(forward(loss, theta, 0, tried) - first),
            "central": _largest(central(loss, theta, 0, tried) - first),
            "forward_predicted": rounding + abs(second) * h / 2,
            "central_predicted": rounding + abs(third) * h**2 / 6,
        }
    return found


def _largest(error: Any) -> Any:
    return np.abs(error).max(axis=-1)


def in_turn(problem: LeastSquares) -> Step:
    """w first; then b with the gradient at the w that has just moved."""

    def step(theta: Any, rate: Any) -> Any:
        for i in (0, 1):
            theta = theta - rate[..., None] * problem.grad(theta) * np.eye(2)[i]
        return theta

    return step


def iterates(step: Step, start: Any, rate: float, steps: int) -> Any:
    """`steps` steps from `start`, shape (steps + 1, 2)."""
    path = [np.asarray(start, float)]
    for _ in range(steps):
        path.append(step(path[-1], np.asarray(rate)))
    return np.array(path)


def accumulated(problem: LeastSquares, start: Any, rate: float, steps: int) -> Any:
    """Gradient descent whose gradient is never set to zero: it adds up."""
    path, total = [np.asarray(start, float)], np.zeros(2)
    for _ in range(steps):
        total = total + problem.grad(path[-1])
        path.append(path[-1] - rate * total)
    return np.array(path)


def observed_limit(step: Step, start: Any, high: float, *, steps: int = 1200) -> float:
    """The smallest rate in (0, high) whose steps grow, by honest runs; relative 1e-6.

    Each round runs 64 rates at once and looks closer where the first one fails.
    """
    low = 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        while high - low > 1e-6 * high:
            rates = np.linspace(low, high, 66)[1:-1]
            bad = np.flatnonzero(_grows(step, start, rates, steps))
            first = int(bad[0]) if bad.size else 64
            edges = np.array([low, *rates, high])
            low, high = float(edges[first]), float(edges[first + 1])
    return high


def _grows(step: Step, start: Any, rates: Any, steps: int) -> Any:
    """Whether the longest of the last steps beats the longest half way; per rate."""
    theta = np.tile(np.asarray(start, float), (len(rates), 1))
    window = steps // 8
    lengths = np.zeros((steps + 1, len(rates)))
    for k in range(steps + 1):
        moved = step(theta, rates)
        lengths[k] = np.hypot(*(moved - theta).T)
        theta = moved
    middle = lengths[steps // 2 - window : steps // 2].max(axis=0)
    last = lengths[-window:].max(axis=0)
    return ~((last < middle) | (last < 1e-9 * lengths[0]))


def broadcast_gradient(x: Any, y: Any, theta: Any) -> tuple[float, float]:
    """What the loss gives when predictions are (n, 1) and targets (n,)."""
    r = (theta[0] * x + theta[1])[:, None] - y
    return float(2 * np.mean(r * x[:, None])), float(2 * np.mean(r))


def steps_to_overflow(problem: LeastSquares, rate: float, *, most: int = 1000) -> int:
    """Steps from zero until the loss is inf in float32, at most `most`."""
    narrow = LeastSquares(problem.X.astype("f4"), problem.y.astype("f4"))
    theta: Any = np.zeros(2, np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(most):
            if not np.isfinite(narrow.value(theta)):
                return k
            theta = theta - np.float32(rate) * narrow.grad(theta)
    return most

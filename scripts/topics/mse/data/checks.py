"""The gradient by other ways: differences, a complex step, what autograd returned.

The one rule: the loss is written out here anew, so that gdcore is checked by something
that is not gdcore.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdcore.validation import Array

EPS = float(np.finfo(np.float64).eps)
POWERS = {"square": 2, "fourth": 4}  # of the residual, whose mean is the loss

# What PyTorch returned: the gradient at the start (-1, 4), and the end of the snippet
# mse_train_torch.py. The site builds without torch; a test asks it again.
TORCH_VERSION = "2.13.0"
TORCH_FLOAT64 = (-8.4, 1.6000000000000005)
TORCH_FLOAT32 = (-8.399999618530273, 1.600000023841858)
TORCH_TRAINED = (1.4999998807907104, 0.7000002861022949)


@dataclass(frozen=True)
class Twin:
    """What theory says beside what was measured: two numbers, or two curves."""

    predicted: Any
    measured: Any


@dataclass(frozen=True)
class Differences:
    """Error of finite differences in w against h."""

    h: Array  # (98,)
    best: dict[str, float]  # h of the least error, in theory; forward and central
    errors: dict[str, dict[str, Twin]]  # by POWERS, forward or central: (98,) each
    least: dict[str, dict[str, tuple[float, float]]]  # predicted: h, and the error


def losses(x: Array, y: Array) -> dict[str, Callable[..., Any]]:
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


def ways(x: Array, y: Array, theta: Array) -> dict[str, tuple[float, float]]:
    """The same gradient by seven ways, each (dL/dw, dL/db)."""
    loss = losses(x, y)["square"]
    r = theta[0] * x + theta[1] - y

    def both(by: Callable[[int], Any]) -> tuple[float, float]:
        return float(by(0)), float(by(1))

    return {
        "formula": (2 * np.mean(r * x), 2 * np.mean(r)),
        "forward": both(lambda i: difference(loss, theta, i, np.sqrt(EPS), back=0)),
        "central": both(lambda i: difference(loss, theta, i, np.cbrt(EPS), back=1)),
        "central_long": both(lambda i: difference(loss, theta, i, 1.0, back=1)),
        "complex_step": both(
            lambda i: loss(theta + 1e-100j * np.eye(2)[i]).imag / 1e-100
        ),
        "autograd": TORCH_FLOAT64,
        "autograd_float32": TORCH_FLOAT32,
    }


def difference(loss: Any, theta: Array, i: int, h: Any, *, back: int) -> Any:
    """(f(x + h) - f(x - back h)) / (h + back h) in parameter i; h may be an array.

    Forward without a step back, central with one.
    """
    step = np.multiply.outer(h, np.eye(2)[i])
    return (loss(theta + step) - loss(theta - back * step)) / (h + back * h)


def differences(x: Array, y: Array, theta: Array) -> Differences:
    """Error of differences in w against h: the largest in each bundle of sixteen h.

    Predicted: rounding, eps L / h with the larger loss of both ends; to it comes the
    truncation of the Taylor series: for central differences |L'''| h^2 / 6.
    """
    h, fine = np.geomspace(1e-14, 1e6, 98), np.geomspace(1e-14, 1e6, 20_001)
    bundles = np.multiply.outer(h, np.geomspace(1, 1.15, 16))
    r = theta[0] * x + theta[1] - y
    derivatives = {  # first to fourth in w
        "square": (2 * np.mean(r * x), 2 * np.mean(x**2), 0.0, 0.0),
        "fourth": tuple(
            c * np.mean(r ** (4 - k) * x**k)
            for k, c in ((1, 4), (2, 12), (3, 24), (4, 24))
        ),
    }
    every = losses(x, y)

    def predicted(name: str, h: Array) -> dict[str, Array]:
        loss, (_, second, third, fourth) = every[name], derivatives[name]
        ends = np.multiply.outer(h, (1.0, 0.0))
        rounding = EPS * np.maximum(loss(theta + ends), loss(theta - ends)) / h
        forward = np.abs(second * h / 2 + third * h**2 / 6 + fourth * h**3 / 24)
        central = abs(third) * h**2 / 6
        return {"forward": rounding + forward, "central": rounding + central}

    errors: dict[str, dict[str, Twin]] = {}
    least: dict[str, dict[str, tuple[float, float]]] = {}
    for name, loss in every.items():
        errors[name], least[name] = {}, {}
        closely = predicted(name, fine)
        for back, (way, error) in enumerate(predicted(name, h).items()):
            found = difference(loss, theta, 0, bundles, back=back)
            measured = np.abs(found - derivatives[name][0]).max(axis=-1)
            errors[name][way] = Twin(error, measured)
            at = int(closely[way].argmin())
            least[name][way] = float(fine[at]), float(closely[way][at])
    best = {"forward": float(np.sqrt(EPS)), "central": float(np.cbrt(EPS))}
    return Differences(h, best, errors, least)

"""What the printed lines of a run show, from its spectrum, its rate and its digits.

The one rule: where the exact numbers leave a doubt, there is no truth, and no test.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from gdcore.problems import LeastSquares
from gdcore.spectral import minimizer, spectrum
from tests.log_forms import Form

Array = Any
SHOWS = {
    "first": ("scikit",),
    "parameters": (
        *("scikit", "w=", "tensor", "blanks", "csv", "tuple", "semicolons", "tabs"),
        *("quoted", "several", "minus"),
    ),
    "gradients": ("grads", "logging", "INFO"),
}
"""Words of the names of forms that print more than the loss."""


class Printed(NamedTuple):
    """Steps, and how numbers are written."""

    path: Any
    k: Array
    digits: int
    style: str
    name: str
    form: Form
    rate: float

    def write(self, value: float) -> str:
        return f"{float(value):.{self.digits - (self.style == 'e')}{self.style}}"

    def unit(self, values: Array) -> Array:
        """One unit of the last digit, and of what the run's precision holds."""
        size = np.abs(np.asarray(values, np.float64)) + 1e-300
        eps = 8 * float(np.finfo(self.path.x.dtype).eps) * size
        if self.style == "f":
            return np.maximum(10.0**-self.digits, eps)
        return np.maximum(10.0 ** (np.floor(np.log10(size)) + 1 - self.digits), eps)

    def shows(self, what: str) -> bool:
        return any(word in self.name for word in SHOWS[what])


class Modes(NamedTuple):
    """Descent in eigen-coordinates: error_i(k) = error_i(0) q_i^k."""

    eigenvalues: Array
    vectors: Array
    errors: Array
    rate: float
    beta: float
    best: float
    rounding: float

    @classmethod
    def of(cls, problem: LeastSquares, share: float, beta: float) -> "Modes":
        exact = LeastSquares(problem.X.astype(float), problem.y.astype(float))
        found = spectrum(exact)
        values, vectors = found.eigenvalues, found.eigenvectors
        end = minimizer(exact)
        rate = share * 2 * (1 + beta) / float(values[-1])
        best = float(exact.value(end))
        eps = float(np.finfo(problem.dtype).eps)
        rounding = float((64 * eps * np.abs(exact.y).max()) ** 2)
        return cls(values, vectors, vectors.T @ -end, rate, beta, best, rounding)

    @property
    def q(self) -> Array:
        """Factors of the plain method, or the larger real root of the heavy ball."""
        trace = 1 + self.beta - self.rate * self.eigenvalues
        if not self.beta:
            return trace
        root = np.sqrt(np.maximum(trace**2 - 4 * self.beta, 0))
        return (trace + np.sign(trace) * root) / 2

    def powers(self, k: Array) -> Array:
        """q^k by mode, shape (modes, lines)."""
        q = self.q[:, None]
        sign = np.where((q < 0) & (k % 2 == 1), -1.0, 1.0)
        with np.errstate(over="ignore", under="ignore", divide="ignore"):
            return sign * np.exp(np.clip(k * np.log(np.abs(q) + 1e-300), -700, 700))

    def excess(self, k: Array) -> Array:
        """Loss above its best, by mode."""
        with np.errstate(over="ignore", under="ignore"):
            start = self.eigenvalues / 2 * self.errors**2
            return start[:, None] * self.powers(k) ** 2


def kind_of(modes: Modes, printed: Printed) -> str | None:
    """What the lines show of plain descent; None where it is in doubt."""
    k = printed.k
    E = modes.excess(k)
    loss = modes.best + E.sum(axis=0)
    u = printed.unit(loss)
    if not np.all(np.isfinite(loss)) or len(k) < 5:
        return None
    if np.any(np.abs(modes.q) > 1):
        return _growing(modes, E, loss, u)
    if loss.min() < 100 * modes.rounding:
        deep = loss[-max(5, len(k) // 3) :] < modes.rounding / 1000
        return "floor" if deep.all() else None
    rest = _rest(loss, u)
    long, alike = max(5, len(k) // 4), _printed_alike(printed)
    settled = min(rest, _settled(modes, printed))
    if settled >= long and k[0] > 0:
        rounding = E[:, -long:].sum(axis=0).max() < u[-1] / 1000
        return "floor" if rounding or alike >= long else None
    if settled >= len(k) or alike >= len(k):
        return "flat" if settled >= len(k) and alike >= len(k) else None
    if settled >= long:
        return "floor" if alike >= long else None
    if rest >= long:
        return None
    if rest > max(3, 0.15 * len(k)):
        return None
    swinging = _swinging(modes, printed)
    if swinging is not False:
        return "oscillation" if swinging else None
    return _descent(modes, E, loss, u)


def _growing(modes: Modes, E: Array, loss: Array, u: Array) -> str | None:
    grown = np.diff(loss)
    m = min(5, len(grown))
    steep = int(np.argmax(np.abs(modes.q)))
    rising = np.all(grown[-m:] > 2 * u[-m:]) and np.sum(np.abs(modes.q) > 1) == 1
    strong = (
        E[steep, -1] - E[steep, -m]
        > 10 * np.abs(np.delete(E[:, -1] - E[:, -m], steep)).sum()
    )
    return "divergence" if rising and strong and loss[-1] > 1.3 * loss[-m] else None


def _rest(values: Array, u: Array) -> int:
    """Lines at the end within half a unit of the last one."""
    apart = np.nonzero(np.abs(values - values[-1]) > 0.5 * u[-1])[0]
    return len(values) - (int(apart[-1]) + 1 if len(apart) else 0)


def _printed_alike(printed: Printed) -> int:
    """Lines at the end whose loss is one text."""
    texts = [printed.write(printed.path.value[k]) for k in printed.k]
    different = [i for i, text in enumerate(texts) if text != texts[-1]]
    return len(texts) - (different[-1] + 1 if different else 0)


def _settled(modes: Modes, printed: Printed) -> int:
    """Lines at the end with all that is printed at rest, the loss left aside."""
    k, rests = printed.k, [len(printed.k)]
    if printed.shows("parameters"):
        paths = modes.vectors @ (modes.errors[:, None] * modes.powers(k))
        ends = printed.path.x[k[-1]].astype(float)
        rests += [
            _rest(p, printed.unit(p * 0 + e)) for p, e in zip(paths, ends, strict=True)
        ][: 1 if printed.shows("first") else None]
    if printed.shows("gradients"):
        slopes = modes.vectors @ (
            (modes.eigenvalues * modes.errors)[:, None] * modes.powers(k)
        )
        rests += [_rest(s, printed.unit(s)) for s in slopes]
    return min(rests)


def _swinging(modes: Modes, printed: Printed) -> bool | None:
    """Whether what is printed changes sign line by line, and keeps its size."""
    k, q = printed.k, modes.q[-1]
    steep = np.abs(modes.q - q) < 1e-3
    signed = printed.shows("parameters") or printed.shows("gradients")
    if q > 0 or not signed or np.diff(k)[0] % 2 == 0:
        return False
    weight = modes.eigenvalues if printed.shows("gradients") else 1 + 0 * modes.q
    parts = np.diff(
        modes.vectors[:, :, None]
        * (weight * modes.errors)[None, :, None]
        * modes.powers(k),
        axis=2,
    )[: 1 if printed.shows("first") else None, :, -6:]
    total = np.abs(parts[:, ~steep]).sum(axis=1)
    u = printed.unit(printed.path.x[k[-1]].astype(float))[: len(total), None]
    swing = np.abs(parts[:, steep].sum(axis=1))
    strong = swing > 4 * total
    seen = swing > 5 * u
    weak = swing < 0.3 * total
    if (strong & seen).all():
        return True if q < -0.86 else False if q > -0.74 else None
    return False if (weak | (swing < 0.3 * u)).all() else None


def _descent(modes: Modes, E: Array, loss: Array, u: Array) -> str | None:
    fall = E[:, 0] - E[:, -1]
    third = max(len(loss) // 3, 2)
    late = E[:, -third] - E[:, -1]
    last = int(np.argmax(late))
    rates = -np.log(np.abs(modes.q) + 1e-300)
    fast = rates > 15 * rates[last]
    if late[last] < 0.93 * late.sum() or late.sum() < 6 * u[-1]:
        return None
    if fall[fast].sum() > 0.6 * fall.sum() and np.all(
        E[fast, -third] < 1e-3 * E[fast, 0]
    ):
        return "plateau"
    if fall[last] < 0.97 * fall.sum():
        return None
    many = math.log(100) / rates[last]
    if fall.sum() < 50 * u[0]:
        return None
    return "slow" if many > 15_000 else "converging" if many < 7_000 else None


class Seen(NamedTuple):
    """A printed series as a sum over modes."""

    parts: Array
    values: Array
    power: int


def seen(modes: Modes, printed: Printed) -> list[Seen]:
    """The loss, and the parameters or gradients that are printed."""
    k = printed.k
    E = modes.excess(k)
    found = [Seen(E, modes.best + E.sum(axis=0), 2)]
    for what in ("parameters", "gradients"):
        if not printed.shows(what):
            continue
        weight = modes.eigenvalues if what == "gradients" else np.ones(len(modes.q))
        parts = modes.vectors[:, :, None] * (weight * modes.errors)[None, :, None]
        parts = parts * modes.powers(k)
        ends = modes.vectors @ -modes.errors if what == "parameters" else 0 * weight
        found += [
            Seen(part, end + part.sum(axis=0), 1)
            for part, end in zip(parts, ends, strict=True)
        ][: 1 if printed.shows("first") else None]
    return found


def told(modes: Modes, printed: Printed) -> float | None:
    """The eigenvalue that an ideal fit tells within 2 %: other modes, and digits.

    An error of ln |q| is one of lambda by eta d lambda = |q| d ln |q|.
    """
    all_seen = seen(modes, printed)
    E = all_seen[0].parts
    if not np.all(np.isfinite(E)) or (modes.beta and abs(modes.q[-1]) < 1):
        return None
    if all_seen[0].values.min() < 100 * modes.rounding:
        return None
    changes = np.abs(np.diff(E, axis=1))[:, -max(len(printed.k) // 3, 2) :].sum(axis=1)
    i = int(np.argmax(changes))
    value, same = float(modes.eigenvalues[i]), np.abs(modes.q - modes.q[i]) < 1e-9
    gain = abs(modes.q[i]) / (modes.rate * value)
    errors = [
        min(
            _error(
                printed.k[start:], one, same, start, printed.unit(one.values[start:])
            )
            for start in (0, len(printed.k) // 2)
        )
        for one in all_seen
    ]
    if any(noise * gain < 0.04 < total * gain for total, noise in errors):
        return None  # this series shows another mode, and as clearly
    return value if min(errors)[0] * gain < 0.02 else None


def _error(
    k: Array, one: Seen, same: Array, start: int, u: Array
) -> tuple[float, float]:
    """Of ln |q| by a fit of level and mode: of other modes and digits, and digits."""
    own, others = one.parts[same, start:].sum(axis=0), one.parts[~same, start:]
    if len(k) < 4 or not np.abs(own).max() > 0 or own.min() == own.max():
        return math.inf, math.inf
    if not np.abs(np.diff(own)).max() > 3 * u.min():
        return math.inf, math.inf
    J = np.stack([np.ones(len(k)), own, own * (k - k[0]) * one.power], axis=1)
    J = J / u[:, None]
    with np.errstate(over="ignore"):
        size = np.sqrt((J * J).sum(axis=0))
    if not (np.all(np.isfinite(size)) and np.all(size > 0)):
        return math.inf, math.inf
    inverse = np.linalg.pinv(J / size)
    noise = math.sqrt(float((inverse[2] ** 2).sum()) / 12)
    bias = abs(float(inverse[2] @ (others.sum(axis=0) / u)))
    moved = float(np.ptp(own + others.sum(axis=0)))
    stairs = max(1.0, len(k) * float(np.median(u)) / max(moved, 1e-300))
    noise *= 2 * math.sqrt(stairs) / float(size[2])
    return noise + bias / float(size[2]), noise

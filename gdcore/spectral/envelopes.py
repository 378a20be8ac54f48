"""How large a mode's error can still be, and how much it can change, from step k on.

The one rule: a bound holds at every later step, and none cancels near a double root.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.optimizers import Chebyshev, GradientDescent, Momentum, Nesterov
from gdcore.spectral.closed_form import LinearMethod
from gdcore.validation import Array

STRIDES = range(1, 25)
SMALLEST = 1e-300
"""Stands for a root that is zero, whose logarithm is not finite."""
QUIET = np.errstate(divide="ignore", invalid="ignore", over="ignore")


@dataclass(frozen=True, eq=False)
class Envelope:
    """Factors f(k) = w(k) (r_1^k + rest S(k)) of the modes' errors, and their bounds.

    S(k) = (r_1^k - r_2^k) / (r_1 - r_2), and w(k) = 2 / (1 + damping^k). Along a class
    of steps that are `stride` apart, f is a function of a real k.

    Attributes:
        roots: r_1 and r_2, complex, |r_1| >= |r_2| > 0; shape (2, p).
        lost: What rounding took from r_1, shape (p,).
        rest: f(1) / w(1) - r_1, complex, shape (p,).
        damping: 1 except for Chebyshev's method, whose coefficients settle.
        stride: The number of steps after which the roots have turned the least.
    """

    roots: Array
    lost: Array
    rest: Array
    damping: float
    stride: int

    @QUIET
    def factor(self, k: Array) -> Array:
        """f(k), shape (K, p)."""
        r, gap, k = self.roots[0], self._gap, k[:, None]
        S = np.where(gap == 0, k / r, -np.expm1(k * _log1p(-gap / r)) / gap)
        power = np.abs(r) ** k * np.exp(k * (self.lost / r + 1j * np.angle(r)))
        rest = np.where(self.rest == 0, 0, self.rest * S)
        return _scaled(power, 1 + rest).real * self._weight(k)

    @QUIET
    def size(self, k: Array) -> Array:
        """At least |f| at every step from k on; shape (K, p)."""
        apart = _scaled(self._powers(k), self._parts).sum(axis=0)
        close = self._largest(k, 1, np.abs(self.rest / self.roots[0]))
        return np.asarray(np.fmin(apart, close) * self._weight(np.array(np.inf)))

    @QUIET
    def change(self, k: Array, length: int) -> Array:
        """At least |f(j) - f(i)|, i the middle of `length` steps from k on, j any."""
        logs, r, rest = self._logs, np.abs(self.roots[0]), np.abs(self.rest)
        shrunk = -np.expm1(length * logs.real) + length / 2 * np.abs(logs.imag)
        most = self._parts * shrunk[:, None]
        apart = _scaled(self._powers(k), most).sum(axis=0)
        spread = np.abs((logs[0] - logs[1]) / self._gap)
        spread = np.where(self._gap == 0, 1 / r, spread)
        steady = np.abs(logs[0]) + rest * spread
        close = length / 2 * self._largest(k, steady, rest * np.abs(logs[1]) / r)
        start, end = self._weight(k)[:, None], self._weight(k + length)[:, None]
        most = end * np.fmin(apart, close) + (end - start) * self.size(k)
        return np.asarray(most)

    @property
    def _gap(self) -> Array:
        return np.asarray(self.roots[0] - self.roots[1])

    @property
    def _logs(self) -> Array:
        first, second = turned(self.roots, self.stride)
        return np.stack([first + self.lost / self.roots[0], second])

    @property
    def _parts(self) -> Array:
        """Sizes of what is multiplied by r_1^k and by r_2^k; shape (2, 1, p)."""
        part = np.where(self.rest == 0, 0, self.rest / self._gap)
        return np.asarray(np.abs(np.stack([1 + part, part]))[:, None])

    def _powers(self, k: Array) -> Array:
        """|r_1|^k and |r_2|^k; shape (2, K, p)."""
        return np.asarray(np.exp(self._logs.real[:, None] * k[:, None]))

    def _largest(self, k: Array, constant: Array | int, slope: Array) -> Array:
        """The largest (constant + slope j) |r_1|^j for j from k on; shape (K, p)."""
        shrinks = self._logs[0].real
        peak = np.where(slope > 0, -1 / shrinks - constant / slope, 0)
        at = np.fmax(k[:, None], peak)
        return _scaled(np.exp(shrinks * at), constant + slope * at)

    def _weight(self, k: Array) -> Array:
        return np.asarray(2 / (1 + self.damping**k))


def envelope(optimizer: LinearMethod, nu: Array) -> Envelope:
    """The envelope of modes with the eigenvalues nu, shape (p,), for unit rate."""
    second, half, apart, damping = _recurrence(optimizer, nu)
    root = np.sqrt(apart.astype(complex))
    root = np.where(half < 0, -root, root)
    roots = np.stack([half + root, half - root])
    # (1 - r_1) (1 - r_2) is nu, unless the method's coefficients change.
    small = nu / (1 - roots[1])
    near = (roots[0].real > 0.5) & (apart >= 0) & (damping == 1)
    roots[0] = np.where(near, 1 - small, roots[0])
    lost = np.where(near, (1 - roots[0]) - small, 0)
    roots = np.where(roots == 0, SMALLEST, roots)
    turns = [np.abs(turned(roots, stride).imag).max() for stride in STRIDES]
    stride = STRIDES[int(np.argmin(turns))]
    return Envelope(roots, lost, second - roots[0], damping, stride)


def _recurrence(
    optimizer: LinearMethod, nu: Array
) -> tuple[Array, Array, Array, float]:
    """f(1) / w(1), half the sum of the roots, the square of half their gap; damping."""
    match optimizer:
        case Chebyshev(lambda_min=low, lambda_max=high):
            share, end = (nu - low) / (high - low), (high + low) / (high - low)
            rho = 1 / (end + np.sqrt(end * end - 1))
            half = rho * (1 - 2 * share)
            return half, half, -4 * rho**2 * share * (1 - share), float(rho**2)
        case GradientDescent():
            half = (1 - nu) / 2
            return 1 - nu, half, half**2, 1.0
        case Momentum(beta=beta):
            apart = (1 - beta) ** 2 - nu * (2 + 2 * beta - nu)
            return 1 - nu, (1 + beta - nu) / 2, apart / 4, 1.0
        case Nesterov(beta=beta):
            apart = (1 - nu) * ((1 - beta) ** 2 - (1 + beta) ** 2 * nu)
            return 1 - (1 + beta) * nu, (1 + beta) * (1 - nu) / 2, apart / 4, 1.0


def turned(roots: Array, stride: int) -> Array:
    """log(r^stride) / stride, with the least angle; so along a class of steps."""
    angle = stride * np.angle(roots)
    angle = (angle - 2 * np.pi * np.round(angle / (2 * np.pi))) / stride
    return np.asarray(np.log(np.abs(roots)) + 1j * angle)


def _scaled(power: Array, factor: Array) -> Array:
    """power * factor, and 0 where the power is, even if the factor overflows."""
    return np.where(power == 0, 0, power * factor)


def _log1p(z: Array) -> Array:
    """log(1 + z) for complex z; numpy's rounds 1 + z first."""
    size = np.log1p(z.real * (2 + z.real) + z.imag**2) / 2
    return np.asarray(size + 1j * np.arctan2(z.imag, 1 + z.real))

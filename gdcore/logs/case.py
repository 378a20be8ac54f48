"""What is judged: the loss of a log, or what stands for it, and the signed series.

The one rule: what stands for the loss goes as the square of the parameters' error.
"""

from typing import NamedTuple

import numpy as np

from gdcore.logs import roles
from gdcore.logs.log import Log, Series
from gdcore.validation import Array


class Curve(NamedTuple):
    """A series as arrays of one shape (n,), all finite.

    Attributes:
        name: Of the series.
        k: Steps of the method.
        v: Values.
        u: Units of the last digit.
    """

    name: str
    k: Array
    v: Array
    u: Array


class Case(NamedTuple):
    """A log, as it is judged.

    Attributes:
        log: Where all comes from.
        main: The loss; else the square of the gradients, or of the parameters' steps.
        power: 2 if `main` goes as the square of the error, 1 if as the error.
        broken: Place of the first value that is not finite; None if there is none.
        signed: Parameters and gradients by name, with their signs.
        norms: Lengths of gradients.
        rate: The learning rate; None if it is not known, or changes.
    """

    log: Log
    main: Curve
    power: int
    broken: int | None
    signed: tuple[tuple[Curve, bool], ...]
    norms: tuple[Curve, ...]
    rate: float | None

    @property
    def spacing(self) -> float:
        """Steps between two lines; nan where it changes."""
        gaps = np.diff(self.main.k)
        return float(gaps[0]) if len(gaps) and np.ptp(gaps) == 0 else float("nan")

    @property
    def leap(self) -> float:
        """Steps up to the first value that is not finite, from the line before it."""
        steps = self.log.steps
        if self.broken is None or len(steps) < 2:
            return float("nan")
        at = min(max(self.broken, 1), len(steps) - 1)
        return (steps[at] - steps[at - 1]) * self.log.updates


def case_of(log: Log, learning_rate: float | None) -> Case | None:
    """The case; None if there is nothing whose size tells the error."""
    signed, norms = [], []
    for series in (*log.parameters, *log.gradients):
        gradient = series.role == "gradient"
        curve = curve_of(series, log.updates)
        if gradient and ("norm" in series.name or "|" in series.name):
            norms.append(curve)
        elif len(curve.k) > 1:
            signed.append((curve, gradient))
    rates = [v for series in log.of("learning rate") for v in series.values]
    rate = learning_rate
    if rate is None and rates and min(rates) == max(rates):
        rate = rates[0]
    if rate is not None and not 0 < rate < float("inf"):
        rate = None
    power = 2
    if log.loss:
        main, power = _of_loss(log.loss, log.updates), roles.power(log.loss.name)
        values = log.loss.values
    else:
        stand_in = _stand_in(signed, norms)
        if stand_in is None:
            return None
        main = stand_in
        values = next(s.values for s in log.series if s.role in SHOWN)
    broken = next((i for i, v in enumerate(values) if not abs(v) < np.inf), None)
    if broken is None:
        broken = _broken(log, values)
    return Case(log, main, power, broken, tuple(signed), tuple(norms), rate)


SHOWN = ("gradient", "parameter")


def _broken(log: Log, values: tuple[float, ...]) -> int | None:
    """Where a parameter or gradient is the first that is not finite."""
    for series in log.series:
        if series.role in SHOWN:
            for place, v in enumerate(series.values):
                if not abs(v) < np.inf:
                    return min(place, len(values))
    return None


def curve_of(series: Series, updates: int) -> Curve:
    """The finite values up to the first that is not, against the method's steps."""
    v = np.array(series.values, np.float64)
    bad = np.nonzero(~np.isfinite(v))[0]
    end = int(bad[0]) if len(bad) else len(v)
    k = np.array(series.steps[:end], np.float64) * updates
    return Curve(series.name, k, v[:end], np.array(series.units[:end]))


def _of_loss(loss: Series, updates: int) -> Curve:
    curve = curve_of(loss, updates)
    if not roles.is_root(loss.name):
        return curve
    root = _below(curve)
    return root._replace(v=root.v**2, u=2 * np.abs(root.v) * root.u)


def _stand_in(signed: list[tuple[Curve, bool]], norms: list[Curve]) -> Curve | None:
    """The sum of squares of gradients, or else of the steps of parameters."""
    gradients = [*norms, *(curve for curve, gradient in signed if gradient)]
    if gradients:
        return _squares("the square of the gradient", gradients[: 1 if norms else 20])
    steps = [
        Curve(c.name, c.k[1:], np.diff(c.v) / np.diff(c.k), 2 * c.u[1:] / np.diff(c.k))
        for c in (_below(curve) for curve, _ in signed)
        if len(c.k) > 2
    ]
    return _squares("the square of the step", steps) if steps else None


def _squares(name: str, curves: list[Curve]) -> Curve:
    curves = [_below(curve) for curve in curves]
    n = min(len(curve.k) for curve in curves)
    v = sum((c.v[:n] ** 2 for c in curves), np.zeros(n))
    u = sum((2 * np.abs(c.v[:n]) * c.u[:n] + c.u[:n] ** 2 for c in curves), 0 * v)
    return Curve(name, curves[0].k[:n], v, u)


def _below(curve: Curve) -> Curve:
    """The values up to the first whose square overflows."""
    high = np.nonzero(np.abs(curve.v) > HIGHEST)[0]
    end = int(high[0]) if len(high) else len(curve.v)
    return Curve(curve.name, curve.k[:end], curve.v[:end], curve.u[:end])


HIGHEST = 1e150
"""Whose square is a number still, with room for a sum of some."""

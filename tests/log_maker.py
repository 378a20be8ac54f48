"""Draws problems, runs gdcore on them, and prints what came, for tests of logs.

The one rule: a fragment carries the truth of the run that made it.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.optimizers import GradientDescent, Momentum
from gdcore.problems import LeastSquares
from gdcore.runs import run
from gdcore.spectral import closed_form
from tests.log_forms import UNNUMBERED, Form, Line
from tests.log_truth import SHOWS, Modes, Printed, kind_of, told

Linear = GradientDescent | Momentum
NAMES = ("w", "w2", "w3", "b")


@dataclass(frozen=True)
class Fragment:
    """A printed piece of a run.

    Attributes:
        text: The lines.
        kind: What they show; of "", nothing is asked but the eigenvalue.
        eigenvalue: Of the mode that dominates, where the digits tell it within 2 %.
        learning_rate: eta.
        momentum: beta.
        made: How it was made, to find it again.
    """

    text: str
    kind: str
    eigenvalue: float | None
    learning_rate: float
    momentum: float
    made: str


@dataclass(frozen=True)
class Path:
    """Rows by step; those between the printed steps may be left empty."""

    x: np.ndarray
    value: np.ndarray
    grad: np.ndarray


def path_of(
    problem: LeastSquares, method: Linear, k: np.ndarray, *, exact: bool
) -> Path:
    """The run at the steps k; if `exact`, of float64 by its quick closed form."""
    start, last = np.zeros(problem.dim), int(k[-1])
    if exact and problem.dtype == np.float64:
        rows, x = k, closed_form(problem, method, start, k)
        with np.errstate(over="ignore", invalid="ignore"):
            value, grad = problem.value(x), problem.grad(x)
    else:
        every = int(np.gcd.reduce(k))
        taken = run(problem, method, start, max_steps=last, every=every)
        rows, x, value, grad = taken.k, taken.x, taken.value, taken.grad
    n = int(rows[-1]) + 1
    path = Path(
        np.zeros((n, x.shape[1]), x.dtype),
        np.zeros(n, np.asarray(value).dtype),
        np.zeros((n, x.shape[1]), grad.dtype),
    )
    path.x[rows], path.value[rows], path.grad[rows] = x, value, grad
    return path


class Maker:
    """Draws runs and prints them."""

    def __init__(self, seed: int, forms: dict[str, Form]) -> None:
        self.draw = np.random.RandomState(seed)
        self.forms = forms
        self.dropped = 0

    def pick(self, *values: object) -> object:
        return values[self.draw.randint(len(values))]

    def problem(
        self, *, standardized: bool, noise: bool = True, columns: int = 0
    ) -> LeastSquares:
        n, d = int(self.draw.randint(8, 60)), columns or int(self.draw.randint(1, 4))
        spread = 10 ** self.draw.uniform(-0.5, 1.2, d)
        x = (self.draw.normal(size=(n, d)) + self.draw.uniform(0, 3, d)) * spread
        y = x @ (self.draw.normal(size=d) / spread) + self.draw.uniform(1, 9)
        y = y + noise * self.draw.uniform(0.05, 1) * self.draw.normal(size=n)
        if standardized:
            x = (x - x.mean(axis=0)) / x.std(axis=0)
        dtype = np.float32 if self.draw.rand() < 0.4 else np.float64
        return LeastSquares(np.c_[x, np.ones(n)].astype(dtype), y.astype(dtype))

    def plain(
        self,
        problem: LeastSquares,
        share: float,
        lines: int,
        every: int,
        *,
        beta: float = 0.0,
        cut: int = 0,
        made: str = "",
        signed: bool = False,
    ) -> Fragment | None:
        """Gradient descent at a share of the limit, lines from `cut` on."""
        modes = Modes.of(problem, share, beta)
        k = np.arange(cut, cut + lines) * every
        method = Momentum(modes.rate, beta) if beta else GradientDescent(modes.rate)
        path = path_of(problem, method, k, exact=every > 1 and made != "floor")
        known = k[k < len(path.x)]
        if len(known) < 3:
            return None
        printed = self.printed(path, known, modes.rate, signed=signed)
        if not np.isfinite(path.value[known]).all():
            return None
        kind = kind_of(modes, printed)
        truth = told(modes, printed)
        text, form = self.text(printed)
        if kind is None:
            self.dropped += 1
            return None
        return Fragment(
            text, kind, truth, modes.rate, beta, f"{made} {form} {share:.3g} {every}"
        )

    def printed(
        self, path: object, k: np.ndarray, rate: float, *, signed: bool = False
    ) -> Printed:
        """Which numbers are printed, and how; `signed`: mostly parameters, too."""
        digits = int(self.draw.randint(3, 9))
        style = str(self.pick("f", "g", "e", "g"))
        names = list(self.forms)
        if k[0] == 0 and len(k) > 1 and k[1] == 1:
            names += list(UNNUMBERED)
        if signed and self.draw.rand() < 0.8:
            names = [n for n in names if any(w in n for s in SHOWS.values() for w in s)]
        form = str(self.pick(*names))
        every = {**self.forms, **UNNUMBERED}
        return Printed(path, k, digits, style, form, every[form], rate)

    def text(self, printed: Printed) -> tuple[str, str]:
        """The lines in their form."""
        path, last = printed.path, int(printed.k[-1])
        names = (*NAMES[: path.x.shape[1] - 1], "b")
        lines = [
            Line(
                int(k),
                last,
                printed.write(path.value[k]),
                {n: printed.write(v) for n, v in zip(names, path.x[k], strict=True)},
                {
                    f"grad_{n}": printed.write(v)
                    for n, v in zip(names, path.grad[k], strict=True)
                },
                f"{printed.rate:.8g}",
            )
            for k in printed.k
        ]
        return printed.form(lines), f"{printed.name} .{printed.digits}{printed.style}"

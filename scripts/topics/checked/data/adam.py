"""The fifty rows that the two-variable thread prints of Adam, computed in five ways.

The one rule: "agrees" means to the last digit that the thread printed.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.algebra import length
from gdcore.optimizers import Adam
from gdcore.runs import run
from gdcore.spectral import minimizer
from gdcore.validation import Array
from scripts.reference_problems import cases
from scripts.topics.checked.data.comparisons import recorded
from scripts.topics.lbfgs.data.torch import gradient

LONG = 10.0  # a gradient above this, near the solution, is a glitch
NEAR = 10  # rows after which x1 is within a third of a percent of the solution

# Both gradients and both parameters after 1000, 2000, ... steps; the row of step zero
# is missing from the text that we have.
PRINTED = """
    -2.1413 2.2022 0.2300 -13.8671
    -58.6907 0.3830 0.6104 -36.7625
    -1.2870 0.7021 0.8864 -53.3280
    -0.0639 0.3772 1.0360 -62.3241
    -0.2728 0.1918 1.1149 -67.0651
    -4.4379 0.0278 1.1559 -69.5333
    -0.4385 0.0452 1.1773 -70.8142
    -153.7787 -2.5309 1.1871 -71.4768
    -100.6192 -1.6598 1.1932 -71.8185
    0.7502 0.0197 1.1969 -71.9940
    0.0815 0.0051 1.1984 -72.0850
    -59.0743 -0.9807 1.1987 -72.1325
    9.1612 0.1534 1.1997 -72.1564
    -9.0396 -0.1499 1.1997 -72.1691
    736.3341 12.2488 1.2057 -72.1697
    -0.1483 -0.0023 1.2000 -72.1788
    -2.1779 -0.0362 1.2000 -72.1806
    0.0472 0.0008 1.2000 -72.1811
    -0.4259 -0.0071 1.2000 -72.1816
    -13.4144 -0.2231 1.1999 -72.1820
    -0.3807 -0.0063 1.2000 -72.1820
    0.0460 0.0008 1.2000 -72.1822
    2.3753e-04 1.1876e-05 1.2000 -72.1822
    -0.0608 -0.0010 1.2000 -72.1823
    -0.0151 -0.0002 1.2000 -72.1823
    1.4252e-04 7.1257e-06 1.2000 -72.1823
    1.5835e-04 7.9174e-06 1.2000 -72.1823
    1.5835e-04 7.9174e-06 1.2000 -72.1823
    1.5835e-04 7.9174e-06 1.2000 -72.1823
    7.9176e-05 3.9587e-06 1.2000 -72.1823
    7.9176e-05 3.9587e-06 1.2000 -72.1823
    7.9176e-05 3.9587e-06 1.2000 -72.1823
    27.5159 0.4577 1.2002 -72.1821
    8.7094e-05 4.3546e-06 1.2000 -72.1823
    8.7094e-05 4.3546e-06 1.2000 -72.1823
    8.7094e-05 4.3546e-06 1.2000 -72.1823
    8.7094e-05 4.3546e-06 1.2000 -72.1823
    -0.0151 -0.0002 1.2000 -72.1823
    1.2668e-04 6.3339e-06 1.2000 -72.1823
    1.2668e-04 6.3339e-06 1.2000 -72.1823
    1.2668e-04 6.3339e-06 1.2000 -72.1823
    0.0153 0.0003 1.2000 -72.1824
    4.7506e-05 2.3752e-06 1.2000 -72.1824
    -145.9024 -2.4270 1.1989 -72.1835
    -25.7169 -0.4278 1.1998 -72.1826
    0. 0. 1.2000 -72.1824
    0. 0. 1.2000 -72.1824
    0. 0. 1.2000 -72.1824
    0. 0. 1.2000 -72.1824
    0. 0. 1.2000 -72.1824
"""


@dataclass(frozen=True)
class Agreement:
    """How near a run comes to what the thread printed."""

    same: int  # rows whose four numbers agree
    same_x: int  # rows whose parameters agree
    apart: float  # largest distance of parameters over that to the solution


@dataclass(frozen=True)
class Run:
    """The rows of one run; `agreement` is None for the thread's own."""

    x1: Array  # the second parameter, one for each row
    glitches: int  # rows near the solution whose gradient is long
    largest: float  # the longest gradient of these rows
    agreement: Agreement | None


@dataclass(frozen=True)
class Rows:
    """The thread's run and its repetitions, row by row."""

    steps: Array  # at which a row was printed
    runs: dict[str, Run]


def compute() -> Rows:
    """The thread's run: its operations one by one, PyTorch's, gdcore's, in float64."""
    printed = [line.split() for line in PRINTED.strip().splitlines()]
    size = float(length(minimizer(cases.thread())))
    repeated = {
        "numpy": as_torch(),
        "torch": np.array(recorded("torch_adam")["rows"])[1:],
        "gdcore": _by_gdcore(np.float32),
        "float64": _by_gdcore(np.float64),
    }
    return Rows(
        steps=np.arange(1, len(printed) + 1) * cases.ADAM_EVERY,
        runs={
            "printed": _run(np.array(printed, float), None),
            **{
                name: _run(rows, _agreement(rows, printed, size))
                for name, rows in repeated.items()
            },
        },
    )


def _run(rows: Array, agreement: Agreement | None) -> Run:
    gradients = np.linalg.norm(rows[NEAR:, :2], axis=1)
    glitches = int((gradients > LONG).sum())
    return Run(rows[:, 3], glitches, float(gradients.max()), agreement)


def as_torch() -> Array:
    """(gradient, x) at each printed step, shape (50, 4), rounded as PyTorch rounds.

    The operations of torch.optim.Adam in their order, each rounded to float32 on its
    own, as PyTorch's plain kernels do; its vector kernels fuse some of them.
    """
    method, problem = Adam(cases.ADAM_RATE), cases.thread(np.float32)
    x = mean = square = np.zeros(2, np.float32)
    rows = []
    for k in range(1, cases.ADAM_STEPS + 2):
        g = gradient(problem, x)
        if (k - 1) % cases.ADAM_EVERY == 0:
            rows.append([*g.tolist(), *x.tolist()])
        mean = mean + (1 - method.beta1) * (g - mean)
        square = square * method.beta2 + (1 - method.beta2) * g * g
        size = np.sqrt(square) / (1 - method.beta2**k) ** 0.5 + method.eps
        x = x + -(cases.ADAM_RATE / (1 - method.beta1**k)) * mean / size
    return np.array(rows)[1:]


def _by_gdcore(dtype: type) -> Array:
    path = run(
        cases.thread(dtype),
        Adam(cases.ADAM_RATE),
        np.zeros(2),
        max_steps=cases.ADAM_STEPS,
        every=cases.ADAM_EVERY,
    )
    return np.hstack([path.grad, path.x])[1:].astype(float)


def agrees(value: float, text: str) -> bool:
    """Whether `value` rounds to the printed `text`, either way where it is a tie."""
    mantissa, _, power = text.partition("e")
    unit = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    return bool(abs(value - float(text)) <= 0.5000001 * unit)


def _agreement(rows: Array, printed: list[list[str]], size: float) -> Agreement:
    same = np.array(
        [
            [agrees(value, text) for value, text in zip(row, line, strict=True)]
            for row, line in zip(rows, printed, strict=True)
        ]
    )
    off = rows[:, 2:] - np.array(printed, float)[:, 2:]
    return Agreement(
        same=int(same.all(axis=1).sum()),
        same_x=int(same[:, 2:].all(axis=1).sum()),
        apart=float(np.linalg.norm(off, axis=1).max() / size),
    )

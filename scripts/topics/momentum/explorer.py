"""What the page on momentum opens in the explorer.

The one rule: the page's example, at settings that theory calls best or that the
sentence names.
"""

from typing import Any

from gdcore.optimizers import Momentum
from gdcore.spectral import learning_rate_limit, spectrum
from scripts import read
from scripts.drawing.explorer_settings import (
    Handle,
    Settings,
    optimizer,
    points,
    settings,
)
from scripts.topics.momentum.data import Data, beyond, valley
from scripts.topics.momentum.data.valley import BALL, HABIT, METHODS, SAFE_RATE

READS = ("docs/snippets/explorer_flat_middle.py",)
STEPS = 94  # to one percent, with the usual momentum
LIMIT = learning_rate_limit(valley.PROBLEM, METHODS["habit"])
SHARE = SAFE_RATE / LIMIT
SHARES = (0.01, 0.05, SHARE, 0.5, 0.8, 0.99, 1.02)
"""Of momentum's own limit, for the handle that goes past it."""
BETAS = (0.0, 0.5, 0.7, 0.8, HABIT, 0.97, 0.99)
CONDITIONS = (25, 100, 225, 900, 2500, 10_000)


def _run(method: Any, x: Any = valley.X, other: Any = None) -> Settings:
    """A run to its end, and another method's laid over it."""
    shown: Any = {"compare": {"optimizer": optimizer(other)} if other else None}
    return settings(points(x, valley.Y), method, epochs=STEPS, step=STEPS, **shown)


def _scaled(condition_number: float) -> Settings:
    problem = valley.problem_of(condition_number)
    return _run(Momentum(1 / spectrum(problem).lambda_max, HABIT), problem.X[:, 0])


PAGE = _run(METHODS["habit"], other=METHODS["slow"])
OF_BETA = {beta: _run(Momentum(SAFE_RATE, beta)) for beta in BETAS}
OF_SHARE = {share: _run(Momentum(share * LIMIT, HABIT)) for share in SHARES}
OF_CONDITION: dict[float, Settings] = {kappa: _scaled(kappa) for kappa in CONDITIONS}
SHARE_WORDS = "learning rate as a share of momentum's limit"
HANDLES = {
    "beta": Handle("momentum", ".2f", OF_BETA, first=HABIT),
    "share": Handle(SHARE_WORDS, ".0%", OF_SHARE, first=SHARE),
    "condition": Handle("condition number", ",d", OF_CONDITION, first=225),
}


def habit(data: Data) -> Settings:
    """The usual momentum at a safe rate, and the same rate without."""
    return {**PAGE, "step": 0}


def ball(data: Data) -> Settings:
    """The best heavy ball, and the usual one."""
    return _run(BALL, other=METHODS["habit"])


def race(data: Data) -> Settings:
    """Chebyshev's schedule, and the heavy ball that it becomes."""
    return _run(METHODS["chebyshev"], other=BALL)


def flat_middle(data: Data) -> Settings:
    """The function on which it cycles, as the reader's own program."""
    code = read(*READS).decode()
    start = (beyond.CYCLE_START, 0.0)
    return settings("clean", BALL, epochs=STEPS, start=start, code=code)

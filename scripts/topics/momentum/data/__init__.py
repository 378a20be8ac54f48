"""What the page on momentum computes: the valley, its modes, and what lies beyond.

The one rule: each part is predicted in closed form and stepped beside it.
"""

from dataclasses import dataclass

from gdcore.validation import Array
from scripts.topics.momentum.data import beyond, modes, valley


@dataclass(frozen=True)
class Data:
    """All that is drawn and named."""

    racers: dict[str, valley.Racer]
    choices: dict[float, valley.Choice]  # by condition number
    limits: dict[str, float]  # of the run, over the predicted limit
    too_low: tuple[float, float]  # Chebyshev's factor: predicted, measured
    modes: modes.Modes
    cycle: beyond.Cycle
    cut: tuple[Array, Array]  # (w, b) with the rate outside and inside the velocity


def compute() -> Data:
    """From the example, its modes and the function with a flat middle."""
    return Data(
        racers={name: valley.race(one) for name, one in valley.METHODS.items()},
        choices={kappa: valley.choice(kappa) for kappa in valley.CONDITIONS},
        limits={name: valley.limit_of_run(name) for name in ("ball", "nesterov")},
        too_low=valley.too_low(),
        modes=modes.compute(),
        cycle=beyond.cycle(),
        cut=beyond.cut(),
    )

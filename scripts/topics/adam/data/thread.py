"""The runs on the two-variable thread: its own, and with one thing changed at a time.

The one rule: every run starts at zero, and what is told of its chaotic stretch is a
count, a bound or a level that a tiny push at the start does not change.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from gdcore.optimizers import Adam
from gdcore.validation import Array
from scripts.reference_problems.cases import ADAM_EVERY, ADAM_RATE, ADAM_STEPS
from scripts.topics.adam.data.walk import Bowl, Walk, adam, limit
from scripts.topics.checked.data.adam import LONG, NEAR, PRINTED

EDGE = limit(ADAM_RATE)  # of the sharpness
SHARE = 0.01  # of the distance, that counts as arrived
SETTLED = 10_000  # steps, after which every tooth is like the last
BLOCK = 1000  # steps, two teeth, of which pictures show median, least and most
SHORT = 20_000  # steps of the runs that are told and not drawn
FALL = 20_000  # steps before the rate begins to fall
ANGLES = (0, 1, 2, 5, 10, 20, 30, 45, 60, 75, 90)  # degrees
RATES = (0.01, 0.1, 1.0, 10.0)
EPSILONS = (1e-8, 1.0, 10.0, 100.0, 320.0, 340.0)
FASTER, SLOWER = 0.999, 0.9998  # factors of the rate per step; sqrt(beta2) is between
CORRECTED = {"first": (False, True), "second": (True, False), "both": (False, False)}
"""Which means are, by the name of what is left out."""
WINDOW = (20_000, 21_500)  # steps of the film
DIALS = {
    "root": lambda k: ADAM_RATE / math.sqrt(1 + max(0, k - FALL) / 1000),
    "slower": lambda k: ADAM_RATE * SLOWER ** max(0, k - FALL),
    "faster": lambda k: ADAM_RATE * FASTER ** max(0, k - FALL),
}


@dataclass(frozen=True)
class Blocks:
    """A run by blocks of its steps: their middles, and three values of each."""

    k: Array
    median: Array
    least: Array
    most: Array


@dataclass(frozen=True)
class Run:
    """What is told of one run."""

    first: int | None  # step at which SHARE of the distance is left
    left: float  # median of the last block, of the distance over the first one
    crossings: int  # of the limit, in the later half
    highest: float  # loss in the later half
    first_step: float  # length of the first step in the first parameter
    overshoot: float  # largest loss of the first block


@dataclass(frozen=True)
class Thread:
    """The thread's run, drawn; and the others, told."""

    printed: Array  # length of the gradient in the rows that the thread printed
    printed_at: Array
    glitches: Array  # which of these rows are
    grad: Blocks
    sharpness: Blocks
    film: tuple[Array, Array]  # loss and sharpness, at the steps of WINDOW
    teeth: Array  # steps from one crossing to the next
    peaks: Array  # highest sharpness of each tooth
    troughs: Array  # lowest
    growth: float  # median factor of the sharpness from one step to the next
    rates: dict[float, Run]
    epsilons: dict[float, Run]
    uncorrected: dict[str, Run]
    turned: dict[int, Run]
    dials: dict[str, Run]
    dial_blocks: dict[str, Blocks]


def compute(bowl: Bowl) -> Thread:
    """All runs."""

    def short(problem: Bowl = bowl, rate: float = ADAM_RATE, **changes: Any) -> Run:
        return outcome(adam(problem, rate, SHORT, **changes))

    own = adam(bowl, ADAM_RATE, ADAM_STEPS)
    dialed = {name: adam(bowl, dial, ADAM_STEPS) for name, dial in DIALS.items()}
    dialed["constant"] = own
    rows = np.array([line.split()[:2] for line in PRINTED.strip().splitlines()], float)
    printed, at = np.hypot(*rows.T), np.arange(len(rows))
    crossings = own.crossings()
    teeth = crossings[crossings > SETTLED]
    cut = [own.sharpness[a:b] for a, b in pairwise(teeth)]
    late, film = own.sharpness[SETTLED:], slice(WINDOW[0], WINDOW[1] + 1)
    return Thread(
        printed=printed,
        printed_at=ADAM_EVERY * (at + 1),
        glitches=(printed > LONG) & (at >= NEAR),
        grad=blocks(own.grad),
        sharpness=blocks(own.sharpness),
        film=(own.loss[film], own.sharpness[film]),
        teeth=np.diff(teeth),
        peaks=np.array([tooth.max() for tooth in cut]),
        troughs=np.array([tooth.min() for tooth in cut]),
        growth=float(np.median(late[1:] / late[:-1])),
        rates={rate: short(rate=rate) for rate in RATES},
        epsilons={eps: short(method=Adam(eps=eps)) for eps in EPSILONS},
        uncorrected={name: short(corrected=one) for name, one in CORRECTED.items()},
        turned={a: short(bowl.turned(math.radians(a))) for a in ANGLES},
        dials={name: outcome(walk) for name, walk in dialed.items()},
        dial_blocks={name: blocks(walk.loss) for name, walk in dialed.items()},
    )


def outcome(walk: Walk) -> Run:
    """The numbers of a run."""
    late = walk.loss[len(walk.loss) // 2 :]
    return Run(
        first=walk.first(SHARE),
        left=float(np.median(walk.left[-BLOCK:])),
        crossings=int((walk.crossings() > len(walk.loss) // 2).sum()),
        highest=float(late.max()),
        first_step=float(abs(walk.theta[1, 0] - walk.theta[0, 0])),
        overshoot=float(walk.loss[:BLOCK].max()),
    )


def blocks(values: Array) -> Blocks:
    """A run's values by blocks."""
    whole = values[: len(values) // BLOCK * BLOCK].reshape(-1, BLOCK)
    k = BLOCK * (np.arange(len(whole)) + 0.5)
    return Blocks(k, np.median(whole, axis=1), whole.min(axis=1), whole.max(axis=1))

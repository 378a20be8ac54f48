"""What a recorded run did, what it left, and what to try: for runs without a theory.

The one rule: each sentence rests on the rows of the frame; no run is made for it.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gdcore.validation import Array
from scripts.engine.numerals import number, percent, steps
from scripts.engine.quantities import Frame, excess, left, raw_condition_number, row_at

FEW = 10
"""Rows below which nothing is said of the pace."""
ARRIVED = 1e-6
"""Share of the first excess loss at which a run has arrived."""
AWAY = 100
"""Times the loss on arrival above which a run has left again."""
GAINED = 0.9
"""A second half whose least is above so much of the first half's has gained nothing."""
TURNS = 0.9
"""Share of the rows at which a parameter turns around, from which on it swings."""
RISES = 0.1
"""Share of the steps of the second half that may raise the loss of one that falls."""
UNSCALED = 100
"""Condition number from which on other coordinates are worth a try."""


class Tries(NamedTuple):
    """What can be changed in a run.

    Attributes:
        rate: Whether it has a learning rate, so that a smaller one can be tried.
        larger: Whether a larger one can.
        batches: Whether its steps look at batches of rows.
        coordinates: Whether x can be standardized.
    """

    rate: bool
    larger: bool
    batches: bool
    coordinates: bool


def measured(frame: Frame, runner: str, tries: Tries) -> list[str]:
    """What the run left, how it went on to the end, and what to try.

    Args:
        frame: With "k", "x", "loss", "status", "optimum", "best", "data", "names".
        runner: Whose steps they were: "Adam", "your program".
        tries: What can be changed.
    """
    if frame["status"] == "DIVERGED":
        taken = steps(int(frame["k"][-1]))
        advice = " Try a tenth of the learning rate." if tries.rate else ""
        return [f"The run diverged after {taken} of {runner}.{advice}"]
    if _left_again(frame):
        after = f"After {steps(int(frame['k'][-1]))} of {runner}"
        advice = " Let the rate fall once the loss is low." if tries.rate else ""
        return [f"{after}, the run had arrived and has left again.{advice}"]
    return [*_result(frame, runner), *_pace(frame, tries)]


def _left_again(frame: Frame) -> bool:
    """Whether a low loss is high again; how high hangs on the last bit."""
    above = excess(frame)
    if not np.isfinite(above).all() or above[0] <= 0:
        return False
    near = ARRIVED * above[0]
    return bool(above.min() <= near and above[-1] > AWAY * near)


def _result(frame: Frame, runner: str) -> Iterator[str]:
    after = f"fter {steps(int(frame['k'][-1]))} of {runner}"
    above = float(excess(frame)[-1])
    shares = {
        f"{name}'s error": float(share)
        for name, share in zip(raw_names(frame), left(frame)[-1], strict=True)
    } | {"the loss above its least": max(above, 0.0)}
    known = {name: share for name, share in shares.items() if np.isfinite(share)}
    if known and max(known.values()) < ARRIVED:
        yield f"The run has arrived: a{after}, {percent(0.0)} of each error is left."
    elif known:
        *most, last = [f"{percent(share)} of {name}" for name, share in known.items()]
        listed = f"{', '.join(most)} and {last} are" if most else f"{last} is"
        yield f"A{after}, {listed} left."
    elif frame["best"] is None:
        first, last = (number(float(frame["loss"][i])) for i in (0, -1))
        yield f"A{after}, the loss is {last}; it was {first} at the start."


def _pace(frame: Frame, tries: Tries) -> Iterator[str]:
    """How the last steps went, and what to try."""
    levels = _levels(frame)
    if frame["status"] != "OUT_OF_STEPS" or len(levels) < FEW or levels[0] <= 0:
        return
    if levels[-1] <= ARRIVED * levels[0] and frame["best"] is not None:
        return
    middle, late = row_at(frame, 0.5), row_at(frame, 0.8)
    rises = float((np.diff(levels[middle:]) >= 0).mean())
    fell = float(1 - levels[-1] / levels[late]) if levels[late] else -1.0
    gained = levels[middle:].min() <= GAINED * levels[:middle].min()
    turns = _turning(frame)
    if rises > RISES and not (gained and fell > 0):
        words = (
            "The second half of the run gained nothing"
            if not gained
            else ("Over the last fifth of the steps the loss did not fall")
        )
        yield f"{words}{turns}. {_calmer(tries)}".rstrip()
    else:
        words = "Over the last fifth of the steps the loss still fell by"
        yield f"{words} {percent(max(fell, 0.0))}{turns}. {_faster(frame, tries)}"


def _levels(frame: Frame) -> Array:
    """The loss above its least, or the loss itself where that is unknown; (R,)."""
    above = excess(frame)
    return above if np.isfinite(above).all() else np.asarray(frame["loss"])


def _turning(frame: Frame) -> str:
    swinging = [
        name
        for name, share in zip(raw_names(frame), _turns(frame), strict=True)
        if share >= TURNS
    ]
    if not swinging:
        return ""
    verb = "turns" if len(swinging) == 1 else "turn"
    return f", and {' and '.join(swinging)} {verb} around at nearly every step"


def _turns(frame: Frame) -> Array:
    """Share of the second half's rows at which each parameter turns; shape (2,)."""
    x = np.asarray(frame["x"])
    moves = np.sign(np.diff(x[row_at(frame, 0.5) :], axis=0))
    return np.asarray((moves[1:] * moves[:-1] < 0).mean(axis=0))


def _calmer(tries: Tries) -> str:
    if tries.batches:
        return (
            "That is the noise of the batches: try a tenth of the learning rate, "
            "larger batches, or a rate that decays."
        )
    return "Try a tenth of the learning rate." if tries.rate else ""


def _faster(frame: Frame, tries: Tries) -> str:
    ways = ["more epochs"]
    of_line = "X" not in frame["data"]
    kappa = raw_condition_number(frame) if of_line else frame["condition_number"]
    kappa = kappa or 0.0
    if tries.coordinates and kappa > UNSCALED:
        ways.insert(0, "standardized x")
    elif tries.larger:
        ways.append("twice the learning rate")
    return f"Try {', or '.join(ways)}."


def raw_names(frame: Frame) -> list[str]:
    """Names of the raw parameters, as the pictures show them."""
    if "X" in frame["data"]:
        return ["the flat direction", "the steep direction"]
    return ["w", "b"] if "x" in frame["data"] else ["x₀", "x₁"]

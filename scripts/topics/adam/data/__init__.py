"""What the page on Adam shows: the thread's run, and what stands beside it.

The one rule: the thread's problem is one object, made here, for all runs on it.
"""

import math
from dataclasses import dataclass

import numpy as np

from gdcore.spectral import best_gradient_descent, closed_form
from scripts.reference_problems import cases
from scripts.topics.adam.data import others, thread, walk


@dataclass(frozen=True)
class Data:
    """Everything on the page."""

    thread: thread.Thread
    steepest: float  # the largest eigenvalue of the thread's Hessian
    axis: float  # degrees from the first axis to the steep eigenvector
    descent_left: float  # of the distance, after SHORT steps at the best rate
    adagrad: float  # share of the distance that is left
    rmsprop: float
    decay: others.Decay
    line: others.Line
    hand: others.Hand
    scaled: others.Hand  # the same with a thousand times the loss


def compute() -> Data:
    """All runs; a few seconds."""
    problem, squares = walk.thread(), cases.thread()
    descent = best_gradient_descent(squares)
    end = closed_form(squares, descent, np.zeros(2), [thread.SHORT])[0]
    return Data(
        thread=thread.compute(problem),
        steepest=walk.sharpest(problem.p, problem.q, problem.r),
        axis=math.degrees(math.atan2(2 * problem.q, problem.p - problem.r) / 2),
        descent_left=float(math.dist(end, problem.star) / math.hypot(*problem.star)),
        adagrad=others.forerunner(problem, 1.0, 1.0),
        rmsprop=others.forerunner(problem, 0.99, 1 - 0.99),
        decay=others.decay(),
        line=others.line(),
        hand=others.by_hand(),
        scaled=others.by_hand(1000.0),
    )

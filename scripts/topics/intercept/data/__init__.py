"""All that the page on the intercept shows, computed on the forum's data.

The one rule: every run starts at the line (0, 0), as the forum's does.
"""

from dataclasses import dataclass

import numpy as np

from gdcore.datasets import intercept_thread
from gdcore.problems import line_fit
from gdcore.spectral import minimizer
from gdcore.validation import Array
from scripts.topics.intercept.data import example, exercises, geometry, remedies, thread


@dataclass(frozen=True)
class Data:
    """The data, the thread's run on them, what theory says of it, and what helps."""

    x: Array  # (N,)
    y: Array  # (N,)
    best: Array  # slope and intercept of the least-squares line
    true: Array  # those that made the data
    run: thread.Run
    late: thread.Late
    terms: tuple[thread.Terms, thread.Terms]  # at the start and after the run
    steps: thread.Steps
    seeds: dict[str, thread.Seeds]  # with a random slope, and with slope zero
    spectrum: geometry.Curvatures
    shifted: geometry.Shifted
    valley: geometry.Valley
    pivot: geometry.Pivot
    film: geometry.Film
    systems: dict[str, remedies.System]
    three: example.Three
    race: remedies.Race
    advice: remedies.Advice
    exercises: exercises.Exercises


def compute() -> Data:
    """Everything the page shows; about five seconds, most of them the million steps."""
    points = intercept_thread()
    problem = line_fit(points.x, points.y)
    return Data(
        x=points.x,
        y=points.y,
        best=minimizer(problem),
        true=np.random.RandomState(0).rand(2),
        run=thread.hundred_epochs(problem),
        late=thread.late(problem),
        terms=(thread.terms(problem, 0), thread.terms(problem, thread.EPOCHS)),
        steps=thread.steps(problem),
        seeds={
            "random": thread.seeds(points.x, steepest=1),
            "zero": thread.seeds(points.x, steepest=0),
        },
        spectrum=geometry.curvatures(problem),
        shifted=geometry.shifted(points.x),
        valley=geometry.valley(problem),
        pivot=geometry.pivot(problem),
        film=geometry.film(problem),
        systems=remedies.systems(problem),
        three=example.three(),
        race=remedies.race(problem),
        advice=remedies.usual_advice(problem),
        exercises=exercises.exercises(problem),
    )

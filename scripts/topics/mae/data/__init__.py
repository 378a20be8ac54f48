"""What the page on absolute error shows: optimal lines, and runs towards them.

The one rule: lines are (w, b) of raw x; runs are on `outliers`, most of them on
standardized x.
"""

from dataclasses import dataclass

from gdcore import datasets
from gdcore.algebra import product
from gdcore.preconditioning import standardize
from gdcore.problems import LeastAbsolute, best_absolute_line, line_design
from gdcore.validation import Array
from scripts.topics.mae.data import lines, runs


@dataclass(frozen=True)
class Data:
    """Everything on the page."""

    fits: dict[str, lines.Fit]  # of the teaching datasets
    three: lines.Three
    toy: lines.Toy
    surface: lines.Surface
    sizes: dict[str, runs.Sizes]  # of x as it is, and standardized
    raw: runs.Raw
    floor: runs.Floor
    decay: runs.Decay
    trained: runs.Trained
    film: dict[str, Array]  # lines by loss, one a frame, (FILM_STEPS + 1, 2)
    leverage: lines.Leverage
    conventions: dict[str, runs.Convention]  # on `outliers`, and on whole numbers
    lifted: tuple[float, float]  # slopes (absolute, squares) with points much higher
    exercises: runs.Exercises


def compute() -> Data:
    """Fits of the teaching datasets, and runs on `outliers`; about two seconds."""
    data = datasets.outliers()
    raw = LeastAbsolute(line_design(data.x), data.y)
    change = standardize(raw)
    scaled = LeastAbsolute(product(raw.X, change.M), data.y)
    star = best_absolute_line(scaled)
    whole = LeastAbsolute(line_design(lines.TIES_X), lines.TIES_Y)
    films = runs.descents(scaled)
    return Data(
        fits={name: lines.fit(make()) for name, make in datasets.TEACHING.items()},
        three=lines.three(),
        toy=lines.toy(),
        surface=lines.surface(scaled, star),
        sizes={"raw": runs.sizes(raw), "scaled": runs.sizes(scaled)},
        raw=runs.raw_runs(raw, best_absolute_line(raw)),
        floor=runs.floors(scaled, star),
        decay=runs.decay(scaled, star),
        trained=runs.train(scaled, star, change),
        film={name: change.back(path) for name, path in films.items()},
        leverage=lines.leverage(datasets.clean()),
        conventions={
            "outliers": runs.convention(scaled, star),
            "whole": runs.convention(whole, best_absolute_line(whole)),
        },
        lifted=lines.lifted(data),
        exercises=runs.exercises(raw, scaled, star),
    )

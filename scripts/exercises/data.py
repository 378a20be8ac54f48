"""Exercises on data: rounding, noise, one point that pulls, and points of your own.

The one rule: each begins where the task says and is solved by what its answer says.
"""

from typing import Any

from scripts.exercises.shape import Exercise, Measure, Settings

YEARS = list(range(2001, 2011))
VALUES = [3.1, 3.4, 3.3, 3.9, 4.2, 4.1, 4.6, 4.8, 5.1, 5.0]
GD = "GradientDescent"
SHORT = {"coordinates": "standardized", "epochs": 100}
SPREAD: Settings = {"data": {"name": "heavy_noise"}, **SHORT}
BOWL: Settings = {
    **SHORT,
    "epochs": 50,
    "optimizer": {"name": GD, "learning_rate": 0.3},
}


def batches(rate: float) -> Settings:
    """Batches of ten of the noisy data."""
    name = "MinibatchGradientDescent"
    optimizer = {"name": name, "learning_rate": rate, "batch_size": 10}
    return {**SPREAD, "optimizer": optimizer}


def thread(precision: str, **rest: Any) -> Settings:
    """Momentum on the intercept thread, long enough to meet rounding."""
    optimizer = {"name": "Momentum", "learning_rate": 0.0004, "beta": 0.97}
    return {
        "data": {"name": "intercept_thread"},
        "optimizer": optimizer,
        "epochs": 2000,
        "precision": precision,
        **rest,
    }


DATA = (
    Exercise(
        id="rounding",
        title="Meet the floor of float32",
        task="This run ends at the optimum to the last digit. Lay the same run in "
        "float32 over it, and find the floor it cannot pass.",
        hint="Pin this run. Then change only the precision.",
        answer="In float64 what the loss ends above its minimum is [[double:below]] of "
        "its first value; in float32 it stays at about [[single:.0e]]. There a step "
        "is smaller than half the distance to the next float32 number, and is rounded "
        "away. More epochs do not help; float64 or standardized x do.",
        preset=thread("float64"),
        solution=thread("float64", compare={"precision": "float32"}),
        runs={"single": thread("float32")},
        check=(
            {
                "of": "settings.precision",
                "is": "float64",
                "else": "One of the two runs is to be in float64.",
            },
            {
                "of": "other.settings.precision",
                "is": "float32",
                "else": "Pin one run, and let the other be in float32.",
            },
            {
                "of": "floor",
                "most": 1e-13,
                "else": "The first run has not arrived: give it more epochs.",
            },
            {
                "of": "other.floor",
                "least": 1e-12,
                "else": "No floor can be told from the first run's end.",
            },
        ),
        measures=(
            Measure("double", "preset", "floor", "mean excess of the last fifth"),
            Measure("single", "single", "floor", "the same in float32"),
        ),
    ),
    Exercise(
        id="noise-floor",
        title="Lower the noise floor of minibatches",
        task="Batches of ten make the loss flicker. Keep them, and lower the floor of "
        "the last epochs to a tenth in the same hundred epochs.",
        hint="The floor goes with the learning rate. But do not stop short of it.",
        answer="Each batch pulls toward a line of its own, so the run swings around "
        "the optimum in a band whose height goes with the rate. At three tenths the "
        "last fifth lies [[before:.1e]] above the minimum, at three hundredths "
        "[[after:.1e]], both in shares of the first loss. A rate that decays takes it "
        "to zero.",
        preset=batches(0.3),
        solution=batches(0.03),
        check=(
            {
                "of": "settings.data.name",
                "is": "heavy_noise",
                "else": "Keep these data.",
            },
            {
                "of": "settings.optimizer.name",
                "is": "MinibatchGradientDescent",
                "else": "Stay with minibatches.",
            },
            {
                "of": "settings.optimizer.batch_size",
                "most": 10,
                "else": "Keep the batches at ten, or make them smaller.",
            },
            {
                "of": "settings.epochs",
                "most": 100,
                "else": "That is more epochs than at the start.",
            },
            {
                "of": "floor",
                "most": {"number": "before", "times": 0.1},
                "else": "The floor is at {floor} of the first loss.",
            },
        ),
        measures=(
            Measure("before", "preset", "floor", "mean excess of the last fifth"),
            Measure("after", "solution", "floor", "the same at the answer's rate"),
        ),
    ),
    Exercise(
        id="drag",
        title="Turn the line with one point",
        task="Drag a single point until the fitted slope is a tenth smaller than it "
        "was.",
        hint="A point far from the mean of x turns the line most: take one at the "
        "right, and pull it down. Does the same pull in the middle do anything?",
        answer="The last point pulled down to minus twenty takes the slope from "
        "[[slope:.3f]] to [[turned:.3f]]. The pull of a point goes with its distance "
        "from the mean of x times the distance it was moved. With the absolute error "
        "the slope would be [[absolute:.3f]].",
        preset=BOWL,
        solution={**BOWL, "data": {"name": "clean", "moved": [[99, 49.5, -20]]}},
        runs={
            "absolute": {
                **BOWL,
                "data": {"name": "clean", "moved": [[99, 49.5, -20]]},
                "loss": "mae",
            }
        },
        check=(
            {
                "of": "settings.data.name",
                "is": "clean",
                "else": "Keep these data.",
            },
            {
                "of": "settings.loss",
                "is": "mse",
                "else": "Stay with the squared error.",
            },
            {"of": "settings.l2", "is": 0, "else": "Set the ridge weight to zero."},
            {"of": "moved", "least": 1, "else": "No point has been moved yet."},
            {"of": "moved", "most": 1, "else": "Move one point only."},
            {
                "of": "best_w",
                "most": {"number": "slope", "times": 0.9},
                "else": "The slope of the best line is {best_w}: pull further.",
            },
        ),
        measures=(
            Measure("slope", "preset", "best_w", "slope of least squares"),
            Measure("turned", "solution", "best_w", "the same with the moved point"),
            Measure("absolute", "absolute", "best_w", "slope of least absolute error"),
        ),
    ),
    Exercise(
        id="own-data",
        title="Break it with your own data",
        task="Paste five points or more of your own on which raw gradient descent "
        "meets a condition number above ten thousand. Then learn them all the same, to "
        "one percent in both parameters.",
        hint="Take years as x. Then change the coordinates and the rate.",
        answer="Ten years, from two thousand and one on, have a condition number of "
        "[[kappa:.1e]], and the limit of the raw rate is [[limit:.1e]]. Centered, it "
        "is [[centered:.2f]]; standardized, [[round:.2f]], and [[reached:d]] steps do "
        "it. A mean far from zero is the cause.",
        preset={},
        solution={
            **BOWL,
            "data": {"name": "own", "x": YEARS, "y": VALUES},
        },
        runs={
            "raw": {"data": {"name": "own", "x": YEARS, "y": VALUES}},
            "centered": {
                "data": {"name": "own", "x": YEARS, "y": VALUES},
                "coordinates": "centered",
            },
        },
        check=(
            {
                "of": "settings.data.name",
                "is": "own",
                "else": "Choose your own points, and paste some.",
            },
            {"of": "points", "least": 5, "else": "Paste five points or more."},
            {
                "of": "raw_condition_number",
                "least": 10_000,
                "else": "In raw coordinates the condition number of these points is "
                "{raw_condition_number}: move x further from zero.",
            },
            {
                "of": "reached",
                "least": 1,
                "else": "At the end a share of {left_b} of the error is left in b.",
            },
        ),
        measures=(
            Measure("kappa", "raw", "condition_number", "of the raw Hessian"),
            Measure("limit", "raw", "limit", "limit of the raw learning rate"),
            Measure("centered", "centered", "condition_number", "with x centered"),
            Measure("round", "solution", "condition_number", "with x standardized"),
            Measure("reached", "solution", "reached", "steps to one percent", "steps"),
        ),
    ),
)

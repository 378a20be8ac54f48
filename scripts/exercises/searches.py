"""Exercises on methods that measure the curvature themselves, and need few steps.

The one rule: each begins where the task says and is solved by what its answer says.
"""

from scripts.exercises.shape import Exercise, Measure, Settings

GD = "GradientDescent"
THREAD: Settings = {"name": "intercept_thread"}
PAIR: Settings = {"name": "two_variables"}

SEARCHES = (
    Exercise(
        id="dozen",
        title="A dozen evaluations",
        task="The same intercept thread. Choose one method that ends within a "
        "millionth of the first loss in at most twelve steps, in raw coordinates.",
        hint="The methods that search for their own step have no learning rate.",
        answer="L-BFGS ends after [[taken:d]] steps, because two pairs of steps and "
        "gradient changes already tell it the whole curvature of two parameters. "
        "Conjugate gradients do it in [[conjugate:d]]. Plain descent is left with "
        "[[left:.1e]] of the first loss after twelve.",
        preset={
            "data": THREAD,
            "optimizer": {"name": GD, "learning_rate": 1e-4},
            "epochs": 12,
        },
        solution={"data": THREAD, "optimizer": {"name": "LBFGS"}, "epochs": 12},
        runs={
            "conjugate": {
                "data": THREAD,
                "optimizer": {"name": "ConjugateGradient"},
                "epochs": 12,
            }
        },
        check=(
            {
                "of": "settings.data.name",
                "is": "intercept_thread",
                "else": "Keep these data.",
            },
            {
                "of": "settings.coordinates",
                "is": "raw",
                "else": "Stay in raw coordinates.",
            },
            {
                "of": "excess",
                "most": 1e-6,
                "else": "A share of {excess} of the first loss is left.",
            },
            {"of": "left_b", "most": 0.01, "else": "The intercept is not learned yet."},
            {"of": "taken", "most": 12, "else": "That took {taken} steps."},
        ),
        measures=(
            Measure("taken", "solution", "taken", "steps of L-BFGS", "steps"),
            Measure("conjugate", "conjugate", "taken", "steps of CG", "steps"),
            Measure("left", "preset", "excess", "loss left by plain descent"),
        ),
    ),
    Exercise(
        id="hundred-steps",
        title="Two variables, a hundred steps",
        task="People wait a million steps for this one. Bring its loss to a "
        "millionth of the first in at most a hundred.",
        hint="No fixed learning rate does it. Try the methods that measure the "
        "curvature themselves.",
        answer="The condition number is [[kappa:,.0f]]. A million steps of plain "
        "descent at [[share:.2f]] of the limit still leave [[million:.0%]] of the "
        "loss. L-BFGS ends after [[taken:d]] steps, conjugate gradients after "
        "[[conjugate:d]]: two variables have two eigen-directions.",
        preset={
            "data": PAIR,
            "optimizer": {"name": GD, "learning_rate": 1e-5},
            "epochs": 100,
        },
        solution={"data": PAIR, "optimizer": {"name": "LBFGS"}, "epochs": 100},
        runs={
            "million": {
                "data": PAIR,
                "optimizer": {"name": GD, "learning_rate": 1e-5},
                "epochs": 1_000_000,
            },
            "conjugate": {
                "data": PAIR,
                "optimizer": {"name": "ConjugateGradient"},
                "epochs": 100,
            },
        },
        check=(
            {
                "of": "settings.data.name",
                "is": "two_variables",
                "else": "Keep these data.",
            },
            {"of": "taken", "most": 100, "else": "That took {taken} steps."},
            {
                "of": "excess",
                "most": 1e-6,
                "else": "A share of {excess} of the first loss is left.",
            },
        ),
        measures=(
            Measure("kappa", "preset", "condition_number", "of the Hessian"),
            Measure("million", "million", "excess", "loss left after a million steps"),
            Measure("share", "million", "share", "rate of that run over the limit"),
            Measure("taken", "solution", "taken", "steps of L-BFGS", "steps"),
            Measure("conjugate", "conjugate", "taken", "steps of CG", "steps"),
        ),
    ),
)

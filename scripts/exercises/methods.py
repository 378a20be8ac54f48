"""Exercises on methods: rates of their own, velocities, Adam, and searches.

The one rule: each begins where the task says and is solved by what its answer says.
"""

from typing import Any

from scripts.exercises.shape import Exercise, Measure, Settings

GD = "GradientDescent"
THREAD: Settings = {"name": "intercept_thread"}
PAIR: Settings = {"name": "two_variables"}
SWINGS = 0.99  # a beta that is too much
HABIT = 0.9  # the usual beta


def heavy(name: str, beta: float, **rest: Any) -> Settings:
    """A method with a velocity on the usual data, at the usual rate."""
    optimizer = {"name": name, "learning_rate": 0.0005, "beta": beta}
    return {"epochs": 1000, "optimizer": optimizer, **rest}


def adam(rate: float) -> Settings:
    """Adam on the two-variable thread."""
    optimizer = {"name": "Adam", "learning_rate": rate}
    return {"data": PAIR, "optimizer": optimizer, "epochs": 10_000}


METHODS = (
    Exercise(
        id="own-rates",
        title="Give the intercept a rate of its own",
        task="This is the forum thread whose intercept is not learned. Stay in raw "
        "coordinates with plain gradient descent, and bring b within one percent in "
        "two hundred epochs.",
        hint="Give each parameter its own learning rate. The slope's limit is set by "
        "the mean of x squared, the intercept's by one.",
        answer="With one rate the condition number is [[kappa:,.0f]], and the run "
        "leaves [[left:.1%]] of the error in b. With rates of one ten-thousandth for w "
        "and three tenths for b both errors stay below one percent from step "
        "[[reached:d]] on. Two rates are a diagonal preconditioner: they undo the "
        "difference of scales, though not the correlation of slope and intercept.",
        preset={
            "data": THREAD,
            "optimizer": {"name": GD, "learning_rate": 1e-5},
            "epochs": 200,
        },
        solution={
            "data": THREAD,
            "optimizer": {"name": GD, "learning_rate": [1e-4, 0.3]},
            "epochs": 200,
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
                "of": "rates",
                "is": 2,
                "else": "There is still one learning rate for both parameters.",
            },
            {
                "of": "reached",
                "most": 200,
                "else": "At the end a share of {left_b} of the error is left in b.",
            },
        ),
        measures=(
            Measure("kappa", "preset", "condition_number", "of the raw Hessian"),
            Measure("left", "preset", "left_b", "error left in b with one rate"),
            Measure("reached", "solution", "reached", "steps to one percent", "steps"),
        ),
    ),
    Exercise(
        id="sweet-spot",
        title="Find the sweet spot of beta",
        task="Keep momentum and this learning rate, and change beta alone. Reach one "
        "percent in both parameters in at most four hundred epochs.",
        hint="With too small a beta the run is slow, with too large a one it swings. "
        "Go up in small steps from nine tenths, and watch the loss.",
        answer="At beta [[beta:.2f]] the run takes [[reached:d]] steps, at beta nine "
        "tenths [[habit:,d]], at ninety-nine hundredths [[swings:,d]]. The best beta "
        "makes the flat direction critically damped: beta is then the square of one "
        "minus the root of rate times the smallest eigenvalue.",
        preset=heavy("Momentum", HABIT),
        solution=heavy("Momentum", 0.97),
        runs={
            "swings": {**heavy("Momentum", SWINGS), "epochs": 2000},
            "habit": {**heavy("Momentum", HABIT), "epochs": 2000},
        },
        check=(
            {
                "of": "settings.optimizer.name",
                "is": "Momentum",
                "else": "Stay with momentum.",
            },
            {
                "of": "settings.optimizer.learning_rate",
                "is": 0.0005,
                "else": "Keep the learning rate.",
            },
            {
                "of": "settings.coordinates",
                "is": "raw",
                "else": "Stay in raw coordinates.",
            },
            {
                "of": "reached",
                "least": 1,
                "else": "One percent is not reached within {taken} steps.",
            },
            {
                "of": "reached",
                "most": 400,
                "else": "One percent is reached at step {reached}: that is too late.",
            },
        ),
        measures=(
            Measure(
                "beta", "solution", "settings.optimizer.beta", "beta of the answer"
            ),
            Measure("reached", "solution", "reached", "steps to one percent", "steps"),
            Measure("habit", "habit", "reached", f"the same at beta {HABIT}", "steps"),
            Measure(
                "swings", "swings", "reached", f"the same at beta {SWINGS}", "steps"
            ),
        ),
    ),
    Exercise(
        id="look-ahead",
        title="Let momentum look ahead",
        task="This momentum swings. Compare it with Nesterov at the same rate and the "
        "same beta, and show that it settles at least a fifth sooner.",
        hint="Pin this run. Then change only the method, and type its rate again.",
        answer="Momentum stays within one percent from step [[heavy:d]] on, Nesterov "
        "from [[ahead:d]]. Nesterov takes the gradient where the velocity is about to "
        "lead, so it brakes one step earlier. The price is the limit: "
        "[[limit_ahead:.3g]] instead of [[limit_heavy:.3g]].",
        preset=heavy("Momentum", 0.98),
        solution={
            **heavy("Momentum", 0.98),
            "compare": {"optimizer": heavy("Nesterov", 0.98)["optimizer"]},
        },
        runs={"ahead": heavy("Nesterov", 0.98)},
        check=(
            {
                "of": "settings.optimizer.name",
                "is": "Momentum",
                "else": "One of the two runs is to be momentum.",
            },
            {
                "of": "other.settings.optimizer.name",
                "is": "Nesterov",
                "else": "Pin one run, and let the other be Nesterov.",
            },
            {
                "of": "other.settings.optimizer.learning_rate",
                "is": {"of": "settings.optimizer.learning_rate"},
                "else": "Give both the same learning rate.",
            },
            {
                "of": "other.settings.optimizer.beta",
                "is": {"of": "settings.optimizer.beta"},
                "else": "Give both the same beta.",
            },
            {
                "of": "reached",
                "least": 1,
                "else": "Momentum does not reach one percent within {taken} steps.",
            },
            {
                "of": "other.reached",
                "least": 1,
                "else": "Nesterov does not reach one percent within {other.taken} "
                "steps.",
            },
            {
                "of": "other.reached",
                "most": {"of": "reached", "times": 0.8},
                "else": "Momentum needs {reached}, Nesterov {other.reached} steps.",
            },
        ),
        measures=(
            Measure("heavy", "preset", "reached", "steps of momentum", "steps"),
            Measure("ahead", "ahead", "reached", "steps of Nesterov", "steps"),
            Measure("limit_heavy", "preset", "limit", "limit of momentum"),
            Measure("limit_ahead", "ahead", "limit", "limit of Nesterov"),
        ),
    ),
    Exercise(
        id="glitches",
        title="Calm Adam's glitches",
        task="On the two-variable thread Adam comes near the optimum and then jumps "
        "away, again and again. With no more epochs, keep the loss below a tenth of "
        "its first value in the whole second half.",
        hint="Adam divides by the recent size of the gradient. Near the optimum that "
        "is small, so the step in use is large: make it smaller.",
        answer="The jumps come when the effective step meets its stability limit: the "
        "gradient shrinks, Adam divides by it, and one step overshoots. At this rate "
        "the loss peaks at about [[before:.1f]] of its first value in the second "
        "half, at a rate of two hundredths at about [[after:.2f]]. A constant rate "
        "makes the jumps smaller; it does not end them.",
        preset=adam(0.1),
        solution=adam(0.02),
        check=(
            {
                "of": "settings.data.name",
                "is": "two_variables",
                "else": "Keep these data.",
            },
            {
                "of": "settings.optimizer.name",
                "is": "Adam",
                "else": "Stay with Adam.",
            },
            {
                "of": "taken",
                "most": 10_000,
                "else": "That is more epochs than at the start.",
            },
            {
                "of": "peak",
                "most": 0.1,
                "else": "In the second half it still reaches {peak} of the first loss.",
            },
        ),
        measures=(
            Measure("before", "preset", "peak", "highest loss of the second half"),
            Measure("after", "solution", "peak", "the same at the answer's rate"),
        ),
    ),
)

"""The six exercises that every reader of an explorer of this kind is given.

The one rule: each begins where the task says and is solved by what its answer says.
"""

from scripts.exercises.shape import Exercise, Measure

GD = "GradientDescent"
SLOW = 0.01  # a rate on standardized x that is often told
BARELY = 0.001  # a ridge weight that does next to nothing
FINDS = {"of": "settings.coordinates", "is": "raw", "else": "Stay in raw coordinates."}

FIRST = (
    Exercise(
        id="threshold",
        title="Find the divergence threshold",
        task="The learning rate is far too careful. Raise it as far as you can: to "
        "within two percent of the rate at which the run diverges, but not past it.",
        hint="The limit of these data is drawn on the slider. Cross it once, and look "
        "at what the loss does.",
        answer="The limit is two over the largest eigenvalue of the Hessian: "
        "[[limit:.4g]] for these data. At [[past:.2f]] of it the loss has grown by a "
        "factor of [[grown:.0e]] when the run ends. The limit is this low because x "
        "reaches fifty: the curvature in w is twice the mean of x squared. Yet at "
        "[[share:.3f]] of the limit [[left:.0%]] of the error in b is left: the "
        "largest stable rate is not a good one here.",
        preset={"optimizer": {"name": GD, "learning_rate": 5e-5}},
        solution={"optimizer": {"name": GD, "learning_rate": 0.00123}},
        runs={"past": {"optimizer": {"name": GD, "learning_rate": 0.0013}}},
        check=(
            {
                "of": "settings.optimizer.name",
                "is": GD,
                "else": "Stay with plain gradient descent.",
            },
            {
                "of": "status",
                "one_of": ["OUT_OF_STEPS", "CONVERGED", "STALLED"],
                "else": "This run diverges: that is past the limit. Go back a little.",
            },
            {
                "of": "share",
                "least": 0.98,
                "else": "The rate is {share} of the limit. There is room above.",
            },
        ),
        measures=(
            Measure("limit", "preset", "limit", "2 / λmax of the data `clean`"),
            Measure("share", "solution", "share", "rate of the answer over the limit"),
            Measure("left", "solution", "left_b", "error left in b after the answer"),
            Measure("past", "past", "share", "a rate past the limit, over the limit"),
            Measure("grown", "past", "excess", "end loss over first loss past it"),
        ),
    ),
    Exercise(
        id="normalize",
        title="Normalize, then go fast",
        task="Keep plain gradient descent, and bring both w and b within one percent "
        "in at most fifty epochs.",
        hint="Standardized coordinates make a bowl of the valley. Then the limit is "
        "near one, and the old rate is far too small.",
        answer="With x standardized the condition number falls from [[kappa:,.0f]] to "
        "[[round:.3g]], and the limit rises to [[limit:.3g]]. At a rate of three "
        "tenths both errors are below one percent after [[reached:d]] steps. At a "
        "half one single step ends at the optimum. A rate of one hundredth, which is "
        "often told, still leaves [[slow:.0%]] of the error after fifty epochs.",
        preset={"epochs": 50},
        solution={
            "epochs": 50,
            "coordinates": "standardized",
            "optimizer": {"name": GD, "learning_rate": 0.3},
        },
        runs={
            "slow": {
                "epochs": 50,
                "coordinates": "standardized",
                "optimizer": {"name": GD, "learning_rate": SLOW},
            }
        },
        check=(
            {
                "of": "settings.optimizer.name",
                "is": GD,
                "else": "Stay with plain gradient descent.",
            },
            {
                "of": "reached",
                "most": 50,
                "else": "After {taken} steps a share of {left_b} is left in b.",
            },
        ),
        measures=(
            Measure("kappa", "preset", "condition_number", "of the raw Hessian"),
            Measure("round", "solution", "condition_number", "with x standardized"),
            Measure("limit", "solution", "limit", "limit with x standardized"),
            Measure("reached", "solution", "reached", "steps to one percent", "steps"),
            Measure("slow", "slow", "left_b", f"error left at a rate of {SLOW}"),
        ),
    ),
    Exercise(
        id="momentum",
        title="Add momentum",
        task="Two thousand epochs of plain descent leave most of b unlearned. Keep raw "
        "coordinates and this learning rate, and reach one percent in both parameters.",
        hint="Momentum sums the small gradients along the valley floor. Its usual beta "
        "is good enough.",
        answer="With beta nine tenths both errors are below one percent after "
        "[[reached:,d]] steps. Plain descent leaves [[left:.0%]] of the error in b "
        "after as many. A velocity adds up whatever keeps its sign: "
        "along the valley floor the step becomes ten times as long.",
        preset={"epochs": 2000},
        solution={
            "epochs": 2000,
            "optimizer": {"name": "Momentum", "learning_rate": 0.0005, "beta": 0.9},
        },
        check=(
            FINDS,
            {
                "of": "settings.optimizer.name",
                "one_of": ["Momentum", "Nesterov"],
                "else": "Choose a method with momentum.",
            },
            {
                "of": "reached",
                "most": 2000,
                "else": "At the end a share of {left_b} of the error is left in b.",
            },
        ),
        measures=(
            Measure("reached", "solution", "reached", "steps to one percent", "steps"),
            Measure("left", "preset", "left_b", "error left in b by plain descent"),
        ),
    ),
    Exercise(
        id="absolute",
        title="Switch MSE to MAE",
        task="Ten of these points are lifted far above the line. Change the loss so "
        "that they hardly turn it, and bring both parameters within one percent of "
        "that loss's own optimum.",
        hint="The gradient of the absolute error does not shrink near the optimum. A "
        "step that shrinks by itself does: SubgradientDescent.",
        answer="Squares give the slope [[squares:.3f]], absolute errors "
        "[[absolute:.3f]]. Each point counts alike, however far away it is, so the "
        "line follows the other points. SubgradientDescent from a rate of two ends "
        "with [[left:.1e]] of the slope's error.",
        preset={
            "data": {"name": "outliers"},
            "coordinates": "standardized",
            "optimizer": {"name": GD, "learning_rate": 0.3},
            "epochs": 2000,
            "show": {"residuals": True, "predicted": True},
        },
        solution={
            "data": {"name": "outliers"},
            "coordinates": "standardized",
            "loss": "mae",
            "optimizer": {
                "name": "SubgradientDescent",
                "learning_rate": 2,
                "power": 0.5,
            },
            "epochs": 2000,
        },
        check=(
            {
                "of": "settings.data.name",
                "is": "outliers",
                "else": "Keep these data.",
            },
            {
                "of": "settings.loss",
                "is": "mae",
                "else": "Squares give far points a large say: change the loss.",
            },
            {
                "of": "left_w",
                "most": 0.01,
                "else": "A share of {left_w} of the slope's error is left.",
            },
            {
                "of": "left_b",
                "most": 0.01,
                "else": "A share of {left_b} of the intercept's error is left.",
            },
        ),
        measures=(
            Measure("squares", "preset", "best_w", "slope of least squares"),
            Measure("absolute", "solution", "best_w", "slope of least absolute error"),
            Measure("left", "solution", "left_w", "error left in the slope"),
        ),
    ),
    Exercise(
        id="ridge",
        title="Add L2 regularization",
        task="Find a ridge weight that halves the slope, to within two percent, and "
        "let the run end there.",
        hint="A weight of a thousandth does nothing that you could see. Think of the "
        "variance of x.",
        answer="The penalized slope is the plain one times var(x) / (var(x) + weight), "
        "so the weight that halves it is the variance of x, "
        "about [[weight:.0f]]. Then the slope is [[half:.4f]] instead of "
        "[[slope:.4f]]. A weight of one thousandth takes it to "
        "[[barely:.5f]]. The intercept is not "
        "penalized; it rises to [[b:.2f]] so that the line still meets the mean.",
        preset={
            "coordinates": "standardized",
            "optimizer": {"name": GD, "learning_rate": 0.3},
        },
        solution={
            "coordinates": "standardized",
            "optimizer": {"name": GD, "learning_rate": 0.3},
            "l2": 217,
        },
        runs={
            "barely": {
                "coordinates": "standardized",
                "optimizer": {"name": GD, "learning_rate": 0.3},
                "l2": BARELY,
            }
        },
        check=(
            {
                "of": "w",
                "most": {"number": "slope", "times": 0.51},
                "else": "The slope ends at {w}: shrink it more.",
            },
            {
                "of": "w",
                "least": {"number": "slope", "times": 0.49},
                "else": "The slope ends at {w}: that is less than half.",
            },
            {
                "of": "left_w",
                "most": 0.01,
                "else": "This run has not arrived at its own optimum yet.",
            },
        ),
        measures=(
            Measure("slope", "preset", "best_w", "slope without a penalty"),
            Measure("half", "solution", "best_w", "slope with the answer's weight"),
            Measure("weight", "solution", "settings.l2", "ridge weight of the answer"),
            Measure("barely", "barely", "best_w", f"slope with a weight of {BARELY}"),
            Measure("b", "solution", "best_b", "intercept with the answer's weight"),
        ),
    ),
    Exercise(
        id="bad-start",
        title="Start badly",
        task="Begin in the far corner of the map, with a slope of at least six tenths "
        "and an intercept of at least thirteen. Keep the learning rate, and let the "
        "run get within one percent in both parameters.",
        hint="Set the start, look at what is left in b, and give it more epochs.",
        answer="From the corner it takes [[corner:,d]] steps, from zero "
        "[[zero:,d]]. The start hardly matters: plain descent shrinks the error along "
        "each eigen-direction by a fixed factor a step, wherever it begins. Only the "
        "rate and the curvature decide.",
        preset={},
        solution={"start": [0.65, 14], "epochs": 20000},
        runs={"zero": {"epochs": 20000}},
        check=(
            {
                "of": "settings.start.0",
                "least": 0.6,
                "else": "Start with a steeper slope.",
            },
            {
                "of": "settings.start.1",
                "least": 13,
                "else": "Start with a larger intercept.",
            },
            {
                "of": "settings.optimizer.learning_rate",
                "is": 0.0005,
                "else": "Keep the learning rate.",
            },
            {
                "of": "settings.optimizer.name",
                "is": GD,
                "else": "Stay with plain gradient descent.",
            },
            {
                "of": "reached",
                "least": 1,
                "else": "At the end a share of {left_b} of the error is left in b.",
            },
        ),
        measures=(
            Measure("corner", "solution", "needed", "steps to one percent", "steps"),
            Measure("zero", "zero", "needed", "the same from the origin", "steps"),
        ),
    ),
)

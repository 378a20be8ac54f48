"""The exercise that only a program of the reader's own can pass.

The one rule: its program is text here, so that the numbers hang on it and on no file.
"""

from scripts.exercises.shape import Exercise, Measure

HUBER = """\
# Given: x, y (the data), w, b (the start), lr, epochs, and np.


def loss(x, y, w, b):
    r = np.abs(w * x + b - y)
    return np.mean(np.where(r < 2, r**2, 4 * r - 4))


def gradient(x, y, w, b):
    r = np.clip(w * x + b - y, -2, 2)
    return 2 * np.mean(r * x), 2 * np.mean(r)
"""
OUTLIERS = {"name": "outliers"}

OWN_CODE = (
    Exercise(
        id="own-loss",
        title="Write a loss of your own",
        task="Ten of these points are lifted far above the line. In the code panel "
        "write your own loss, neither squares nor absolute errors. The slope has to "
        "end within a tenth of the one that absolute errors give.",
        hint="Huber's loss is a square near zero and a straight line further out. Its "
        "gradient is that of squares with the residual clipped.",
        answer="Clip the residual at two: near the line each point still pulls in "
        "proportion to its distance, far away no harder than at two. "
        "The slope ends at [[huber:.3f]]; squares give [[squares:.3f]], absolute "
        "errors [[absolute:.3f]].",
        preset={"data": OUTLIERS, "epochs": 20_000},
        solution={"data": OUTLIERS, "code": HUBER, "epochs": 20_000},
        runs={
            "squares": {"data": OUTLIERS},
            "absolute": {
                "data": OUTLIERS,
                "loss": "mae",
                "optimizer": {"name": "SubgradientDescent"},
            },
        },
        check=(
            {
                "of": "settings.data.name",
                "is": "outliers",
                "else": "Keep these data.",
            },
            {
                "of": "has_code",
                "is": True,
                "else": "Write the loss in the code panel, and run it.",
            },
            {
                "of": "own_loss",
                "is": True,
                "else": "This is still a loss of the panel: write another one.",
            },
            {
                "of": "w",
                "most": {"number": "absolute", "times": 1.1},
                "else": "The slope ends at {w}: the far points still pull.",
            },
            {
                "of": "w",
                "least": {"number": "absolute", "times": 0.9},
                "else": "The slope ends at {w}: that is too flat.",
            },
        ),
        measures=(
            Measure("huber", "solution", "w", "slope with Huber's loss"),
            Measure("squares", "squares", "best_w", "slope of least squares"),
            Measure("absolute", "absolute", "best_w", "slope of least absolute error"),
        ),
        code=True,
    ),
)

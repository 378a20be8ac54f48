"""The settings of the explorer: what they may be, and how they are completed.

The one rule: SETTINGS describes them, and JavaScript reads the same; what leaves
`complete` can be run, or is refused for what it asks together.
"""

from typing import Any

from gdcore.datasets import TEACHING
from scripts.engine import schema
from scripts.engine.catalog import catalog, optimizer_node
from scripts.engine.conflicts import CONFLICTS
from scripts.engine.methods import METHODS
from scripts.engine.schema import boolean, choice, nullable, number, text, whole
from scripts.engine.schema_reader import settle

Settings = dict[str, Any]

DATA = (*TEACHING, "intercept_thread", "two_variables", "own")
MOST_EPOCHS, MOST_POINTS, MOST_CODE = 1_000_000, 100_000, 20_000
MOST_MOVED = 1000
MOST_PINS = 4
OF_RUNS = (
    *("data", "optimizer", "loss", "l2", "coordinates", "precision"),
    *("epochs", "start", "seed"),
)
"""Settings that a run hangs on; a pinned one has them all."""
OF_OPTIMIZERS = ("title", "words", "plain_rate", "seeded")
COLUMN = schema.listed(
    f"must be a list of 2 to {MOST_POINTS:,} numbers", number(), 2, MOST_POINTS
)
MOST_FEATURES, MOST_NAME = 20, 120
FEATURE = schema.row(
    "must be [name, numbers]",
    text(f"must be a text of at most {MOST_NAME} bytes", bytes=MOST_NAME),
    COLUMN,
)
FEATURES = schema.listed(
    f"must be a list of 2 to {MOST_FEATURES} features", FEATURE, 2, MOST_FEATURES
)
OWN = schema.mapping(
    {
        "x": {**COLUMN, "optional": True},
        "features": {**FEATURES, "optional": True},
        "y": COLUMN,
    },
    either=["x", "features"],
    alike=["x", "features", "y"],
)
MOVED = schema.listed(
    f"must be a list of [row, x, y] for at most {MOST_MOVED:,} moved points",
    schema.row("must be [row, x, y]", whole(0, MOST_MOVED - 1), number(), number()),
    0,
    MOST_MOVED,
    optional=True,
)
SETTINGS = schema.mapping(
    {
        "v": whole(1, 1, default=1) | {"must": "must be 1, the version known here"},
        "data": schema.variant(
            {
                **{name: schema.mapping({"moved": MOVED}) for name in DATA},
                "two_variables": schema.mapping({}),
                "own": OWN,
            },
            default={"name": "clean"},
        ),
        "loss": choice("mse", "mae", default="mse"),
        "l2": number(0, default=0, called="the ridge weight α"),
        "optimizer": schema.variant(
            {name: optimizer_node(name) for name in METHODS},
            default={"name": "GradientDescent", "learning_rate": 0.0005},
        ),
        "coordinates": choice("raw", "centered", "standardized", default="raw"),
        "precision": choice("float64", "float32", default="float64"),
        "epochs": whole(1, MOST_EPOCHS, default=500),
        "start": schema.listed(
            "must be a list of two numbers",
            number(),
            2,
            2,
            default=[0, 0],
            called="the start",
        ),
        "seed": whole(0, 2**31 - 1, default=0),
        "step": whole(0, 1000 * MOST_EPOCHS, default=0),
        "compare": nullable(
            schema.part(
                ["optimizer", "loss", "l2", "coordinates", "precision"], default=None
            )
        ),
        "pins": schema.listed(
            f"must be a list of at most {MOST_PINS} pinned runs",
            schema.part(list(OF_RUNS)),
            0,
            MOST_PINS,
            default=[],
        ),
        "code": nullable(
            text(
                f"must be a text of at most {MOST_CODE:,} bytes",
                bytes=MOST_CODE,
                default=None,
            )
        ),
        "show": schema.mapping(
            {
                "residuals": boolean(default=False),
                "predicted": boolean(default=True),
                "bowl": boolean(default=False),
            },
            default={},
        ),
        "exercise": nullable(
            text(
                "must be the name of an exercise",
                pattern="[a-z][a-z0-9-]{0,39}",
                default=None,
            )
        ),
    }
)
DEFAULTS: Settings = settle(SETTINGS, {}, "settings")[0]


def described() -> dict[str, Any]:
    """All that JavaScript has to know of settings, as plain values."""
    listed = catalog()
    return {
        "settings": SETTINGS,
        "defaults": DEFAULTS,
        "words": schema.WORDS,
        "conflicts": CONFLICTS,
        "rows": {entry["name"]: entry["points"] for entry in listed["datasets"]},
        "optimizers": {
            entry["name"]: {key: entry[key] for key in OF_OPTIMIZERS}
            for entry in listed["optimizers"]
        },
    }


def complete(given: object) -> Settings:
    """`given` with every default filled in.

    Args:
        given: A dict as in a link; keys equal to the defaults may be missing.

    Raises:
        ValueError: If a key is unknown, or a value cannot be meant.
    """
    settings, faults = settle(SETTINGS, given, "settings")
    if faults:
        raise ValueError("; ".join(faults))
    return settings


def second(settings: Settings) -> Settings:
    """The complete settings of the run that is laid over the first."""
    return complete({**settings, **settings["compare"], "compare": None})

"""What does not go together: settings that are fine alone and refused in one run.

The one rule: a conflict stands here once; the engine refuses it in its message, and a
control gives its hint beforehand and makes its repair.
"""

from typing import Any

from scripts.engine.methods import METHODS

NEEDS_SQUARES = "needs squared error"
NEEDS_LINE = "needs a line"
NEEDS_X = "needs a single x"
PAIR = {"data.name": ["two_variables"]}
FEATURES: dict[str, list[Any]] = {"data.name": ["own"], "data.x": [None]}
MAE = {"loss": ["mae"]}


def conflict(
    when: dict[str, list[Any]],
    repair: dict[str, Any],
    hint: str,
    message: str,
    unless: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One conflict, as plain values.

    Args:
        when: By path in the settings, values that do not go together.
        repair: By path, what is set instead.
        hint: For a choice that is ruled out.
        message: For a run that asks for it.
        unless: By path, a value with which all is well.
    """
    texts = {"hint": hint, "message": message}
    return {"when": when, "unless": unless or {}, "repair": repair, **texts}


CONFLICTS = [
    conflict(
        PAIR | MAE,
        {"loss": "mse"},
        NEEDS_LINE,
        "the two-variable thread minimizes |Ax - b|^2: choose the squared error",
    ),
    conflict(
        PAIR | {"coordinates": ["centered", "standardized"]},
        {"coordinates": "raw"},
        NEEDS_LINE,
        "the two-variable thread has no intercept to take up a mean: its coordinates "
        "stay raw",
    ),
    conflict(
        FEATURES | MAE,
        {"loss": "mse"},
        NEEDS_X,
        "the absolute error is followed for one x: choose the squared error "
        "for several features",
    ),
    conflict(
        FEATURES | {"coordinates": ["standardized"]},
        {"l2": 0},
        "A ridge on several features is no longer the same one once each is scaled.",
        "a ridge on several features weighs each in its own unit, which scaling "
        "changes: set the ridge weight α to 0, or choose raw or centered coordinates",
        unless={"l2": 0},
    ),
    *(
        conflict(
            MAE | {"optimizer.name": [name]},
            {"optimizer.name": "SubgradientDescent"},
            NEEDS_SQUARES,
            f"{name} needs a quadratic loss, and the absolute error has no curvature: "
            "choose the squared error, or SubgradientDescent for the absolute one",
        )
        for name, method in METHODS.items()
        if method.curved
    ),
    conflict(
        MAE | {"optimizer.search": ["Exact"]},
        {"optimizer.search": "Backtracking"},
        NEEDS_SQUARES,
        "the exact step needs a quadratic loss, and the absolute error has no "
        "curvature: choose Backtracking or StrongWolfe",
    ),
    conflict(
        MAE,
        {"l2": 0},
        "Ridge goes with the squared error.",
        "a ridge goes with the squared error: set its weight α to 0 for the absolute "
        "error",
        unless={"l2": 0},
    ),
]


def refuse(settings: dict[str, Any]) -> None:
    """Refuse settings that do not go together.

    Raises:
        ValueError: With the message of the first conflict.
    """
    for one in CONFLICTS:
        rules, well = one["when"].items(), one["unless"].items()
        if all(_at(settings, path) in values for path, values in rules) and not any(
            _at(settings, path) == value for path, value in well
        ):
            raise ValueError(one["message"])


def _at(settings: dict[str, Any], path: str) -> Any:
    key, _, inner = path.partition(".")
    return settings[key].get(inner) if inner else settings[key]

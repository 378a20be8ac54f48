"""Many points as few that have the same squared loss.

The one rule: the loss of every line is that of all points; only the last digits may
differ, so few points are left as they are.
"""

from typing import Any

from gdcore.diagnosis.condensed import MANY, condensed
from gdcore.validation import Array
from scripts.engine import catalog


def fewer_points(settings: dict[str, Any], data: dict[str, Array]) -> dict[str, Array]:
    """Many points as few, where the method asks for no single one.

    Raises:
        ValueError: If there are too many for the absolute error.
    """
    size = len(data.get("y", ()))
    if size <= MANY:
        return data
    if settings["loss"] == "mae":
        raise ValueError(
            f"the absolute error is followed over at most {MANY:,} rows, and there are "
            f"{size:,}: choose mse, or fewer rows"
        )
    sampled = catalog.is_seeded(settings["optimizer"]["name"])
    if sampled or settings["precision"] != "float64":
        return data
    if "X" in data:
        return dict(zip("Xy", condensed(data["X"], data["y"]), strict=True))
    X, y = condensed(data["x"][:, None], data["y"])
    return {"x": X[:, 0], "y": y}

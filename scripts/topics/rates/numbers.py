"""The numbers of the reference page of rates and limits.

The one rule: each pair has one meaning, and two keys, `.predicted` and `.measured`.
"""

from dataclasses import asdict

from scripts.drawing.declarations import Number
from scripts.topics.rates.data import Data

OF_HESSIAN = {
    "lambda_min": ("loss per squared parameter", "smallest eigenvalue of the Hessian"),
    "lambda_max": ("loss per squared parameter", "largest eigenvalue of the Hessian"),
    "condition_number": ("dimensionless", "largest over smallest eigenvalue"),
}
OF_METHOD = {
    "rates": ("dimensionless", "factor of the error per step, best parameters"),
    "steps": ("steps", "steps until one percent of the error is left"),
    "limits": ("dimensionless", "learning rate from which on the run diverges"),
}


def numbers(data: Data) -> list[Number]:
    """The Hessian's own numbers, then each pair."""
    fields = asdict(data)
    return [
        Number(key, fields[key], unit, f"clean line fit: {meaning}")
        for key, (unit, meaning) in OF_HESSIAN.items()
    ] + [
        Number(f"{what}.{name}.{how}", value, unit, f"{name}, {how}: {meaning}")
        for what, (unit, meaning) in OF_METHOD.items()
        for name, pair in fields[what].items()
        for how, value in pair.items()
    ]

"""The settings that have a name: the start, one for each page, one for each exercise.

The one rule: a page's preset is the run that the page itself computes.
"""

from gdcore.optimizers import LBFGS
from scripts.exercises import EXERCISES
from scripts.opened import Settings, optimizer
from scripts.topics import (
    ill_conditioning_opened,
    intercept_opened,
    lbfgs_opened,
    mae_opened,
    mse_opened,
    preconditioning_opened,
)

PAGES: dict[str, Settings] = {
    "start": {},
    "mse": mse_opened.PAGE,
    "intercept": intercept_opened.PAGE,
    "ill-conditioning": ill_conditioning_opened.PAGE,
    "preconditioning": preconditioning_opened.PAGE,
    "lbfgs": lbfgs_opened.PAGE,
    "mae": mae_opened.PAGE,
    "intercept-not-learnt": intercept_opened.LONG,
    "two-variables-million-steps": {
        **ill_conditioning_opened.PAGE,
        "compare": {"optimizer": optimizer(LBFGS())},
    },
}
"""Presets with a picture of their own, by the name of the page that shows them."""


def presets() -> dict[str, Settings]:
    """All settings that have a name."""
    tasks = {f"exercise-{task.id}": task.settings("preset") for task in EXERCISES}
    return PAGES | tasks

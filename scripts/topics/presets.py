"""The settings that have a name: the start, one for each page, one for each exercise.

The one rule: a page's preset is the run that the page itself computes.
"""

from gdcore.optimizers import LBFGS
from scripts.drawing.explorer_settings import Handle, Settings, beside
from scripts.exercises import EXERCISES
from scripts.topics.adam import explorer as adam
from scripts.topics.answers.written import answers
from scripts.topics.compare import explorer as compare
from scripts.topics.floats import explorer as floats
from scripts.topics.ill_conditioning import explorer as ill_conditioning
from scripts.topics.intercept import explorer as intercept
from scripts.topics.lbfgs import explorer as lbfgs
from scripts.topics.learning_rate import explorer as learning_rate
from scripts.topics.mae import explorer as mae
from scripts.topics.minibatches import explorer as minibatches
from scripts.topics.momentum import explorer as momentum
from scripts.topics.mse import explorer as mse
from scripts.topics.preconditioning import explorer as preconditioning
from scripts.topics.ridge import explorer as ridge

PAGES: dict[str, Settings] = {
    "start": {},
    "mse": mse.PAGE,
    "intercept": intercept.PAGE,
    "ill-conditioning": ill_conditioning.END,
    "preconditioning": preconditioning.PAGE,
    "adam": adam.PAGE,
    "lbfgs": lbfgs.PAGE,
    "mae": mae.PAGE,
    "compare": compare.PAGE,
    "momentum": momentum.PAGE,
    "learning-rate": learning_rate.PAGE,
    "ridge": ridge.PAGE,
    "minibatches": minibatches.PAGE,
    "floats": floats.PAGE,
    "intercept-not-learnt": intercept.LONG,
    "two-variables-million-steps": beside(ill_conditioning.PAGE, LBFGS()),
    **{name: answer.opened for name, answer in answers().items()},
}
"""Presets with a picture of their own, by the name of the page that shows them."""

HANDLES: dict[str, dict[str, Handle]] = {
    "mse": mse.HANDLES,
    "intercept": intercept.HANDLES,
    "ill-conditioning": ill_conditioning.HANDLES,
    "preconditioning": preconditioning.HANDLES,
    "adam": adam.HANDLES,
    "lbfgs": lbfgs.HANDLES,
    "mae": mae.HANDLES,
    "compare": compare.HANDLES,
    "momentum": momentum.HANDLES,
    "learning-rate": learning_rate.HANDLES,
    "ridge": ridge.HANDLES,
    "minibatches": minibatches.HANDLES,
    "floats": floats.HANDLES,
}
"""Numbers in the sentences of a page that move its picture, by page and name."""


def presets() -> dict[str, Settings]:
    """All settings that have a name."""
    tasks = {f"exercise-{task.id}": task.settings("preset") for task in EXERCISES}
    return PAGES | tasks


def handles() -> dict[str, Handle]:
    """All of them, each by the name that a page calls it by."""
    return {
        f"{page}-{name}": handle
        for page, named in HANDLES.items()
        for name, handle in named.items()
    }

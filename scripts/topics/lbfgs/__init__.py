"""Why does L-BFGS need a dozen evaluations? Its closure, its search, and its limits.

The one rule: the cost is evaluations of the loss, with or without its gradient.
"""

from typing import Any

from scripts.drawing.declarations import Topic, declared
from scripts.topics.lbfgs import curves, figures, kinks, runs, thread
from scripts.topics.lbfgs import numbers as tell


def compute() -> dict[str, Any]:
    """Everything the page shows; about four seconds."""
    return {
        "closures": thread.closures(),
        "defaults": thread.defaults(),
        "methods": thread.methods(),
        "searches": runs.searches(),
        "conjugate": runs.conjugate(),
        "rosenbrock": runs.rosenbrock(),
        "noise": runs.noise(),
        "kinks": kinks.kinks(),
    }


TOPIC = Topic(compute, tell.numbers, declared(figures, curves))

"""All that the page on L-BFGS shows: on the thread, on other surfaces, at its limits.

The one rule: the cost is evaluations of the loss, with or without its gradient.
"""

from dataclasses import dataclass

from scripts.topics.lbfgs.data import kinks, noise, surfaces, thread


@dataclass(frozen=True)
class Data:
    """What the page shows, in its order."""

    closures: thread.Closures
    defaults: thread.Defaults
    methods: thread.Methods
    searches: surfaces.Searches
    conjugate: surfaces.Conjugate
    rosenbrock: surfaces.Valley
    noise: noise.Noise
    kinks: kinks.Kinks


def compute() -> Data:
    """Everything the page shows; about four seconds."""
    return Data(
        closures=thread.closures(),
        defaults=thread.defaults(),
        methods=thread.methods(),
        searches=surfaces.searches(),
        conjugate=surfaces.conjugate(),
        rosenbrock=surfaces.rosenbrock(),
        noise=noise.noise(),
        kinks=kinks.kinks(),
    )

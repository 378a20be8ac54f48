"""The share of the limit, kept while the limit changes.

The one rule: what is kept is how near a run is to diverging, not the rate itself.
"""

import numpy as np

from scripts.engine.rates import short
from scripts.engine.settings import Settings
from scripts.engine.setup import set_up
from scripts.engine.theory import theory


def at_share(settings: Settings, share: float) -> Settings:
    """Complete settings at the rate that is `share` of the limit of their own run.

    Several rates keep their proportions. Where no limit is known nothing changes.

    Raises:
        ValueError: If loss, data, coordinates and method do not go together.
    """
    setup = set_up(settings)
    limit = theory(setup.exact, setup.optimizer, setup.z0).values["limit"]
    if limit is None:
        return settings
    optimizer = settings["optimizer"]
    given = optimizer["learning_rate"]
    limits = limit * np.asarray(given) / np.max(given)
    rates = [short(share * float(one), float(one)) for one in np.ravel(limits)]
    rate = rates if isinstance(given, list) else rates[0]
    return {**settings, "optimizer": {**optimizer, "learning_rate": rate}}

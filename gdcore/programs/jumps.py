"""break, continue and return, as they leave blocks.

The one rule: each is caught by the loop or call that it leaves.
"""

from typing import Any


class Broken(Exception):
    """break"""


class Continued(Exception):
    """continue"""


class Returned(Exception):
    """return, with its value"""

    def __init__(self, value: Any) -> None:
        self.value = value

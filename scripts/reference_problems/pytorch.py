"""Whether PyTorch is here, and what to do if it is not.

The one rule: the site, the tests and the types hold without it; what needs it says so
in this one sentence.
"""

from importlib import util

MISSING = "PyTorch is missing. Get it by: .venv/bin/python -m pip install torch"


def installed() -> bool:
    """Whether `import torch` finds a package; a broken one counts, and fails aloud."""
    return util.find_spec("torch") is not None

"""The command `python -m scripts.benchmark [name ...]`.

The one rule: it does nothing but call.
"""

import sys

from scripts.benchmark import main

sys.exit(main())

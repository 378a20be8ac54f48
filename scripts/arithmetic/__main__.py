"""The command `python -m scripts.arithmetic [setting ...]`.

The one rule: it does nothing but call.
"""

import sys

from scripts.arithmetic.compare import main

sys.exit(main())

"""`python -m scripts.arithmetic [setting ...]`."""

import sys

from scripts.arithmetic.compare import main

sys.exit(main())

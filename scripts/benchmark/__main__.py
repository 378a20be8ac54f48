"""`python -m scripts.benchmark [name ...]`."""

import sys

from scripts.benchmark import main

sys.exit(main())

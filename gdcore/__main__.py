"""`python -m gdcore data.csv --lr 1e-5`: diagnose a run from the command line.

The one rule: all of it is in `gdcore.command`.
"""

import sys

from gdcore.command import main

if __name__ == "__main__":
    sys.exit(main())

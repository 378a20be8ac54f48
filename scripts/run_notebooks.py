"""Executing the notebooks anew: `python -m scripts.run_notebooks [NAME ...] [--check]`.

The one rule: it does nothing but call, without the warnings of jupyter_client.
"""

import sys
import warnings

from scripts.pages.notebook_execution import main

if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        sys.exit(main())

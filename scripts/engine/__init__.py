"""The one door for JavaScript: plain values in, arrays out.

One rule: every question gets an answer; a refusal is {"error": ...}, never an
exception.
"""

from scripts.engine.api import call

__all__ = ["call"]

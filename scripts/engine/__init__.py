"""What the explorer computes with: plain values in, arrays out.

The one rule: every question gets an answer; a refusal is {"error": ...}, never an
exception.
"""

from scripts.engine.api import call

__all__ = ["call"]

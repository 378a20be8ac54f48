"""The one door for JavaScript: plain values in, arrays out.

One rule: every question gets an answer; a refusal is {"error": ...}, never an
exception.
"""

from gdcore.bridge.door import call

__all__ = ["call"]

"""The pictures of the page on preconditioning.

The one rule: the film is one module, all that stands still is the other.
"""

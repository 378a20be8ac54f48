"""Pictures of the page on ridge.

The one rule: what is drawn was computed before.
"""

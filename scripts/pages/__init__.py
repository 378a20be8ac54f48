"""The text of a page: macros, math, typed numbers, notebooks, datasets.

The one rule: a page says what was computed, and a mistake in it names its line.
"""

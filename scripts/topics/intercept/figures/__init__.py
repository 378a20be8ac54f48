"""The figures of the page on the intercept, a module for each part of the page.

The one rule: orange is the intercept, blue the slope; dashed is predicted, round
markers are measured.
"""

"""The figures of the page on L-BFGS, a module for each part of the page.

The one rule: the x-axis of a comparison counts evaluations of the loss.
"""

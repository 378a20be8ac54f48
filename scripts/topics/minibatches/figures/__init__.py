"""The pictures of the page on minibatches.

The one rule: predicted is dashed, measured is solid or round.
"""

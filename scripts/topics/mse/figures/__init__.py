"""Pictures of the page on the two gradients: what they are, how they are checked.

The one rule: a module here draws what `compute` found, and none imports another.
"""

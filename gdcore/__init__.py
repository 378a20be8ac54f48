"""Gradient descent on linear regression: problems, optimizers, runs, and their theory.

One rule: numpy and the standard library only; imports point down the floors
problems -> linesearch -> optimizers -> runs, spectral, preconditioning -> diagnosis.
"""

__version__ = "0.1.0"

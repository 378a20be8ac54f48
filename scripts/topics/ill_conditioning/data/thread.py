"""The thread's table: its rates, its start, and how far each run goes.

The one rule: numbers of the thread's own, or of what a picture shows of it.
"""

import numpy as np

RATES = (1e-7, 1e-6, 1e-5, 1.603e-5, 1.604e-5, 1.605e-5, 1.61e-5)
CONVERGING, DIVERGING = RATES[:4], RATES[4:]
SMALLEST, SMALL, MIDDLE, BELOW, ABOVE, _, BEYOND = RATES
T = 1_000_000
DOTS = 100_000  # steps between the dots in the valley
EVERY = 1_000  # steps between two recorded ones
START = np.zeros(2)
TOLERANCE = 0.01  # of the first error
WALL = 0.03  # the film's start lies this far up the wall, in units of x
SWINGS = 40  # steps of the zigzag

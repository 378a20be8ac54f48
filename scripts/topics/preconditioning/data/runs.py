"""Where the runs on line fits start, and how far they go.

The one rule: numbers that the runs, their pictures and the explorer share.
"""

FILM_STEPS = 84
FILM_START = (0.0, 10.0)
FILM_SCALE = 10  # x of `clean` is divided by it, so that the raw valley can be seen
CLAIMED_RATE, CLAIMED_EPOCHS = 0.01, 50  # of the explorer page
EPOCHS = 300  # followed at the claimed rate
ONE_STEP_RATE = 0.5
SHIFTED_RATE = 0.15  # below the limit of each shift that the handle shows

"""Where the runs of the preconditioning page start, and how far they go.

The one rule: numbers that both the runs and their place in the explorer need.
"""

FILM_STEPS = 84
FILM_START = (0.0, 10.0)
FILM_SCALE = 10  # x of `clean` is divided by it, so that the raw valley can be seen
CLAIMED_RATE, CLAIMED_EPOCHS = 0.01, 50  # of the explorer page
EPOCHS = 300  # followed at the claimed rate
ONE_STEP_RATE = 0.5

"""The page on absolute error: kinks, exact optima, and what a constant step does.

The one rule: every minimum is exact, a vertex of a linear program, so that each gap to
it is a number and not an estimate.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.mae import figures
from scripts.topics.mae.data import compute
from scripts.topics.mae.numbers import numbers

TOPIC = Topic(compute, numbers, declared(figures))

"""The page on absolute error: kinks, exact optima, and what a constant step does.

The one rule: every minimum is exact, a line through two points, so that each gap is a
number and not an estimate.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.mae import figures
from scripts.topics.mae.data import compute
from scripts.topics.mae.numbers import numbers

TOPIC = Topic(compute, numbers, declared(figures))

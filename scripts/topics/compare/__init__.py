"""Which method to use: every method on the same problems, counted alike.

The one rule: a count is of gradients, so that a step that needs two costs two.
"""

from scripts.drawing.declarations import Topic
from scripts.topics.compare.data import compute
from scripts.topics.compare.figures import cost, dimension, kappa, problems, race
from scripts.topics.compare.numbers import numbers

TOPIC = Topic(compute, numbers, (problems, kappa, dimension, cost, race))

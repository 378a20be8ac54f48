"""The live picture of the front page: a line whose intercept creeps, and its cure.

The one rule: what the picture shows is a row of a run of gdcore, or lies between two.
"""

from scripts.drawing.declarations import Topic
from scripts.topics.hero.data import compute
from scripts.topics.hero.numbers import numbers

TOPIC = Topic(compute, numbers)

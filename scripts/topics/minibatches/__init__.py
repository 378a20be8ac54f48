"""What sampling noise does to the fit, and what tames it.

The one rule: what is called predicted is an exact moment; measured is many seeded runs.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.minibatches import figures
from scripts.topics.minibatches.data import compute
from scripts.topics.minibatches.numbers import numbers

TOPIC = Topic(compute, numbers, declared(figures))

"""How do I turn the valley into a bowl? A line fit in seven coordinate systems.

The one rule: an error is sqrt(f - f*), which no change of variables can change.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.preconditioning.data import compute
from scripts.topics.preconditioning.figures import curves, film
from scripts.topics.preconditioning.numbers import numbers

TOPIC = Topic(compute, numbers, declared(curves, film))

"""Which of three points turns the line of least squares.

The one rule: everything on the page can be checked by hand.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.momentum import figures
from scripts.topics.momentum.data import compute
from scripts.topics.momentum.numbers import numbers

TOPIC = Topic(compute, numbers, declared(figures))

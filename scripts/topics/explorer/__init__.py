"""The pictures that stand where the explorer will be: each page's own run, as drawn.

The one rule: what is drawn is the frame that the explorer would compute, at the step
that the link shows.
"""

from scripts.drawing.declarations import Topic
from scripts.topics.explorer.data import compute
from scripts.topics.explorer.figures import FIGURES
from scripts.topics.explorer.numbers import numbers

TOPIC = Topic(compute, numbers, FIGURES)

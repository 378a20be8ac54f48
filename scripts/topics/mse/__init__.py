"""Where the two gradients of linear regression come from: mean squared error.

The one rule: five points that can be checked by hand carry the page; the teaching
datasets show that nothing depends on them.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.mse.data import compute
from scripts.topics.mse.figures import checks, gradients
from scripts.topics.mse.numbers import numbers

TOPIC = Topic(compute, numbers, declared(gradients, checks))

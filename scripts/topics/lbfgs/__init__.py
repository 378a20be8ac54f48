"""Why does L-BFGS need a dozen evaluations? Its closure, its search, and its limits.

The one rule: the topic's parts are put together here, and nothing is computed.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.lbfgs.data import compute
from scripts.topics.lbfgs.figures import limits, surfaces, thread
from scripts.topics.lbfgs.numbers import numbers

TOPIC = Topic(compute, numbers, declared(thread, surfaces, limits))

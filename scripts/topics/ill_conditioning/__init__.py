"""Why a two-variable linear regression needs a million steps: the thread, re-computed.

The one rule: what float32 printed is iterated, what is exact is the closed form, and
each claim about the difference between them rests on an experiment of its own.
"""

from scripts.drawing.declarations import Topic, declared
from scripts.topics.ill_conditioning.data import compute
from scripts.topics.ill_conditioning.figures import curves, dial, valley
from scripts.topics.ill_conditioning.numbers import numbers

TOPIC = Topic(compute, numbers, declared(valley, curves, dial))

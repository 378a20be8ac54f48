"""The page "How this site is checked": comparisons, printed runs, and claims.

The one rule: a comparison that fails fails the build, so that the page cannot say so.
"""

from scripts.drawing.declarations import Topic
from scripts.topics.checked.data import compute
from scripts.topics.checked.numbers import numbers

TOPIC = Topic(compute, numbers)

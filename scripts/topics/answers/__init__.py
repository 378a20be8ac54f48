"""The answers: of each page its own two runs, before the repair and after it.

The one rule: an answer is its Markdown file and its snippets; nothing here names one.
"""

from scripts.drawing.declarations import Topic
from scripts.topics.answers.data import compute
from scripts.topics.answers.figures import FIGURES
from scripts.topics.answers.numbers import numbers

TOPIC = Topic(compute, numbers, FIGURES)

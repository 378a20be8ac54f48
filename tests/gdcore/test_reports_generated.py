"""Generated questions and mutated ones: a sample of what `python -m` runs in full.

The one rule: the truth is counted by a bare loop; a refusal is a sentence.
"""

from tests.bad_questions import faults
from tests.generated_reports import tally_of


def test_generated_questions_are_judged_rightly():
    tally = tally_of(12, longest=150, features=4)
    assert tally.wrong == []
    assert tally.furthest < 0.01
    assert tally.predictions > 30


def test_twenty_features_are_judged_rightly():
    tally = tally_of(2, longest=100, seed=9)
    assert tally.wrong == []


def test_mutated_questions_are_answered_or_refused_by_a_sentence():
    counts, found = faults(150, seed=1)
    assert found == []
    assert counts["answered"] > 5
    assert counts["refused"] > 75

"""The corpora are what they say: right programs are right, broken ones are not.

The one rule: a run judges. It is short here; `python -m tests.programs` runs them all.
"""

import ast
from collections import Counter

import pytest

from tests.programs import (
    __main__ as command,
)
from tests.programs import (
    broken_programs,
    posted,
    right_programs,
    running,
    threads,
)
from tests.programs.kinds import ALIKE, KINDS

RIGHT = right_programs.programs()
BROKEN = broken_programs.broken()
SLOW = ("numpy_minibatch", "np_line_search", "np_adam", "np_absolute")
EVERY = 6


def of(needs: str) -> list[right_programs.Program]:
    """The right programs that import `needs`, "" for numpy and plain Python."""
    return [one for one in RIGHT.values() if running.framework(one.source) == needs]


def wrong(programs: list[right_programs.Program]) -> list[str]:
    """What is said of those that miss their line."""
    said = {one.name: command.judged(one) for one in programs}
    return [f"{name}: {text}" for name, text in said.items() if text[:2] != "ok"]


def harmless(needs: str) -> list[str]:
    """The broken programs, each sixth, that reach the line after all."""
    some = [one for one in BROKEN if running.framework(one.source) == needs]
    return [
        one.name
        for one in some[::EVERY]
        if one.base.name not in SLOW and not broken_programs.misbehavior(one)
    ]


def test_right_programs_reach_their_line() -> None:
    assert not wrong([one for one in of("") if one.name not in SLOW])


def test_right_programs_of_torch_reach_their_line(torch: object) -> None:
    assert not wrong(of("torch")[::2])


def test_right_programs_of_sklearn_reach_their_line(sklearn: object) -> None:
    assert not wrong(of("sklearn"))


def test_right_programs_of_keras_reach_their_line(keras: object) -> None:
    assert not wrong(of("keras"))


def test_broken_programs_misbehave() -> None:
    assert not harmless("")


def test_broken_programs_of_torch_misbehave(torch: object) -> None:
    assert not harmless("torch")


def test_the_corpora_are_as_large_as_they_must_be() -> None:
    assert len(RIGHT) >= 60
    assert len(BROKEN) >= 120
    by_base = Counter(one.base.name for one in BROKEN)
    assert len(by_base) == 12
    assert min(by_base.values()) >= 10
    frameworks = Counter(running.framework(RIGHT[name].source) for name in by_base)
    assert frameworks == {"": 6, "torch": 6}
    assert len(threads.threads()) >= 20
    assert len(posted.WAYS) >= 30


def test_names_are_used_once() -> None:
    names = [one.name for one in (*RIGHT.values(), *BROKEN, *threads.threads())]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_each_kind_that_is_said_to_be_alike_is_a_kind() -> None:
    assert not {*ALIKE, *(name for names in ALIKE.values() for name in names)} - {
        *KINDS
    }


@pytest.mark.parametrize("one", BROKEN, ids=lambda one: one.name)
def test_a_broken_program_differs_at_its_line(one: broken_programs.Broken) -> None:
    ast.parse(one.source)
    before, after = one.base.source.splitlines(), one.source.splitlines()
    assert before[: one.line - 1] == after[: one.line - 1]
    assert before[one.line - 1] != after[one.line - 1]


def test_an_edit_whose_place_is_not_found_is_refused() -> None:
    with pytest.raises(ValueError, match="found 0"):
        broken_programs.made(RIGHT["numpy_script"], "sign\n-    w = w * 3\n+    w = 0")


def test_a_kind_that_is_unknown_is_refused() -> None:
    with pytest.raises(ValueError, match="not one of the kinds"):
        broken_programs.made(RIGHT["numpy_script"], "gremlins\n-w = 0.0\n+w = 1.0")


def test_a_program_that_does_not_end_is_ended() -> None:
    ended = running.run("while True:\n    pass\n", seconds=1)
    assert ended.raised.startswith("TooLong")


def test_a_program_that_misses_its_line_is_told() -> None:
    source = "x = [0.0, 1.0]\ny = [1.0, 3.0]\nw, b = 2.0, 1.1\n"
    one = right_programs.Program("off", "none", source, "[w, b]", "x, y")
    assert command.judged(one) == "MISSED [2.0, 1.1] of [2.0, 1.0]"


@pytest.mark.parametrize("way", posted.WAYS, ids=lambda way: way.name)
def test_a_way_of_posting_changes_a_program(way: posted.Way) -> None:
    fitting = [one.source for one in RIGHT.values() if way.fits(one.source)]
    assert len(fitting) >= 5
    assert sum(way.post(source) != source for source in fitting) >= 5


def test_only_the_same_program_is_the_same() -> None:
    assert posted.same("x = 1 # one\n", "x  =  1\n")
    assert not posted.same("x = 1\n", "x = 2\n")
    assert not posted.same("x = = 1\n", "x = 1\n")

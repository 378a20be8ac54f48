"""An answer crosses to the browser as one text and one block, and nothing is lost."""

import json
import subprocess
import sys

import numpy as np
import pytest

from scripts import engine
from scripts.engine import wire
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot
from tests.conftest import ROOT


def test_arrays_are_places_in_one_block():
    answer = {
        "line": np.array([1.0, np.nan]),
        "deep": {"table": np.arange(6).reshape(2, 3).T, "none": np.zeros((0, 2))},
        "flags": np.array([True, False]),
    }
    text, block = wire.packed(answer)
    assert block.dtype == np.float64
    np.testing.assert_array_equal(block, [1, np.nan, 0, 3, 1, 4, 2, 5, 1, 0])
    assert json.loads(text) == {
        "line": {"$": [0, [2]]},
        "deep": {"table": {"$": [2, [3, 2]]}, "none": {"$": [8, [0, 2]]}},
        "flags": {"$": [8, [2]]},
    }


def test_plain_values_stay_and_what_is_no_number_is_null():
    answer = {
        "a": [1, 2.5, "x", None, True, (3,)],
        "nan": float("nan"),
        "inf": np.float64("inf"),
        "numpy": [np.int64(3), np.float32(0.5), np.bool_(True)],
    }
    text, block = wire.packed(answer)
    assert len(block) == 0
    assert json.loads(text) == {
        "a": [1, 2.5, "x", None, True, [3]],
        "nan": None,
        "inf": None,
        "numpy": [3, 0.5, True],
    }


def test_a_value_that_cannot_cross_is_refused():
    with pytest.raises(TypeError, match="not JSON serializable"):
        wire.packed({"problem": object()})


def test_the_wire_leads_to_the_engine():
    text, block = wire.ask("frame", '{"epochs": 3}')
    frame = engine.call("frame", {"epochs": 3})
    first, shape = json.loads(text)["x"]["$"]
    x = block[first : first + np.prod(shape)].reshape(shape)
    np.testing.assert_array_equal(x, frame["x"])
    assert "error" in json.loads(wire.ask("nonesuch", "{}")[0])


def test_arrays_of_a_question_come_out_of_the_block():
    numbers = np.arange(9.0)
    numbers[3] = np.nan
    text = '{"rows": {"X": {"$": [1, [2, 3]]}, "y": {"$": [7, [2]]}}, "a": {"b": [1]}}'
    seen = wire.unpacked(text, memoryview(numbers))
    np.testing.assert_array_equal(seen["rows"]["X"], [[1, 2, np.nan], [4, 5, 6]])
    np.testing.assert_array_equal(seen["rows"]["y"], [7, 8])
    assert seen["a"] == {"b": [1]}
    seen["rows"]["y"][0] = 99
    assert numbers[7] == 7
    assert wire.unpacked('{"$": [0, [1]]}', None) == {"$": [0, [1]]}


def test_own_columns_cross_once():
    own = {"data": {"name": "own", "x": [1, 2, 4], "y": [2, 3, 5]}, "epochs": 3}
    text, block = wire.ask("frame", json.dumps({**own, "compare": {"l2": 1}}))
    answer = json.loads(text)
    for frame in (answer, answer["other"]):
        assert frame["settings"]["data"] == {"name": "own"}
        first = frame["data"]["x"]["$"][0]
        np.testing.assert_array_equal(block[first : first + 3], [1, 2, 4])
    assert "settings" not in json.loads(wire.ask("catalog", "{}")[0])


def test_what_one_question_alone_needs_is_loaded_when_it_is_asked():
    """A browser is ready in half the time."""
    code = "import sys, scripts.engine.wire; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    names = loaded.stdout.split()
    late = (
        *("gdcore.tensors", "gdcore.logs", "gdcore.reports", "gdcore.programs.reading"),
        *("scripts.engine.consultation", "scripts.engine.program_frame"),
    )
    assert "scripts.engine.frame" in names, loaded.stderr
    assert [name for name in names if name.startswith(late)] == []


def test_what_is_loaded_late_is_in_the_key_of_what_is_computed_with_it():
    """An exercise's numbers come of a program that the engine runs."""
    reached = Sources(Snapshot.take(ROOT)).reached("scripts.topics.exercises.data")
    late = {"program_frame", "program_check", "user_program", "recognition", "dial"}
    assert {f"scripts.engine.{name}" for name in late} <= {*reached}

"""A benchmark says whether a promise is kept, and fails when one is not."""

from importlib import import_module
from itertools import count

import pytest

from scripts import benchmark
from scripts.benchmark import rows
from scripts.benchmark.rows import Row


@pytest.fixture
def two(monkeypatch):
    made = {
        "kept": lambda: [Row("speed", "2 times", "at least 1.5", True)],
        "broken": lambda: [Row("size", "9 kB", "at most 8", False)],
    }
    monkeypatch.setattr(benchmark, "BENCHMARKS", made)


def test_every_promise_is_printed_and_a_broken_one_fails(two, capsys):
    assert benchmark.main(["kept"]) == 0
    assert capsys.readouterr().out == "ok   speed: 2 times (target: at least 1.5)\n"
    assert benchmark.main([]) == 1
    assert "BAD  size: 9 kB (target: at most 8)" in capsys.readouterr().out


def test_an_unknown_benchmark_is_refused(two, capsys):
    with pytest.raises(SystemExit):
        benchmark.main(["nonesuch"])
    assert "there are kept, broken" in capsys.readouterr().err


def test_both_sides_run_in_turns_and_count_at_their_fastest(monkeypatch):
    calls = []
    clock = count()
    monkeypatch.setattr(rows.time, "perf_counter", lambda: next(clock) ** 2)
    times = rows.fastest(lambda: calls.append("a"), lambda: calls.append("b"), rounds=2)
    assert calls == ["a", "b", "a", "b"]
    assert times == (1, 5)


def test_every_benchmark_stands_in_its_module():
    for module, names in benchmark.MODULES.items():
        found = import_module(f"scripts.benchmark.{module}")
        assert all(callable(getattr(found, name)) for name in names)

"""A benchmark says whether a promise is kept, and fails when one is not."""

from itertools import count

import pytest

from scripts import benchmark
from scripts.benchmark import Row


@pytest.fixture
def two(monkeypatch):
    rows = {
        "kept": lambda: [Row("speed", "2 times", "at least 1.5", True)],
        "broken": lambda: [Row("size", "9 kB", "at most 8", False)],
    }
    monkeypatch.setattr(benchmark, "BENCHMARKS", rows)


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
    monkeypatch.setattr(benchmark.time, "perf_counter", lambda: next(clock) ** 2)
    times = benchmark.fastest(
        lambda: calls.append("a"), lambda: calls.append("b"), rounds=2
    )
    assert calls == ["a", "b", "a", "b"]
    assert times == (1, 5)

"""The workers of a build: how long one of them lives."""

import pytest

from scripts.pipeline import pool
from scripts.pipeline.snapshot import Snapshot
from tests.conftest import ROOT

LOADS: dict[pool.Job, tuple[()]] = {("load", n): () for n in ("rates", "exercises")}


@pytest.mark.parametrize(("most", "workers"), [(1, 3), (2, 2), (500, 1)])
def test_after_so_many_jobs_another_worker_takes_its_place(
    monkeypatch, tmp_path, most, workers
):
    monkeypatch.setattr(pool, "JOBS", most)
    started = []
    start = pool.Pool._start

    def watched(self):
        started.append(start(self))
        return started[-1]

    monkeypatch.setattr(pool.Pool, "_start", watched)
    jobs = [LOADS, {("load", "none of that name"): ()}]
    with pool.working(Snapshot.take(ROOT), tmp_path, 1) as crew:
        results = [dict(crew.each(each, "loading")) for each in jobs]
        assert len(started) == workers
        assert [each.lives() for each in started] == [
            *([False] * (workers - 1)),
            most > 1,
        ]
    assert results[0] == dict.fromkeys(LOADS)
    (failure,) = results[1].values()
    assert "none of that name" in str(failure)
    assert not any(each.lives() for each in started)

"""The worker processes of a build, one for each core, with a progress bar.

The one rule: they start at the first job, so a build with nothing to do has none.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from scripts import worker

# One thread for each worker: set before numpy is imported, read by its BLAS library.
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)

Job = TypeVar("Job", bound=tuple[str, ...])
Result = TypeVar("Result")


class Crew:
    """Runs jobs in parallel: `with Crew(root, build) as crew: crew.each(...)`."""

    def __init__(self, root: Path, build: Path, workers: int | None = None) -> None:
        self._places = (root, build)
        self._workers = workers or os.cpu_count()
        self._pool: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def each(
        self, work: Callable[..., Result], jobs: Iterable[Job], label: str
    ) -> Iterator[tuple[Job, Result]]:
        """Each job with its `work(root, build, *job)`, as soon as that is ready."""
        jobs = list(jobs)
        if not jobs:
            return
        from concurrent.futures import as_completed

        from tqdm import tqdm

        self._pool = self._pool or _pool(self._workers)
        tasks = {self._pool.submit(work, *self._places, *job): job for job in jobs}
        # disable=None: no bar where there is no terminal.
        bar = tqdm(total=len(tasks), desc=label, leave=False, disable=None)
        with bar:
            for task in as_completed(tasks):
                yield tasks[task], task.result()
                bar.update()


def _pool(workers: int | None) -> Any:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    os.environ.update(dict.fromkeys(THREADS, "1"))
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=get_context("spawn"),  # alike on every system
        initializer=worker.start,
    )

"""The worker processes of a build, one for each core, with a progress bar.

The one rule: a worker lives no longer than its build. It reads its jobs from a pipe, so
that it sees the end of the build however that comes; and what a failed or interrupted
build has begun is ended with all that it has started. After so many jobs another worker
takes its place: more topics take more time, not more memory.
"""

import contextlib
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from scripts.pipeline.failures import Failure
from scripts.pipeline.files import TEMPORARY
from scripts.pipeline.snapshot import Snapshot

# One thread for each worker: set before numpy is imported, read by its BLAS library.
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
JOBS = 500  # of a worker; then another takes its place
Job = tuple[str, ...]  # what to do, and of what: see worker.JOBS


class Pool:
    """Runs jobs in parallel: `with Pool(root, environment) as pool: pool.each(...)`.

    The workers start at the first job, so a build with nothing to do has none.
    """

    def __init__(
        self, root: Path, environment: Mapping[str, str], workers: int | None = None
    ) -> None:
        self._root = root
        self._environment = {**os.environ, **dict.fromkeys(THREADS, "1"), **environment}
        # With it Python does not look for modules in the folder where it starts.
        self._environment.pop("PYTHONSAFEPATH", None)
        self._threads = ThreadPoolExecutor(max_workers=workers or os.cpu_count())
        self._lock = Lock()
        self._idle: list[_Worker] = []
        self._all: list[_Worker] = []
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._ended = True
        for worker in self._all:
            worker.end()
        self._threads.shutdown()

    def each(
        self, jobs: Mapping[Job, tuple[Any, ...]], label: str
    ) -> Iterator[tuple[Job, Any]]:
        """Each job with its result, as soon as that is ready.

        Args:
            jobs: What to do, each with what the worker needs beside.
            label: What the progress bar says.
        """
        if not jobs:
            return
        from tqdm import tqdm

        submit = self._threads.submit
        tasks = {submit(self._do, *item): item[0] for item in jobs.items()}
        # disable=None: no bar where there is no terminal.
        with tqdm(total=len(tasks), desc=label, leave=False, disable=None) as bar:
            for task in as_completed(tasks):
                yield tasks.pop(task), task.result()
                bar.update()

    def _do(self, job: Job, details: tuple[Any, ...]) -> Any:
        with self._lock:
            if self._ended:
                return Failure("the build has ended")
            worker = self._idle.pop() if self._idle else self._start()
        result = worker.do(job, details)
        with self._lock:
            if spent := worker.jobs >= JOBS:
                self._all.remove(worker)
            elif worker.lives():
                self._idle.append(worker)
        if spent:
            worker.end()
        return result

    def _start(self) -> "_Worker":
        worker = _Worker(self._root, self._environment)
        self._all.append(worker)
        return worker


@contextlib.contextmanager
def working(
    snapshot: Snapshot, build: Path, workers: int | None = None
) -> Iterator[Pool]:
    """A pool whose workers take the sources from the snapshot."""
    handed = build / f"cache/{TEMPORARY}{os.getpid()}-sources"
    try:
        environment = snapshot.hand_over(handed)
        with Pool(snapshot.root, environment, workers) as pool:
            yield pool
    finally:
        handed.unlink(missing_ok=True)


class _Worker:
    """One process of `python -m scripts.pipeline.worker`, in a group of its own."""

    def __init__(self, root: Path, environment: Mapping[str, str]) -> None:
        self.jobs = 0  # done
        self._process = subprocess.Popen(
            [sys.executable, "-m", "scripts.pipeline.worker"],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the build, which ends its workers
        )

    def do(self, job: Job, details: tuple[Any, ...]) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        self.jobs += 1
        try:
            pickle.dump((job, details), stdin)
            stdin.flush()
            return pickle.load(stdout)
        except (EOFError, OSError, pickle.UnpicklingError, ValueError):
            code = self._process.wait()
            text = f"a worker of the build ended with code {code}"
            remedy = "build again, with --workers 1 if memory is short"
            return Failure(text, "/".join(job[1:]), remedy)

    def lives(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # what it held will not be read
                    pipe.close()

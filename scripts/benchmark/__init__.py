"""Measures what the house promises: `python -m scripts.benchmark [name ...]`.

The one rule: a benchmark is a function that returns rows, each a promise and whether it
is kept. What it needs is imported when it runs.
"""

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module

from scripts.benchmark.rows import Row

MODULES = {
    "methods": ("exact", "frame", "float32", "loop", "evaluations"),
    "building": ("animation", "cold", "site"),
    "python": ("runtime", "stop"),
    "explorer": ("first_frame", "frames", "slider"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run benchmarks and print their rows; 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m scripts.benchmark")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    names = parser.parse_args(arguments).names or list(BENCHMARKS)
    if unknown := set(names) - set(BENCHMARKS):
        parser.error(
            f"no benchmark {unknown.pop()!r}; there are {', '.join(BENCHMARKS)}"
        )
    kept = True
    for row in (row for name in names for row in BENCHMARKS[name]()):
        mark = "ok " if row.kept else "BAD"
        print(f"{mark}  {row.what}: {row.figure} (target: {row.target})", flush=True)
        kept &= row.kept
    return not kept


def _benchmark(module: str, name: str) -> Callable[[], list[Row]]:
    def run() -> list[Row]:
        rows: list[Row] = getattr(import_module(f"{__name__}.{module}"), name)()
        return rows

    return run


BENCHMARKS = {
    name: _benchmark(module, name)
    for module, names in MODULES.items()
    for name in names
}

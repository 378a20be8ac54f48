"""Measures what the house promises: `python -m scripts.benchmark [name ...]`.

The one rule: a benchmark is a function that returns rows, each a promise and whether it
is kept. What it needs is imported when it runs; if that is missing, it is left out, and
the last line says so.
"""

import argparse
import shlex
import subprocess
from collections.abc import Callable, Sequence
from importlib import import_module

from scripts.benchmark.rows import LeftOut, Row

MODULES = {
    "methods": (
        "exact",
        "counts",
        "frame",
        "float32",
        "loop",
        "tall",
        "wide",
        "evaluations",
    ),
    "certified": ("nist",),
    "verdicts": ("verdicts",),
    "building": ("animation", "cold", "site"),
    "serving": ("saved",),
    "python": ("runtime", "stop"),
    "explorer": ("first_frame", "frames", "slider"),
    "front": ("paint", "first_view"),
    "diagnosing": ("diagnosed", "asked"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run benchmarks and print their rows; 1 if a promise is broken, or one fails."""
    parser = argparse.ArgumentParser(prog="python -m scripts.benchmark")
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    parser.add_argument(
        "--quick",
        action="store_true",
        help="run each in its shortest form, to see that it runs; judge no figure",
    )
    options = parser.parse_args(arguments)
    names = options.names or list(BENCHMARKS)
    if unknown := set(names) - set(BENCHMARKS):
        parser.error(
            f"no benchmark {unknown.pop()!r}; there are {', '.join(BENCHMARKS)}"
        )
    kept, left_out = True, dict[str, list[str]]()
    for name in names:
        try:
            kept &= _printed(name, options.quick)
        except LeftOut as lack:
            left_out.setdefault(str(lack), []).append(name)
        except subprocess.CalledProcessError as error:
            print(f"BAD  {name}: {shlex.join(error.cmd)} failed, see above", flush=True)
            kept = False
    for reason, without in left_out.items():
        print(f"left out: {', '.join(without)}. {reason}")
    return not kept


def _printed(name: str, quick: bool) -> bool:
    """Print the rows of a benchmark; whether each promise is kept, or none judged."""
    kept = True
    for row in BENCHMARKS[name](quick):
        mark = "ran" if quick else "ok " if row.kept else "BAD"
        line = f"{mark}  {name}: {row.what}: {row.figure} (target: {row.target})"
        print(line, flush=True)
        kept &= row.kept or quick
    return kept


def _benchmark(module: str, name: str) -> Callable[[bool], list[Row]]:
    def run(quick: bool) -> list[Row]:
        rows: list[Row] = getattr(import_module(f"{__name__}.{module}"), name)(quick)
        return rows

    return run


BENCHMARKS = {
    name: _benchmark(module, name)
    for module, names in MODULES.items()
    for name in names
}

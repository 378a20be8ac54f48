"""Computes and draws what is stale: `python -m scripts.build [topic ...] [--check]`.

The one rule: whatever goes wrong is told in one line each, and nothing is lost; what
was made stays, and the next build goes on from there.
"""

import argparse
import os
import sys
import threading
from collections.abc import Sequence

from scripts import ROOT
from scripts.pipeline.failures import explain
from scripts.pipeline.files import alone

LOCK = ROOT / ".build/cache/lock"
PARTS = (  # what makes files of no topic; what takes longest first
    "scripts.explorer.runtime",
    "scripts.pipeline.vendor",
    "scripts.explorer.bundle",
    "scripts.explorer.hero",
    "scripts.pages.datasets",
    "scripts.pages.questions",
    "scripts.explorer.first_frames",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, or check; the exit code is 1 if something failed or is stale."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build", description=__doc__
    )
    parser.add_argument("topics", nargs="*", metavar="topic", help="only these topics")
    parser.add_argument("--check", action="store_true", help="only name what is stale")
    parser.add_argument(
        "--jobs", "--workers", type=int, help="processes; as many as cores"
    )
    parser.add_argument("--for-site", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    try:
        if options.for_site:  # called by a build of the site, which holds the lock
            _end_with_caller()
            lines, out = _lines(parser, options), sys.stdout
        else:
            with alone(LOCK):
                lines, out = _lines(parser, options), sys.stderr
    except KeyboardInterrupt:
        print("Stopped. The next build goes on from here.", file=sys.stderr)
        return 130
    for line in lines:
        print(line, file=out)
    return bool(lines)


def _lines(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[str]:
    """What failed or is stale, a line each."""
    try:
        from scripts.pipeline.builder import Builder  # a module of it may be half saved

        builder = Builder(ROOT, PARTS, options.jobs)
    except (OSError, SyntaxError) as error:
        return [str(explain(error, ROOT))]
    wanted = [name.replace("-", "_") for name in options.topics] or builder.known
    for name in wanted:
        if name not in builder.known:
            known = ", ".join(builder.known)
            parser.error(f"no topic {name!r}; there are {known}")
    try:
        if options.check:
            return builder.check(wanted)
        return [] if builder.fresh() else builder.run(wanted)
    except Exception as error:  # the boundary to all that a build does
        return [str(explain(error, ROOT))]


def _end_with_caller() -> None:
    """End when the process that has called this one ends, even by being killed."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        os._exit(1)  # the workers see it, and end too

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())

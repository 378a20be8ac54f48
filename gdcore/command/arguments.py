"""What can be typed after `python -m gdcore`.

The one rule: an option is a field of the question, under the name that people type.
"""

import argparse

from gdcore.reports.question import LOSSES, METHODS, PRECISIONS

DESCRIPTION = """\
Diagnose a run of linear regression by gradient descent: what is wrong, the number
that says so, the steps that each method needs, and what to type instead."""
EPILOG = """\
DATA is csv, tsv, or columns between semicolons or blanks, with or without a header;
.npy, .npz; or - for the standard input. The last column is y, the others are features,
unless --y and --x say otherwise (by name, or by number from 1).

The exit status is 0 if nothing is wrong, 1 if something was found, 2 for bad input."""


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    out = argparse.ArgumentParser(
        prog="python -m gdcore",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    out.add_argument("data", nargs="?", metavar="DATA", help="a file, or -")
    out.add_argument("--y", metavar="COLUMN", help="the column to predict")
    out.add_argument(
        "--x", metavar="COLUMNS", help="the features, between commas; all others if not"
    )
    out.add_argument("--lr", type=float, metavar="RATE", help="the learning rate")
    out.add_argument("--method", metavar="NAME", help=", ".join(METHODS))
    out.add_argument("--beta", type=float, help="of momentum and Nesterov")
    out.add_argument("--loss", metavar="NAME", help=", ".join(LOSSES))
    out.add_argument("--steps", type=float, metavar="K", help="steps that you take")
    out.add_argument("--precision", metavar="NAME", help=", ".join(PRECISIONS))
    out.add_argument("--n", type=float, help="rows, where only moments of x are known")
    out.add_argument("--mean", type=float, help="of x, with --n and --std")
    out.add_argument("--std", type=float, help="of x, divided by n")
    out.add_argument("--log", metavar="FILE", help="printed lines of a run")
    out.add_argument("--code", metavar="FILE", help="the program, which is read")
    out.add_argument("--run", action="store_true", help="run the program too")
    out.add_argument("--json", action="store_true", help="print the report as JSON")
    out.add_argument("--figure", metavar="FILE", help="draw spectrum and path into it")
    return out

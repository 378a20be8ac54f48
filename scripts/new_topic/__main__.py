"""Writes a new topic: `make topic NAME=ridge_path`.

The one rule: nothing is written before all texts are there.
"""

import sys
from collections.abc import Sequence

from scripts import ROOT
from scripts.new_topic import topic

USAGE = "usage: make topic NAME=name, as in NAME=ridge_path"


def main(arguments: Sequence[str]) -> int:
    """Write it, and name the files; 1 if it cannot be, 2 if no name is given."""
    if len(arguments) != 1 or not arguments[0]:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        texts = topic(ROOT, arguments[0])
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for place, text in texts.items():
        path = ROOT / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(*texts, "It builds: make serve. Replace it piece by piece.", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

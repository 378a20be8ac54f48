"""Adds the addresses of site/ to tests/permalinks.txt: `make permalinks`.

The one rule: it only ever adds. An address once given out is taken back by hand alone.
"""

from tests.markup import ROOT, permalinks

HEADER = "# Every public address of the site. They are promises: see CONTRIBUTING.md.\n"


def main() -> None:
    listing = ROOT / "tests" / "permalinks.txt"
    lines = listing.read_text(encoding="utf-8").split("\n")
    promised = {line for line in lines if line and not line.startswith("#")}
    every = sorted(promised | set(permalinks(ROOT / "site")))
    listing.write_text(HEADER + "\n".join(every) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

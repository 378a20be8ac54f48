"""Executing the notebooks anew, and comparing what they print with what they printed.

The one rule: one machine gives the same bytes twice, so whatever differs between two
runs of the same code (times, ids, thread counts) is fixed before or dropped after.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from scripts import ROOT
from scripts.drawing.svg import rounded
from scripts.pages import notebook
from scripts.pages.notebook import FOLDER, Notebook, NotebookError
from scripts.pages.notebook_numbers import differences
from scripts.pipeline import parts
from scripts.pipeline.files import alone, write
from scripts.reference_problems import pytorch

FONT = ("scripts.pipeline.vendor",)  # what brings it
LONGEST = 300  # seconds that one cell may take
ONE_THREAD = ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
START = """
def _house():
    from pathlib import Path
    import matplotlib
    from scripts.drawing import style
    style.use_fonts(Path({fonts!r}))
    matplotlib.rcParams.update(style.rc(style.LIGHT) | {{"svg.hashsalt": "notebook"}})
_house()
del _house
"""
CONFIG = """
c.InlineBackend.figure_formats = {"svg"}
c.InlineBackend.print_figure_kwargs = {
    "bbox_inches": None, "metadata": {"Date": None, "Creator": None}
}
c.HistoryManager.enabled = False
c.InteractiveShell.colors = "nocolor"
"""
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def main(arguments: list[str] | None = None) -> int:
    """Execute and stamp the named notebooks, or all; with --check only compare."""
    parser = argparse.ArgumentParser(prog="python -m scripts.run_notebooks")
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit with 1 if a number left its tolerance",
    )
    asked = parser.parse_args(arguments)
    try:
        if not pytorch.installed():
            raise NotebookError(pytorch.MISSING)
        lines = [
            line for path in _paths(asked.names) for line in _done(path, asked.check)
        ]
    except NotebookError as error:
        lines = [str(error)]
    print(*lines, sep="\n", end="\n" if lines else "", file=sys.stderr)
    return bool(lines)


def _paths(names: list[str]) -> list[Path]:
    known = {path.stem: path for path in sorted((ROOT / FOLDER).glob("*.ipynb"))}
    wanted = [name.removesuffix(".ipynb") for name in names] or list(known)
    if unknown := [name for name in wanted if name not in known]:
        raise NotebookError(
            f"there is no notebook {', '.join(unknown)}; there are {', '.join(known)}"
        )
    return [known[name] for name in wanted]


def _done(path: Path, check: bool) -> list[str]:
    """What is wrong with the committed notebook (check), or nothing and it is anew."""
    committed = json.loads(path.read_text(encoding="utf-8"))
    raw = clean(executed(committed))
    new = notebook.parse(path.stem, raw)
    if check:
        apart = list(compared(notebook.load(path), new))
        print(f"{path.name}: {len(apart)} differences", flush=True)
        return apart
    raw["metadata"]["gd"]["stamp"] = new.digests(ROOT) | versions()
    text = json.dumps(raw, indent=1, ensure_ascii=False, sort_keys=True)
    write(path, text + "\n")
    print(f"{path.name}: {len(text.encode()) / 1000:.0f} kB", flush=True)
    return []


def compared(old: Notebook, new: Notebook) -> Iterator[str]:
    """Each number, word or figure of a new execution that differs."""
    for before, after in zip(old.cells, new.cells, strict=True):
        where = f"{old.name}.ipynb, cell {before.id!r}: "
        if (allowed := before.tolerance) is None:
            continue
        if [one.kind for one in before.outputs] != [one.kind for one in after.outputs]:
            yield f"{where}its outputs are of other kinds"
        else:
            for line in differences(before.text, after.text, allowed):
                yield where + line


def versions() -> dict[str, str]:
    """What a notebook was executed with; what follows a plus sign names the machine."""
    packages = {name: metadata.version(name) for name in ("numpy", "torch")}
    python = ".".join(map(str, sys.version_info[:2]))
    return {"python": python} | {k: v.split("+")[0] for k, v in packages.items()}


def executed(raw: dict[str, Any]) -> dict[str, Any]:
    """The notebook with the outputs of a fresh kernel, in the style of the house.

    Raises:
        NotebookError: If a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    with alone(ROOT / ".build/cache/lock"):
        parts.update(ROOT, ROOT / ".build", "vendor", modules=FONT)  # the font
    book = nbformat.reads(json.dumps(raw), as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            book,
            timeout=LONGEST,
            kernel_name=KERNEL["name"],
            record_timing=False,
            extra_arguments=["--IPKernelApp.log_level=40"],
            resources={"metadata": {"path": str(ROOT / FOLDER)}},
        )
        try:
            client.execute(env=_environment(Path(folder)))
        except CellExecutionError as error:
            raise NotebookError(f"a cell failed:\n{error}") from error
    return dict(book)


def _environment(folder: Path) -> dict[str, str]:
    """One thread, one look, and a profile that no machine's settings reach."""
    profile = folder / "profile_default"
    write(profile / "ipython_config.py", CONFIG)
    fonts = str(ROOT / ".build" / "fonts")
    write(profile / "startup" / "house.py", START.format(fonts=fonts))
    fixed = {f"{name}_NUM_THREADS": "1" for name in ONE_THREAD}
    fixed |= {"IPYTHONDIR": str(folder), "PYTHONPATH": str(ROOT)}
    fixed |= {"PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    return os.environ | fixed


def clean(raw: dict[str, Any]) -> dict[str, Any]:
    """The notebook without what differs from run to run or from editor to editor."""
    ours = raw["metadata"].get("gd", {})
    picture = {"picture": ours["picture"]} if "picture" in ours else {}
    cells = []
    for cell in raw["cells"]:
        kept = {name: cell[name] for name in ("cell_type", "id")}
        kept |= {"metadata": {}, "source": _lines("".join(cell["source"]).strip("\n"))}
        if cell["cell_type"] == "code":
            kept["execution_count"] = cell["execution_count"]
            kept["outputs"] = _outputs(cell["outputs"])
        cells.append(kept)
    return {
        "cells": cells,
        "metadata": {
            "gd": {"description": ours.get("description", "")} | picture,
            "kernelspec": KERNEL,
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _outputs(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Richest form alone; a stream that came in pieces is one."""
    kept: list[dict[str, Any]] = []
    for raw in outputs:
        output = dict(raw)
        if output["output_type"] == "stream":
            text = "".join(output["text"])
            if kept and kept[-1].get("name") == output["name"]:
                text = "".join(kept.pop()["text"]) + text
            output["text"] = _lines(text)
        elif kind := next(
            (k for k in notebook.KINDS if k in output.get("data", {})), ""
        ):
            content = "".join(output["data"][kind])
            if kind == "image/svg+xml":
                content = _small(content)
            output["data"] = {kind: _lines(content)}
            output["metadata"] = dict(output["metadata"])
        kept.append(output)
    return kept


def _small(svg: str) -> str:
    """The drawing alone in one line, without metadata and long coordinates."""
    drawing = svg[svg.index("<svg") :]
    for noise in (r"<metadata>.*?</metadata>", r"<!--.*?-->"):
        drawing = re.sub(noise, "", drawing, flags=re.DOTALL)
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", rounded(drawing)))


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)

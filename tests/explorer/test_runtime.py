"""The browser's Python is small, whole, the same at each build, and soon made anew."""

import ast
import gzip
import io
import json
import shutil
import zipfile

import pytest

from scripts.build import PARTS
from scripts.explorer import runtime_files
from scripts.pipeline import parts
from scripts.pipeline.failures import explain
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot
from tests.conftest import ROOT, RUNTIME, copy_sources, stale

MAGIC_312 = b"\xcb\r\r\n"  # of Python 3.12's bytecode
UNCHECKED = b"\x01\0\0\0"  # a .pyc that nobody compares with its source
LARGEST = 8_300_000  # bytes of all files together, as a reader loads them


@pytest.fixture(scope="module")
def build(python_for_browsers):
    return python_for_browsers


def files(build) -> dict:
    return json.loads((build / "runtime/files.json").read_text(encoding="utf-8"))


def content(build, name: str) -> bytes:
    return gzip.decompress(
        (build / "runtime" / files(build)[name]["file"]).read_bytes()
    )


def archive(build, name: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content(build, name)))


@pytest.fixture
def project(tmp_path):
    return copy_sources(tmp_path)


def test_files_json_tells_the_bytes_of_each_file(build):
    names = {path.name for path in (build / "runtime").iterdir()}
    listed = files(build)
    assert names == {e["file"] for e in listed.values()} | {
        "files.json",
        "licenses.txt",
    }
    for name, entry in listed.items():
        assert (build / "runtime" / entry["file"]).stat().st_size == entry["bytes"]
        assert len(content(build, name)) == entry["size"]
    assert sum(entry["bytes"] for entry in listed.values()) < LARGEST


@pytest.mark.parametrize("name", ["stdlib.zip", "numpy.zip", "gdcore.zip"])
def test_zips_hold_bytecode_for_that_python_and_no_sources(build, name):
    zipped = archive(build, name)
    assert zipped.testzip() is None
    for entry in zipped.infolist():
        assert entry.filename.endswith((".pyc", ".so"))
        assert entry.compress_type == zipfile.ZIP_STORED
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        if entry.filename.endswith(".pyc"):
            assert zipped.read(entry)[:8] == MAGIC_312 + UNCHECKED


def test_what_no_program_imports_is_left_out(build):
    names = archive(build, "stdlib.zip").namelist()
    modules = {name.split("/")[0].removesuffix(".pyc") for name in names}
    assert {"asyncio", "dataclasses", "json", "random", "statistics"} <= modules
    assert not {"email", "http", "unittest", "xml", "pydoc"} & modules
    names = archive(build, "numpy.zip").namelist()
    assert any(name.startswith("numpy/linalg/_umath_linalg.") for name in names)
    assert any(name.startswith("numpy/random/mtrand.") for name in names)
    parts = {part for name in names for part in name.split("/")}
    assert not {"tests", "f2py", "testing", "distutils"} & parts


def test_all_of_gdcore_goes_along(build):
    names = set(archive(build, "gdcore.zip").namelist())
    assert names == {f"{name}c" for name in runtime_files.gdcore(Snapshot.take(ROOT))}
    assert {
        "scripts/engine/wire.pyc",
        "gdcore/__init__.pyc",
        "gdcore/runs.pyc",
    } <= names


def test_functions_go_along_without_their_types_and_classes_with_theirs():
    text = runtime_files.gdcore(Snapshot.take(ROOT))["gdcore/runs.py"].decode()
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    typed = [
        node for node in ast.walk(tree) if isinstance(node, ast.arg | ast.AnnAssign)
    ]
    assert functions
    assert not any(node.returns for node in functions)
    assert {type(node) for node in typed if node.annotation} == {ast.AnnAssign}


def test_licenses_go_along(build):
    text = (build / "runtime/licenses.txt").read_text(encoding="utf-8")
    assert "Mozilla Public License" in text
    assert "NumPy Developers" in text


def test_the_list_of_files_waits_for_all_that_it_lists(build):
    every = parts.every(PARTS, Sources(Snapshot.take(ROOT)), build)
    others = {name for name in RUNTIME if name != "runtime/index"}
    assert {*every["runtime/index"].after} == others


def due(project, build) -> set[str]:
    return stale(project, build) & set(RUNTIME)


def test_an_edit_makes_anew_what_it_changes_and_nothing_else(project, build, tmp_path):
    folder = tmp_path / "build"
    shutil.copytree(build, folder)
    assert due(project, folder) == set()
    before = files(folder)
    with (project / "gdcore/runs.py").open("a", encoding="utf-8") as file:
        file.write("\nEDITED = True\n")
    assert due(project, folder) == {"runtime/gdcore", "runtime/index"}
    parts.update(project, folder, *RUNTIME, modules=PARTS)
    assert due(project, folder) == set()
    changed = {name for name, entry in files(folder).items() if entry != before[name]}
    assert changed == {"gdcore.zip"}
    assert b"EDITED" in archive(folder, "gdcore.zip").read("gdcore/runs.pyc")
    dates = {path: path.stat().st_mtime_ns for path in (folder / "runtime").iterdir()}
    parts.update(project, folder, *RUNTIME, modules=PARTS)
    assert dates == {path: path.stat().st_mtime_ns for path in dates}


def test_a_comment_changes_no_byte_of_it(project, build, tmp_path):
    folder = tmp_path / "build"
    shutil.copytree(build, folder)
    source = project / "gdcore/runs.py"
    text = source.read_text(encoding="utf-8")
    source.write_text(f"# A remark.\n\n{text}", encoding="utf-8")
    assert "runtime/gdcore" not in stale(project, folder)
    first = (folder / "runtime/gdcore.zip.gz").read_bytes()
    (folder / "runtime/gdcore.zip.gz").unlink()
    parts.update(project, folder, "runtime/gdcore", modules=PARTS)
    assert (folder / "runtime/gdcore.zip.gz").read_bytes() == first


def test_what_stands_around_the_scripts_changes_no_byte(project, build):
    """esbuild looks for settings in all folders above."""
    loose = '{"compilerOptions": {"target": "es5", "alwaysStrict": false}}'
    (project / "tsconfig.json").write_text(loose, encoding="utf-8")
    (project / "package.json").write_text('{"type": "commonjs"}', encoding="utf-8")
    parts.update(project, project / ".build", "runtime/worker", "bundle", modules=PARTS)
    made = project / ".build/runtime/worker.js.gz"
    assert gzip.decompress(made.read_bytes()) == content(build, "worker.js")
    parts.update(ROOT, build, "bundle", modules=PARTS)
    for path in sorted((build / "explorer").iterdir()):
        ours = project / ".build/explorer" / path.name
        assert ours.read_bytes() == path.read_bytes(), path.name


def test_a_lost_file_is_made_again(build, tmp_path):
    shutil.copytree(build, tmp_path, dirs_exist_ok=True)
    lost = tmp_path / "runtime" / files(build)["worker.js"]["file"]
    lost.unlink()
    assert due(ROOT, tmp_path) == {"runtime/worker"}
    parts.update(ROOT, tmp_path, *RUNTIME, modules=PARTS)
    assert lost.is_file()


def test_code_that_does_not_parse_is_named_with_its_line(project, build, tmp_path):
    folder = tmp_path / "build"
    shutil.copytree(build, folder)
    (project / "gdcore/runs.py").write_text("def run(:\n", encoding="utf-8")
    with pytest.raises(SyntaxError) as caught:
        parts.update(project, folder, *RUNTIME, modules=PARTS)
    message = str(explain(caught.value, project))
    assert message == "gdcore/runs.py:1: SyntaxError: invalid syntax; correct it"

"""The explorer's scripts are joined, kept small, and refused when they are broken."""

import gzip
import re

import pytest

from scripts.build import PARTS
from scripts.explorer import bundle
from scripts.pipeline import esbuild, parts
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot
from tests.conftest import ROOT, copy_sources, stale

LARGEST = 250_000  # bytes of JavaScript, gzipped; Python apart


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    parts.update(ROOT, folder, "bundle", modules=PARTS)
    return folder


@pytest.fixture
def project(tmp_path):
    return copy_sources(tmp_path)


def made(build) -> dict[str, bytes]:
    folder = build / bundle.FOLDER
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_scripts_stay_small_and_the_editor_comes_later(build):
    sizes = {name: len(gzip.compress(data)) for name, data in made(build).items()}
    assert sum(sizes.values()) <= LARGEST
    assert sizes["explorer.js"] <= LARGEST / 4
    (editor,) = (name for name in sizes if name.startswith("editor-"))
    assert editor.encode() in made(build)["explorer.js"]


def test_a_bundle_asks_for_nothing_but_its_own_parts(build):
    files = made(build)
    for name, data in files.items():
        text = data.decode()
        asked = re.findall(r'\b(?:from|import) ?\(?"([\w./:-]+)"', text)
        assert {part.removeprefix("./") for part in asked} <= files.keys(), name
        assert "sourceMappingURL" not in text


def test_two_bundles_are_the_same_bytes(build, project):
    parts.update(project, project / ".build", "bundle", modules=PARTS)
    assert made(project / ".build") == made(build)


def test_nothing_is_made_again_until_a_script_changes(project):
    folder = project / ".build"
    parts.update(project, folder, "bundle", modules=PARTS)
    assert "bundle" not in stale(project, folder)
    with (project / bundle.ENTRY).open("a", encoding="utf-8") as file:
        file.write('\nconsole.log("edited");\n')
    assert "bundle" in stale(project, folder)
    parts.update(project, folder, "bundle", modules=PARTS)
    assert b"edited" in made(folder)["explorer.js"]
    (folder / bundle.FOLDER / "explorer.js").unlink()
    assert "bundle" in stale(project, folder)


def test_what_is_bundled_is_what_the_snapshot_holds(build, project):
    """An edit while it is made is the next build's."""
    snapshot = Snapshot.take(project)
    (project / bundle.ENTRY).write_text("broken(", encoding="utf-8")
    (part,) = bundle.parts(Sources(snapshot), project / ".build")
    expected = {f"{bundle.FOLDER}/{name}": data for name, data in made(build).items()}
    assert part.make() == {bundle.SCHEMA: bundle.schema(), **expected}


@pytest.mark.parametrize(
    ("line", "message"),
    [("const = 1;", "Expected identifier"), ('import "./no.js";', "Could not resolve")],
)
def test_a_broken_script_fails_the_build_with_its_line(project, line, message):
    (project / bundle.ENTRY).write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match=message) as caught:
        parts.update(project, project / ".build", "bundle", modules=PARTS)
    assert f"{bundle.ENTRY}:2:" in str(caught.value)


def test_an_esbuild_that_is_not_there_is_told(project):
    (project / "node_modules").unlink()
    with pytest.raises(RuntimeError, match="make setup"):
        esbuild.run(Snapshot.take(project), bundle.ENTRY)


def test_the_site_holds_the_bundle_and_the_runtime_but_no_sources(site):
    names = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    pages = ("diagnose", "explorer", "site")
    assert {f"assets/explorer/{page}.js" for page in pages} <= names
    assert "assets/runtime/files.json" in names
    sources = {name for name in names if name.startswith("javascripts/")}
    assert sources == {"javascripts/embed.js"}
    assert not any(name.endswith(".d.ts") for name in names)

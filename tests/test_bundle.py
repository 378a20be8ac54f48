"""The explorer's scripts are joined, kept small, and refused when they are broken."""

import gzip
import re
import shutil

import pytest

from scripts import bundle, esbuild
from tests.conftest import ROOT

LARGEST = 250_000  # bytes of JavaScript, gzipped; Python apart


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    bundle.update(ROOT, folder)
    return folder


@pytest.fixture
def project(tmp_path):
    """The scripts, to be edited."""
    shutil.copytree(ROOT / "docs/javascripts", tmp_path / "docs/javascripts")
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


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
    bundle.update(project, project / ".build")
    assert made(project / ".build") == made(build)


def test_nothing_is_made_again_until_a_script_changes(project):
    folder = project / ".build"
    bundle.update(project, folder)
    assert not bundle.stale(project, folder)
    with (project / bundle.ENTRY).open("a", encoding="utf-8") as file:
        file.write('\nconsole.log("edited");\n')
    assert bundle.stale(project, folder)
    (folder / bundle.FOLDER / "old-chunk.js").write_text("")
    bundle.update(project, folder)
    assert b"edited" in made(folder)["explorer.js"]
    assert "old-chunk.js" not in made(folder)
    (folder / bundle.FOLDER / "explorer.js").unlink()
    assert bundle.stale(project, folder)


@pytest.mark.parametrize(
    ("line", "message"),
    [("const = 1;", "Expected identifier"), ('import "./no.js";', "Could not resolve")],
)
def test_a_broken_script_fails_the_build_with_its_line(project, line, message):
    (project / bundle.ENTRY).write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match=message) as caught:
        bundle.update(project, project / ".build")
    assert f"{bundle.ENTRY}:2:" in str(caught.value)


def test_an_esbuild_that_is_not_there_is_told(project):
    (project / "node_modules").unlink()
    with pytest.raises(RuntimeError, match="make setup"):
        esbuild.run(project, bundle.ENTRY)


def test_the_site_holds_the_bundle_and_the_runtime_but_no_sources(site):
    names = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    assert "assets/explorer/explorer.js" in names
    assert "assets/runtime/files.json" in names
    assert "javascripts/site.js" in names
    assert not any(name.startswith("javascripts/explorer/") for name in names)
    assert not any(name.endswith(".d.ts") for name in names)

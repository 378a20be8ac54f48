"""Settings of the explorer as the text of a link, and back.

The one rule: whatever a fragment holds, `decode` answers with settings that can be
run, and says what was wrong.
"""

import base64
import binascii
import json
import re
import zlib
from typing import Any

from scripts.engine.settings import DEFAULTS, Settings, complete

FORMAT = "1."
MOST = 262_144  # bytes that a fragment may unpack to
RAW = -15  # zlib's word for deflate without a header
DAMAGED = "This link is damaged: the explorer shows its first settings instead."
NEWER = "This link is of another version: the explorer shows its first settings."


def encode(settings: Settings) -> str:
    """`1.` and the settings, without those that are as ever.

    Raises:
        ValueError: If the settings cannot be meant.
    """
    whole = complete(settings)
    kept = {key: value for key, value in whole.items() if value != DEFAULTS[key]}
    text = json.dumps(kept, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW)
    packed = packer.compress(text.encode()) + packer.flush()
    return FORMAT + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(fragment: str) -> tuple[Settings, str]:
    """The complete settings of `#s=1.…`, and what was wrong with it: "" if nothing."""
    text = fragment.removeprefix("#").removeprefix("s=")
    if re.fullmatch(r"\d+\..*", text) and not text.startswith(FORMAT):
        return complete({}), NEWER
    try:
        return complete(_unpacked(text.removeprefix(FORMAT))), ""
    except _DAMAGES:
        return complete({}), DAMAGED
    except ValueError as error:
        return complete({}), f"The settings of this link cannot be meant: {error}"


def _unpacked(text: str) -> Any:
    padded = text + "=" * (-len(text) % 4)
    packed = base64.b64decode(padded, altchars=b"-_", validate=True)
    unpacker = zlib.decompressobj(RAW)
    data = unpacker.decompress(packed, MOST)
    if not unpacker.eof or unpacker.unused_data:
        raise zlib.error("cut off, too long, or more behind its end")
    return json.loads(data.decode(), parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise binascii.Error(f"{constant} is no JSON")


_DAMAGES = (
    binascii.Error,
    zlib.error,
    UnicodeError,
    json.JSONDecodeError,
    RecursionError,
)

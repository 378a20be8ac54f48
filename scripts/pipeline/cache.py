"""What a result depends on beside code and data: pinned versions, the processor.

The one rule: what chooses how the last bits round is named.
"""

import os
import platform
import re
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

from scripts.pipeline.files import digest

ROUNDING = ("GLIBC_TUNABLES", "NPY_", "OPENBLAS_CORETYPE")  # variables that choose it


@cache
def versions(*packages: str) -> str:
    """Python's minor version and the installed versions of `packages`."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    return ", ".join(
        [python, *(f"{name} {metadata.version(name)}" for name in packages)]
    )


@cache
def processor() -> str:
    """What chooses how the last bits round: the processor and numpy's settings."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8") if info.is_file() else platform.processor()
    # The first processor's; frequencies and the like change from day to day.
    lines = re.findall(r"^(?:model name|flags|Features)\s*:.*$", text, re.MULTILINE)[:2]
    chosen = [
        f"{name}={value}"
        for name, value in sorted(os.environ.items())
        if name.startswith(ROUNDING)
    ]
    return digest(platform.machine(), *(lines or [text]), *chosen)

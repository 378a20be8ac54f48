"""A plugin of pytest that keeps the numeric tests (`-p`, by the name of this module).

The one rule: a test is numeric if its module computes with numpy, gdcore or a topic and
starts no other program, and if it asks for neither site nor browser.
"""

from types import ModuleType

import pytest

COMPUTING = ("numpy", "gdcore", "scripts.topics", "scripts.exercises")
BUILT = {"shared", "browser"}  # the fixtures from which all sites and browsers come


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Deselect all others."""
    others = [item for item in items if not _is_numeric(item)]
    items[:] = [item for item in items if _is_numeric(item)]
    config.hook.pytest_deselected(items=others)


def _is_numeric(item: pytest.Item) -> bool:
    used = vars(getattr(item, "module", object)).values()
    programs = any(
        isinstance(v, ModuleType) and v.__name__ == "subprocess" for v in used
    )
    asked = set(getattr(item, "fixturenames", ()))
    return any(map(_computes, used)) and not programs and not asked & BUILT


def _computes(value: object) -> bool:
    """Whether a name of a module stands for numeric code, or for a part of it."""
    home = getattr(value, "__module__", None) or getattr(value, "__name__", "")
    return str(home).startswith(COMPUTING)

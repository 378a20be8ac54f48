"""Tests that need what `make setup` does not bring: skipped where it is not, run where
it is.

The one rule: asking for them by their mark, as in `-m "torch or octave"`, without what
they need is an error, so that no round of tests passes by skipping all.
"""

import shutil
import warnings
from collections import Counter
from collections.abc import Callable
from importlib import util
from types import ModuleType
from typing import NamedTuple

import pytest

from scripts.reference_problems import pytorch

PIP = "is missing. Get it by: .venv/bin/python -m pip install"
OCTAVE = "octave-cli"


class Extra(NamedTuple):
    """Whether it is here, and the words that say how to get it."""

    installed: Callable[[], bool]
    missing: str


def _found(*modules: str) -> Callable[[], bool]:
    """A broken module counts, and fails aloud."""
    return lambda: all(util.find_spec(module) is not None for module in modules)


EXTRAS = {  # by mark and fixture
    "torch": Extra(pytorch.installed, pytorch.MISSING),
    "sklearn": Extra(_found("sklearn"), f"scikit-learn {PIP} scikit-learn"),
    "keras": Extra(_found("keras", "torch"), f"Keras {PIP} torch keras"),
    "octave": Extra(
        lambda: shutil.which(OCTAVE) is not None,
        "Octave is missing. Get it by: apt-get install octave (or octave.org)",
    ),
}


def _needed(mark: str) -> None:
    if not EXTRAS[mark].installed():
        pytest.skip(EXTRAS[mark].missing)


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    """PyTorch, the live referee of optimizers and gradients."""
    _needed("torch")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
    return torch


@pytest.fixture(scope="session")
def sklearn() -> None:
    """scikit-learn, for programs that import it."""
    _needed("sklearn")


@pytest.fixture(scope="session")
def keras() -> None:
    """Keras over PyTorch, for programs that import it."""
    _needed("keras")


@pytest.fixture(scope="session")
def octave() -> str:
    """The command that runs a program in Octave."""
    _needed("octave")
    return OCTAVE


def pytest_configure(config: pytest.Config) -> None:
    """Refuse `-m` of what is missing, where each of its tests would be skipped."""
    asked = config.option.markexpr.split(" or ")
    lacking = [EXTRAS[mark] for mark in asked if mark in EXTRAS]
    if said := [extra.missing for extra in lacking if not extra.installed()]:
        raise pytest.UsageError("\n".join(said))


def mark(item: pytest.Item) -> None:
    """A test that asks for a fixture, by itself or through others, has its mark.

    A fixture of the same name in the test's own file stands for what is missing.
    """
    if not isinstance(item, pytest.Function):
        return
    known = item._fixtureinfo.name2fixturedefs
    for name in EXTRAS.keys() & known.keys():
        if known[name][-1].func.__module__ == __name__:
            item.add_marker(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each reason to skip, with the count of its tests."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.getreports("skipped"):
        reasons[report.longrepr[2].removeprefix("Skipped: ")] += 1
    for reason, count in reasons.items():
        tests = "1 test was" if count == 1 else f"{count} tests were"
        terminalreporter.write_line(f"{tests} skipped: {reason}")

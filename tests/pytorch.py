"""Tests that need PyTorch: skipped where it is not, all of them run where it is.

The one rule: asking for them by `-m torch` without PyTorch is an error, so that no
round of tests passes by skipping all.
"""

import warnings
from collections import Counter
from types import ModuleType

import pytest

from scripts.reference_problems import pytorch


@pytest.fixture(scope="session")
def torch() -> ModuleType:
    """PyTorch, the live referee of optimizers and gradients."""
    if not pytorch.installed():
        pytest.skip(pytorch.MISSING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
    return torch


def pytest_configure(config: pytest.Config) -> None:
    """Refuse `-m torch` where each of its tests would be skipped."""
    if config.option.markexpr == "torch" and not pytorch.installed():
        raise pytest.UsageError(pytorch.MISSING)


def mark(item: pytest.Item) -> None:
    """A test that asks for the fixture, by itself or through others, has the mark."""
    if "torch" in getattr(item, "fixturenames", ()):
        item.add_marker("torch")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each reason to skip, with the count of its tests."""
    reasons: Counter[str] = Counter()
    for report in terminalreporter.getreports("skipped"):
        reasons[report.longrepr[2].removeprefix("Skipped: ")] += 1
    for reason, count in reasons.items():
        tests = "1 test was" if count == 1 else f"{count} tests were"
        terminalreporter.write_line(f"{tests} skipped: {reason}")

"""Running a program of the corpora, in this process; pictures and prints go nowhere.

The one rule: a program ends within its seconds; what it raised is a text, not a crash.
"""

import contextlib
import io
import os
import signal
import sys
import types
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import MagicMock

FRAMEWORKS = ("torch", "keras", "tensorflow", "sklearn")


@dataclass(frozen=True)
class Ended:
    """How a program ended: its names, its prints, what it raised ("" if nothing)."""

    names: dict[str, object]
    printed: str
    raised: str


class TooLong(Exception):
    """A program took more than its seconds."""


def run(source: str, seconds: int = 60) -> Ended:
    """Execute `source` as a script."""
    names: dict[str, object] = {"__name__": "__main__"}
    os.environ.setdefault("KERAS_BACKEND", "torch")  # the one that tests install
    printed, raised = io.StringIO(), ""
    with _quiet(printed), _limit(seconds):
        try:
            exec(compile(source, "program", "exec"), names)
        except (Exception, SystemExit) as error:
            raised = f"{type(error).__name__}: {error}"
    if "torch" in sys.modules:  # one program's default is not the next one's
        sys.modules["torch"].set_default_dtype(sys.modules["torch"].float32)
    return Ended(names, printed.getvalue(), raised)


def framework(source: str) -> str:
    """The one of FRAMEWORKS that the program imports, "" for numpy and plain Python."""
    imported = {
        line.split()[1].split(".")[0]
        for line in source.splitlines()
        if line.strip().startswith(("import ", "from "))
    }
    return next((name for name in FRAMEWORKS if name in imported), "")


@contextlib.contextmanager
def _quiet(printed: io.StringIO) -> Iterator[None]:
    """Prints go to `printed`; pictures go nowhere; numpy's warnings are not errors."""
    pictures = types.ModuleType("matplotlib")
    pictures.pyplot = MagicMock()  # type: ignore[attr-defined]
    pictures.pyplot.subplots.return_value = (MagicMock(), MagicMock())  # type: ignore[attr-defined]
    stubs = {"matplotlib": pictures, "matplotlib.pyplot": pictures.pyplot}
    before = {name: sys.modules.get(name) for name in stubs}
    sys.modules.update(stubs)
    try:
        with contextlib.redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


@contextlib.contextmanager
def _limit(seconds: int) -> Iterator[None]:
    """TooLong after `seconds`, where the machine has alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooLong(f"took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

"""What programs may import: numpy, a stand-in for torch, pictures nobody draws.

The one rule: a library that is not here is refused by its name, with what to do.
"""

import contextlib
import importlib.machinery
import sys
import types
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from gdcore.tensors import modules

PICTURES = ("matplotlib", "mpl_toolkits", "pylab", "seaborn", "plotly", "IPython")
PASTE = "paste the numbers themselves, x = np.array([...]) and y = np.array([...])"
WRITE = "write the loop in NumPy or PyTorch, or run it where {} is installed"
REFUSED = {
    **dict.fromkeys(("pandas", "requests", "h5py", "PIL", "cv2", "torchvision"), PASTE),
    **dict.fromkeys(("sklearn", "keras", "tensorflow", "jax", "scipy"), WRITE),
    **dict.fromkeys(("statsmodels", "pytorch_lightning", "lightning"), WRITE),
}


class NotHere(ImportError):
    """A library that no program gets here; its text says what to do."""


class Silence:
    """Stands for a picture: whatever is asked of it is done, and nothing is drawn."""

    def __getattr__(self, name: str) -> Any:
        """Its parts are silent too."""
        if name.startswith("__"):
            raise AttributeError(name)
        return RETURNS.get(name, SILENCE)

    def __call__(self, *_: object, **__: object) -> Any:
        """Nothing happens."""
        return SILENCE

    def __getitem__(self, _: object) -> Any:
        """Its entries are silent too."""
        return SILENCE

    def __setitem__(self, _: object, __: object) -> None:
        """Nothing happens."""

    def __iter__(self) -> Iterator[Any]:
        """It holds nothing."""
        return iter(())

    def __enter__(self) -> Any:
        """As a block."""
        return SILENCE

    def __exit__(self, *_: object) -> None:
        """Nothing is swallowed."""


def _subplots(nrows: int = 1, ncols: int = 1, **given: Any) -> tuple[Any, Any]:
    axes = np.full((int(nrows), int(ncols)), SILENCE, dtype=object)
    if not given.get("squeeze", True):
        return SILENCE, axes
    return SILENCE, axes[0, 0] if axes.size == 1 else np.squeeze(axes)


def _progress(values: Any = (), *_: object, **__: object) -> Any:
    """A progress bar: the values, without the bar."""
    return _Bar(values)


class _Bar(Silence):
    def __init__(self, values: Any) -> None:
        self._values = values

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


SILENCE: Any = Silence()
RETURNS: dict[str, Any] = {
    "subplots": _subplots,
    "plot": lambda *_, **__: [SILENCE],
    "hist": lambda *_, **__: (SILENCE, SILENCE, SILENCE),
}
BARS = {"tqdm": _progress, "trange": lambda *n, **_: _progress(range(*n))}


class _Silent(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return BARS.get(name) or getattr(SILENCE, name)


class _Finder:
    """Asked before all others, it finds and loads in one."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        loader: Any = self
        top = _top(name)
        if top in REFUSED:
            advice = REFUSED[top].format(top)
            raise NotHere(f"{top} is not part of the Python here: {advice}")
        if top in (*PICTURES, "tqdm"):
            return importlib.machinery.ModuleSpec(name, loader, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Silent(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """There is nothing to execute."""


@contextlib.contextmanager
def surrounded() -> Iterator[None]:
    """Inside, imports lead to what stands here; afterwards to what stood before."""
    ours, finder = modules(), _Finder()
    tops = {*map(_top, ours), *PICTURES, *REFUSED, "tqdm"}
    theirs = {name: sys.modules.pop(name) for name in _of(tops)}
    sys.modules.update(ours)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
        for name in _of(tops):
            del sys.modules[name]
        sys.modules.update(theirs)


def _of(tops: set[str]) -> list[str]:
    """The loaded modules that belong to these."""
    return [name for name in sys.modules if _top(name) in tops]


def _top(name: str) -> str:
    return str(name).partition(".")[0]

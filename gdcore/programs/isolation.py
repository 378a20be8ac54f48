"""Python as it was before a program ran: modules, names, random numbers, settings.

The one rule: what the program replaced or took away is put back, and the modules that
it got in place of others go; what it changed inside an object stays changed, so who
shares Python with programs of strangers starts it anew.
"""

import builtins
import contextlib
import gc
import os
import random
import sys
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from operator import is_
from typing import Any

import numpy as np

CLASSES_OF = ("gdcore", "scripts", "json")
"""Modules whose classes are looked after as well."""
Kept = list[tuple[Any, dict[str, Any]]]
PUT, TAKE = type.__setattr__, type.__delattr__


@contextlib.contextmanager
def isolated() -> Iterator[None]:
    """Each block begins with the same random numbers and ends with Python as it was."""
    undo = [_modules(), _settings(), _random(), _place()]
    first = np.random.RandomState(0).get_state()
    with warnings.catch_warnings(), np.errstate(), np.printoptions():
        random.seed(0)
        np.random.set_state(first)
        try:
            yield
        finally:
            for back in undo:
                back()


def _modules() -> Callable[[], None]:
    """What leads back to the modules that are loaded now, with the names in them."""
    table, loaded = sys.modules, dict(sys.modules)
    inside: Kept = [
        (vars(module), dict(vars(module)))
        for module in loaded.values()
        if isinstance(module, types.ModuleType)
    ]
    classes: Kept = [
        (value, dict(vars(value)))
        for name, module in loaded.items()
        if name.partition(".")[0] in CLASSES_OF
        for value in vars(module).values()
        if type(value) is type and value.__module__ == name
    ]
    own, tables = vars(sys), [(list_, [*list_]) for list_ in (sys.path, sys.meta_path)]
    words, known = vars(builtins), dict(vars(builtins))

    def back() -> None:
        words.update(known)  # first: the lines below are written in these words
        own["modules"] = table
        for name in [name for name in table if name not in loaded]:
            if getattr(table[name], "__spec__", None) is None:
                del table[name]
        for name, module in loaded.items():
            table[name] = module
        for names, before in inside:
            if not _untouched(names, before):
                _names_back(names, before)
        for owner, before in classes:
            if not _untouched(vars(owner), before):
                _class_back(owner, before)
        for entries, first in tables:
            entries[:] = first

    return back


def _untouched(now: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether these are the same names for the same objects, as nearly all are."""
    return (
        len(now) == len(before)
        and all(map(is_, now, before))
        and all(map(is_, now.values(), before.values()))
    )


def _names_back(names: dict[str, Any], before: dict[str, Any]) -> None:
    """A module's names; those of `builtins` may be added to, which hides nothing."""
    if before.get("__name__") != "builtins":
        for name in [name for name in names if name not in before]:
            if not isinstance(names[name], types.ModuleType):
                del names[name]
    for name, value in before.items():
        if names.get(name, before) is not value:
            names[name] = value


def _class_back(owner: type, before: Mapping[str, Any]) -> None:
    now = dict(vars(owner))
    for name in now.keys() - before.keys():
        TAKE(owner, name)
    for name, value in before.items():
        if now.get(name, before) is not value:
            PUT(owner, name, value)


def _settings() -> Callable[[], None]:
    """What leads back to the interpreter's own settings."""
    deepest, collects = sys.getrecursionlimit(), gc.isenabled()
    traced, profiled = sys.gettrace(), sys.getprofile()

    def back() -> None:
        sys.setrecursionlimit(deepest)
        if sys.gettrace() is not traced:
            sys.settrace(traced)
        if sys.getprofile() is not profiled:
            sys.setprofile(profiled)
        (gc.enable if collects else gc.disable)()

    return back


def _random() -> Callable[[], None]:
    """What leads back to the two streams of random numbers that all share."""
    plain, numpy = random.getstate(), np.random.get_state()

    def back() -> None:
        random.setstate(plain)
        np.random.set_state(numpy)

    return back


def _place() -> Callable[[], None]:
    """What leads back to the folder in which Python stands."""
    folder = os.getcwd()
    return lambda: os.chdir(folder)

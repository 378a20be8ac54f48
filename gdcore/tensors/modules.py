"""The modules that a program finds by `import torch`.

The one rule: each call makes modules that share nothing with those of another call:
their own generator, default dtype, grad mode and classes.
"""

from types import ModuleType
from typing import Any

from gdcore.tensors import namespaces, parameter, top
from gdcore.tensors.binding import Names, bound
from gdcore.tensors.generator import Generator
from gdcore.tensors.methods import METHODS
from gdcore.tensors.session import Session
from gdcore.tensors.tensor import Tensor
from gdcore.tensors.unknown import unknown


def modules(seed: int = 0) -> dict[str, ModuleType]:
    """Fresh modules by their names, for sys.modules.

    Args:
        seed: Where random numbers begin if the program sets no seed; torch begins
            elsewhere each time.
    """
    session = Session(Generator().manual_seed(seed))
    session.tensor = bound(session, Tensor, (), METHODS)
    session.parameter = bound(session, parameter.Parameter, (session.tensor,), {})
    contents: dict[str, Names] = {
        "torch": top.torch(session),
        "torch.random": top.random(session),
        **namespaces.nn(session),
        **namespaces.optim(),
        **namespaces.data(session),
        **namespaces.rest(session),
    }
    made = {name: _module(name, content) for name, content in contents.items()}
    for name, one in made.items():
        parent, _, last = name.rpartition(".")
        if parent:
            setattr(made[parent], last, one)
    return made


def _module(name: str, content: Names) -> ModuleType:
    made = ModuleType(name, "A small stand-in for a part of torch; not PyTorch.")
    made.__path__ = []  # it has submodules, all of them known already
    made.__dict__.update(content)

    def refuse(missing: str) -> Any:
        if missing.startswith("__"):
            raise AttributeError(f"module {name!r} has no attribute {missing!r}")
        raise unknown(f"{name}.{missing}")

    made.__dict__["__getattr__"] = refuse
    made.__dict__["__all__"] = [n for n in content if not n.startswith("_")]
    return made

"""nn.Module and nn.Parameter: what holds parameters, and finds them all.

The one rule: what is assigned to an attribute is filed by what it is: parameter,
module, buffer, or anything else.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, ClassVar, TypeVar

from gdcore.tensors.parameter import Parameter
from gdcore.tensors.session import Session
from gdcore.tensors.tensor import Tensor
from gdcore.tensors.unknown import unknown_attribute

M = TypeVar("M", bound="Module")
FILES = ("_parameters", "_buffers", "_modules")
REFUSED = (
    "register_forward_hook",
    "register_forward_pre_hook",
    "register_full_backward_hook",
    "compile",
    "half",
    "bfloat16",
    "share_memory",
)


class Module:
    """Something with parameters and a `forward`."""

    session: ClassVar[Session]
    training: bool

    def __init__(self) -> None:
        for name in FILES:
            object.__setattr__(self, name, OrderedDict())
        object.__setattr__(self, "training", True)

    def forward(self, *inputs: Any) -> Any:
        """What a subclass computes."""
        raise NotImplementedError(
            f'Module [{type(self).__name__}] is missing the required "forward" function'
        )

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self.forward(*args, **named)

    def __setattr__(self, name: str, value: Any) -> None:
        files = self.__dict__
        if isinstance(value, Parameter):
            self._file("_parameters", "parameters", name, value)
        elif isinstance(value, Module):
            self._file("_modules", "module", name, value)
        elif name in files.get("_parameters", ()):
            if value is not None:
                raise TypeError(
                    f"cannot assign '{_type_name(value)}' as parameter '{name}' "
                    "(torch.nn.Parameter or None expected)"
                )
            files["_parameters"][name] = None
        elif name in files.get("_buffers", ()):
            files["_buffers"][name] = value
        else:
            object.__setattr__(self, name, value)

    def _file(self, file: str, what: str, name: str, value: Any) -> None:
        if file not in self.__dict__:
            raise AttributeError(f"cannot assign {what} before Module.__init__() call")
        for other in FILES:
            self.__dict__[other].pop(name, None)
        self.__dict__.pop(name, None)
        self.__dict__[file][name] = value

    def __getattr__(self, name: str) -> Any:
        for file in FILES:
            held = self.__dict__.get(file, {})
            if name in held:
                return held[name]
        if name in REFUSED:
            raise unknown_attribute(f"torch.nn.Module.{name}")
        raise AttributeError(
            f"'{type(self).__name__}' object has no attribute '{name}'"
        )

    def __delattr__(self, name: str) -> None:
        for file in FILES:
            if name in self.__dict__[file]:
                del self.__dict__[file][name]
                return
        object.__delattr__(self, name)

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """File a parameter by its name."""
        self.__dict__["_parameters"][name] = param

    def register_buffer(
        self, name: str, tensor: Tensor | None, persistent: bool = True
    ) -> None:
        """File a tensor that is saved, but not optimized."""
        self.__dict__["_buffers"][name] = tensor

    def add_module(self, name: str, module: Module | None) -> None:
        """File a module by its name."""
        self.__dict__["_modules"][name] = module

    register_module = add_module

    def named_modules(self, prefix: str = "") -> Iterator[tuple[str, Module]]:
        """This module and all below it, each once."""
        seen: set[int] = set()
        stack: list[tuple[str, Module]] = [(prefix, self)]
        while stack:
            path, module = stack.pop()
            if id(module) in seen:
                continue
            seen.add(id(module))
            yield path, module
            below = [(_join(path, n), m) for n, m in module.named_children()]
            stack += below[::-1]

    def modules(self) -> Iterator[Module]:
        """This module and all below it."""
        return (module for _, module in self.named_modules())

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules right below, with their names."""
        held = self.__dict__["_modules"].items()
        return ((name, module) for name, module in held if module is not None)

    def children(self) -> Iterator[Module]:
        """The modules right below."""
        return (module for _, module in self.named_children())

    def _named(self, file: str, prefix: str) -> Iterator[tuple[str, Any]]:
        seen: set[int] = set()
        for path, module in self.named_modules(prefix):
            for name, held in module.__dict__[file].items():
                if held is not None and id(held) not in seen:
                    seen.add(id(held))
                    yield _join(path, name), held

    def named_parameters(
        self, prefix: str = "", recurse: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """Each parameter once, with its dotted name."""
        if recurse:
            return self._named("_parameters", prefix)
        own = self.__dict__["_parameters"].items()
        return ((_join(prefix, n), p) for n, p in own if p is not None)

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """Each parameter once."""
        return (p for _, p in self.named_parameters(recurse=recurse))

    def named_buffers(self, prefix: str = "") -> Iterator[tuple[str, Tensor]]:
        """Each buffer once, with its dotted name."""
        return self._named("_buffers", prefix)

    def buffers(self) -> Iterator[Tensor]:
        """Each buffer once."""
        return (b for _, b in self.named_buffers())

    def extra_repr(self) -> str:
        """The options, as they are printed."""
        return ""

    def __repr__(self) -> str:
        name = type(self).__name__
        parts = [f"({n}): {_indented(repr(m))}" for n, m in self.named_children()]
        if not parts:
            return f"{name}({self.extra_repr()})"
        return f"{name}(\n  " + "\n  ".join(parts) + "\n)"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


def _type_name(value: Any) -> str:
    kind = "torch.FloatTensor" if isinstance(value, Tensor) else type(value).__name__
    return kind

"""What a module does with all that it holds: saved, loaded, moved, cleared.

The one rule: a state is a dictionary of tensors that share their numbers with the
parameters, by dotted names.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gdcore.tensors import dtypes
from gdcore.tensors.autograd import detach, requires_grad_
from gdcore.tensors.converting import cuda
from gdcore.tensors.devices import Device, check_device
from gdcore.tensors.dtypes import DType
from gdcore.tensors.inplace import write
from gdcore.tensors.module import Module
from gdcore.tensors.parameter import clear
from gdcore.tensors.tensor import Tensor


class Loaded(NamedTuple):
    """What load_state_dict returns."""

    missing_keys: list[str]
    unexpected_keys: list[str]


def state_dict(self: Module) -> "OrderedDict[str, Tensor]":
    """Parameters and buffers, cut from the graph."""
    held = [*self.named_parameters(), *self.named_buffers()]
    return OrderedDict((name, detach(tensor)) for name, tensor in held)


def load_state_dict(
    self: Module, state_dict: Mapping[str, Tensor], strict: bool = True
) -> Loaded:
    """Copy the numbers in."""
    own = dict([*self.named_parameters(), *self.named_buffers()])
    missing = [name for name in own if name not in state_dict]
    unexpected = [name for name in state_dict if name not in own]
    faults = []
    if strict and unexpected:
        faults.append(f"Unexpected key(s) in state_dict: {_quoted(unexpected)}. ")
    if strict and missing:
        faults.insert(0, f"Missing key(s) in state_dict: {_quoted(missing)}. ")
    for name in own.keys() & state_dict.keys():
        given, here = state_dict[name], own[name]
        if given.shape != here.shape:
            faults.append(
                f"size mismatch for {name}: copying a param with shape {given.shape} "
                f"from checkpoint, the shape in current model is {here.shape}."
            )
        else:
            write(here, ..., given.array)
    if faults:
        title = f"Error(s) in loading state_dict for {type(self).__name__}:"
        raise RuntimeError(title + "".join(f"\n\t{fault}" for fault in faults))
    return Loaded(missing, unexpected)


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def to(
    self: Module, *targets: Any, dtype: DType | None = None, device: Any = None
) -> Any:
    """Its floating parameters and buffers in another dtype, in place."""
    for target in (*targets, device):
        if isinstance(target, DType):
            dtype = target
        elif isinstance(target, (str, Device)):
            check_device(target)
    if dtype is not None:
        for _, tensor in [*self.named_parameters(), *self.named_buffers()]:
            if tensor.array.dtype.kind == "f":
                tensor.array = tensor.array.astype(dtype.kind)
                if tensor.own_grad is not None:
                    tensor.own_grad.array = tensor.own_grad.array.astype(dtype.kind)
    return self


def double(self: Module) -> Any:
    """In float64."""
    return to(self, dtypes.float64)


def single(self: Module) -> Any:
    """In float32."""
    return to(self, dtypes.float32)


def cpu(self: Module) -> Any:
    """Where it is already."""
    return self


def apply(self: Module, fn: Callable[[Module], Any]) -> Module:
    """fn of each module below, then of this one."""
    for module in self.children():
        apply(module, fn)
    fn(self)
    return self


def train(self: Module, mode: bool = True) -> Module:
    """As while training; no layer here does anything else then."""
    for module in self.modules():
        module.training = mode
    return self


def evaluate(self: Module) -> Module:
    """As after training."""
    return train(self, False)


def zero_grad(self: Module, set_to_none: bool = True) -> None:
    """No gradient from here on, or one of zeros."""
    clear(self.parameters(), set_to_none)


def require(self: Module, requires_grad: bool = True) -> Module:
    """Ask for the gradient of each parameter, or no longer."""
    for parameter in self.parameters():
        requires_grad_(parameter, requires_grad)
    return self


METHODS: dict[str, Callable[..., Any]] = {
    "state_dict": state_dict,
    "load_state_dict": load_state_dict,
    "to": to,
    "double": double,
    "float": single,
    "cpu": cpu,
    "cuda": cuda,
    "apply": apply,
    "train": train,
    "eval": evaluate,
    "zero_grad": zero_grad,
    "requires_grad_": require,
}

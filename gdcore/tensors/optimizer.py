"""torch.optim.Optimizer: parameters in groups, and a state for each.

The one rule: the numbers of a parameter change in place, outside the graph.
"""

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

import numpy as np

from gdcore.tensors.dtypes import Array
from gdcore.tensors.parameter import clear
from gdcore.tensors.tensor import Tensor, wrap
from gdcore.tensors.unknown import unknown

Closure = Callable[[], Any]
Group = dict[str, Any]
DUPLICATES = (
    "optimizer contains a parameter group with duplicate parameters; in future, this "
    "will cause an error; see github.com/pytorch/pytorch/issues/40967 for more "
    "information"
)
SWITCHES = {"foreach": None, "differentiable": False}


class Optimizer:
    """What all optimizers share; `update` is the step of one parameter."""

    def __init__(self, params: Any, defaults: dict[str, Any]) -> None:
        self.defaults = defaults
        self.state: dict[Any, dict[str, Any]] = defaultdict(dict)
        self.param_groups: list[Group] = []
        self.has_stepped = False
        if isinstance(params, Tensor):
            raise TypeError(
                "params argument given to the optimizer should be an iterable of "
                f"Tensors or dicts, but got torch.{params.dtype.title}Tensor"
            )
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, param_group: Group) -> None:
        """One more group of parameters, with options of its own."""
        group = dict(param_group)
        given = group["params"]
        group["params"] = [given] if isinstance(given, Tensor) else list(given)
        group["params"] = [_parameter(p) for p in group["params"]]
        for name, default in self.defaults.items():
            group.setdefault(name, default)
        ids = [id(p) for p in group["params"]]
        if len(set(ids)) < len(ids):
            warnings.warn(DUPLICATES, UserWarning, stacklevel=4)
        before = {id(p) for g in self.param_groups for p in g["params"]}
        if before & set(ids):
            raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append(group)

    def zero_grad(self, set_to_none: bool = True) -> None:
        """No gradient from here on, or one of zeros."""
        clear(chain(*(g["params"] for g in self.param_groups)), set_to_none)

    def step(self, closure: Closure | None = None) -> Any:
        """One update of each parameter that has a gradient."""
        self.has_stepped = True
        loss = None if closure is None else self.evaluated(closure)
        with np.errstate(all="ignore"):
            for group in self.param_groups:
                for p in group["params"]:
                    if p.own_grad is not None:
                        self._update(p, group)
        return loss

    def evaluated(self, closure: Closure) -> Any:
        """What the closure returns, with gradients on."""
        session = self.param_groups[0]["params"][0].session
        on, session.grad_enabled = session.grad_enabled, True
        try:
            return closure()
        finally:
            session.grad_enabled = on

    def _update(self, p: Tensor, group: Group) -> None:
        g = p.own_grad.array  # type: ignore[union-attr]
        if group.get("maximize"):
            g = -g
        self.update(p, g, self.state[p], group)
        p.version[0] += 1

    def update(self, p: Tensor, g: Array, state: dict[str, Any], group: Group) -> None:
        """Move one parameter by its gradient."""
        raise NotImplementedError

    def state_dict(self) -> dict[str, Any]:
        """The state by the number of each parameter, and the groups."""
        order = {id(p): i for i, p in enumerate(self._every())}
        groups = [
            {**g, "params": [order[id(p)] for p in g["params"]]}
            for g in self.param_groups
        ]
        states = {order[id(p)]: dict(s) for p, s in self.state.items()}
        return {"state": states, "param_groups": groups}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Put back what state_dict gave."""
        every = list(self._every())
        for group, saved in zip(
            self.param_groups, state_dict["param_groups"], strict=True
        ):
            group.update({k: v for k, v in saved.items() if k != "params"})
        for i, state in state_dict["state"].items():
            self.state[every[i]] = dict(state)

    def _every(self) -> Iterable[Tensor]:
        return chain(*(g["params"] for g in self.param_groups))

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} ("]
        for i, group in enumerate(self.param_groups):
            lines.append(f"Parameter Group {i}")
            lines += [f"    {k}: {group[k]}" for k in sorted(group) if k != "params"]
        return "\n".join([*lines, ")"])


def _parameter(p: Any) -> Tensor:
    p = p[1] if isinstance(p, tuple) else p  # of named_parameters()
    if not isinstance(p, Tensor):
        raise TypeError(
            f"optimizer can only optimize Tensors, but one of the params is "
            f"{type(p).__name__}"
        )
    if p.node is not None:
        raise ValueError("can't optimize a non-leaf Tensor")
    return p


def rate_of(lr: Any) -> float:
    """A learning rate, checked.

    Raises:
        ValueError: If it is negative, or more than one number.
    """
    if isinstance(lr, Tensor):
        if lr.array.size != 1:
            raise ValueError("Tensor lr must be 1-element")
        lr = lr.array.item()
    rate: float = at_least_zero(lr, "learning rate")
    return rate


def at_least_zero(value: Any, name: str) -> Any:
    """The value, refused in torch's words if it is below zero."""
    if not value >= 0.0:
        raise ValueError(f"Invalid {name}: {value}")
    return value


def kept(state: dict[str, Any], name: str, p: Tensor, fill: float = 0.0) -> Array:
    """An array of the state, in the shape of the parameter; made when first asked."""
    if name not in state:
        state[name] = wrap(p.session, np.full_like(p.array, fill))
    array: Array = state[name].array
    return array


def switches(differentiable: bool) -> dict[str, Any]:
    """The options that make nothing else here, as they are printed."""
    if differentiable:
        raise unknown("differentiable=True (a gradient through the optimizer)")
    return dict(SWITCHES)

"""The names of torch: tensors, their methods, and where gradients flow.

The one rule: a gradient here is a fixed generic vector times the passes it holds; only
where it flows is followed, not its value.
"""

from typing import Any

import numpy as np

from gdcore.programs.machine import Machine
from gdcore.programs.tensor_making import (
    _counted,
    _joined,
    _new,
    _normal,
    _old_tensor,
    _permuted,
    _whole,
    made,
)
from gdcore.programs.tensor_operations import JOINING, KINDS, MAKING, OPERATIONS
from gdcore.programs.values import (
    Native,
    Raised,
    Space,
    Tensor,
    Unknown,
    plain,
)


def resolve(m: Machine, path: str) -> Any:
    """torch.… by its dotted name."""
    from gdcore.programs import losses, objects

    name = path.rpartition(".")[2]
    if path in SPACES:
        return Space(path)
    if path == "torch.tensor" or name in ("as_tensor", "from_numpy", "Variable"):
        return Native(name, lambda v=0.0, *a, **k: made(m, name, v, k))
    if name in KINDS:
        if name.endswith("Tensor"):
            return Native(
                name, lambda v=0.0, *a: made(m, name, v, {"dtype": KINDS[name]})
            )
        return KINDS[name]
    if path == "torch.Tensor":
        return Native(name, lambda *v: _old_tensor(m, v))
    if path in ("torch.pi", "torch.inf", "torch.nan"):
        return float(getattr(np, name))
    if path.startswith("torch.nn.functional.") and name.endswith("loss"):
        return Native(
            name,
            lambda p, t, **k: losses.loss_of(m, losses.LOSSES.get(name, ""), p, t, k),
        )
    if path.startswith(("torch.nn.init.", "torch.nn.utils.")):
        return Native(name, lambda *a, **k: None)
    if (
        path.startswith(("torch.nn", "torch.optim", "torch.utils"))
        and name not in OPERATIONS
    ):
        return objects.resolve(m, path)
    return _function(m, name)


SPACES_WORDS = """
torch torch.nn torch.optim torch.nn.functional torch.nn.init torch.utils
torch.utils.data torch.optim.lr_scheduler torch.autograd torch.linalg torch.nn.utils
"""
SPACES = frozenset(SPACES_WORDS.split())


def _function(m: Machine, name: str) -> Any:
    if name in MAKING:
        return Native(name, lambda *s, **k: _new(m, MAKING[name], s, k))
    if name in ("arange", "linspace", "eye", "full", "range"):
        return Native(name, lambda *a, **k: _counted(m, name, a, k))
    if name in JOINING:
        return Native(name, lambda v, dim=0, **k: _joined(m, name, v, dim, k))
    if name == "randperm":
        return Native(name, lambda n, **k: _permuted(m, n))
    if name == "randint":
        return Native(name, lambda *a, **k: _whole(m, a, k))
    if name in ("normal",):
        return Native(name, lambda *a, **k: _normal(m, a, k))
    if name in OPERATIONS:
        return Native(name, lambda t, *a, **k: operation(m, name, t, a, k))
    if name == "set_default_dtype":
        return Native(name, lambda kind: setattr(m, "default_kind", kind))
    if name in ("manual_seed", "set_printoptions"):
        return Native(name, lambda *a, **k: None)
    return Unknown(f"torch.{name}")


def operation(m: Machine, name: str, held: Any, args: Any, named: Any) -> Any:
    """A function or method of tensors."""
    values = [v for v in args if isinstance(v, Tensor)]
    if not isinstance(held, Tensor) or any(isinstance(v, Unknown) for v in args):
        return (
            Unknown(name)
            if not values
            else operation(m, name, Tensor(np.asarray(held)), args, named)
        )
    if name in ("matmul", "mm", "mv", "dot") and values:
        kinds = {held.kind, values[0].kind}
        if "i8" in kinds and len(kinds) > 1:
            raise Raised("integer", "a product of whole numbers with floating point")
    if name == "to":
        wanted = [k for k in (*args, named.get("dtype")) if k in ("f4", "f8", "i8")]
        return m.lift(np.copy, held, kind=wanted[0] if wanted else held.kind)
    if name in ("mean", "std") and held.kind == "i8":
        raise Raised("integer", f"the {name} of whole numbers")
    if name in ("relu", "sigmoid", "tanh"):
        out = m.lift(OPERATIONS[name], held)
        m.tags["active", id(out)] = name
        m.keep.append(out)
        return out
    rest = [v.a if isinstance(v, Tensor) else v for v in args]
    call = OPERATIONS[name]
    return m.lift(
        lambda a, *_: call(a, *rest, **{k: plain(v) for k, v in named.items()}),
        held, *values, kind=None if values else held.kind,
    )  # fmt: skip

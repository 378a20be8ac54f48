"""The names of the module torch itself.

The one rule: what makes tensors, and what changes the session, is bound to one session.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from gdcore.tensors import creation, devices, drawing, dtypes, modes, sequences
from gdcore.tensors.binding import Names, bound, with_session
from gdcore.tensors.generator import Generator
from gdcore.tensors.names import ALONE, BOTH
from gdcore.tensors.printing import PROFILES
from gdcore.tensors.session import Session
from gdcore.tensors.sizes import Size
from gdcore.tensors.tensor import Tensor

VERSION = "0 (a small stand-in, not PyTorch)"


def torch(session: Session) -> Names:
    """The names of the module torch."""
    made: dict[str, Callable[..., Any]] = {
        "tensor": creation.tensor,
        "as_tensor": creation.as_tensor,
        "asarray": creation.as_tensor,
        "from_numpy": creation.from_numpy,
        "zeros": creation.zeros,
        "ones": creation.ones,
        "empty": creation.empty,
        "full": creation.full,
        "arange": sequences.arange,
        "linspace": sequences.linspace,
        "logspace": sequences.logspace,
        "eye": sequences.eye,
        "rand": drawing.rand,
        "randn": drawing.randn,
        "randint": drawing.randint,
        "randperm": drawing.randperm,
        "normal": drawing.normal,
    }
    return {
        **BOTH,
        **ALONE,
        **with_session(session, made),
        **_switches(session),
        **_constants(session),
        **random(session),
    }


def _constants(session: Session) -> Names:
    typed = {
        f"{dtype.title}Tensor": partial(_typed, session, dtype) for dtype in dtypes.ALL
    }
    return {
        **dtypes.NAMES,
        **typed,
        "Tensor": session.tensor,
        "Size": Size,
        "dtype": dtypes.DType,
        "device": devices.Device,
        "Generator": Generator,
        "pi": np.pi,
        "e": np.e,
        "inf": np.inf,
        "nan": np.nan,
        "newaxis": None,
        "__version__": VERSION,
    }


def _typed(session: Session, dtype: dtypes.DType, *data: Any) -> Tensor:
    """torch.LongTensor([1, 2]) or torch.LongTensor(2, 3)."""
    if len(data) == 1 and not isinstance(data[0], int):
        return creation.tensor(session, data[0], dtype=dtype)
    return creation.zeros(session, *(data or (0,)), dtype=dtype)


def _switches(session: Session) -> Names:
    """What changes the session, and asks for its state."""

    def set_default_dtype(d: dtypes.DType) -> None:
        if not d.is_floating_point:
            raise TypeError(
                "only floating-point types are supported as the default type"
            )
        session.default = d

    def set_printoptions(
        precision: int | None = None,
        threshold: float | None = None,
        edgeitems: int | None = None,
        linewidth: int | None = None,
        profile: str | None = None,
        sci_mode: bool | None = None,
    ) -> None:
        options = session.printing
        if profile is not None:
            options.__dict__.update(PROFILES[profile].__dict__)
        given = {
            "precision": precision,
            "threshold": threshold,
            "edgeitems": edgeitems,
            "linewidth": linewidth,
        }
        options.__dict__.update({k: v for k, v in given.items() if v is not None})
        options.sci_mode = sci_mode

    return {
        "set_default_dtype": set_default_dtype,
        "get_default_dtype": lambda: session.default,
        "set_printoptions": set_printoptions,
        "is_grad_enabled": lambda: session.grad_enabled,
        **{name: bound(session, kind, (), {}) for name, kind in MODES.items()},
    }


MODES: dict[str, type] = {
    "no_grad": modes.NoGrad,
    "enable_grad": modes.EnableGrad,
    "set_grad_enabled": modes.SetGradEnabled,
    "inference_mode": modes.InferenceMode,
}


def random(session: Session) -> Names:
    """The names of torch.random, which are torch's own, too."""

    def manual_seed(seed: int) -> Generator:
        return session.generator.manual_seed(seed)

    return {
        "manual_seed": manual_seed,
        "seed": session.generator.seed,
        "initial_seed": session.generator.initial_seed,
        "default_generator": session.generator,
    }

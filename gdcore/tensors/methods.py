"""What a tensor has as methods.

The one rule: a change in place has the name of its function and an underscore.
"""

from typing import Any

import numpy as np

from gdcore.tensors import (
    autograd,
    converting,
    creation,
    drawing,
    dtypes,
    elementwise,
    inplace,
    plain,
    shapes,
    turning,
)
from gdcore.tensors.names import BOTH, alike
from gdcore.tensors.operators import OPERATORS
from gdcore.tensors.tensor import Tensor, wrap

CHANGING = (
    "add sub mul div pow clamp exp log sqrt neg abs relu sigmoid tanh square round "
    "floor ceil reciprocal remainder"
)


def _new(fill: Any) -> Any:
    """Such as `new_zeros`, from zeros_like: in the dtype of this tensor."""

    def make(
        self: Tensor,
        *size: Any,
        dtype: dtypes.DType | None = None,
        requires_grad: bool = False,
    ) -> Any:
        model = np.broadcast_to(self.array.dtype.type(0), shapes.sizes_of(size))
        like = wrap(self.session, model)
        return fill(like, dtype=dtype, requires_grad=requires_grad)

    return make


def _where(self: Tensor, condition: Tensor, other: Any) -> Any:
    return elementwise.where(condition, self, other)


OWN: dict[str, Any] = {  # of a tensor alone
    **alike(converting, "to type_as cpu cuda numpy new_tensor new_full"),
    "type": converting.type_,
    **{name: converting.as_dtype(dtype) for name, dtype in dtypes.NAMES.items()},
    **alike(plain, "tolist item size dim"),
    "nelement": plain.numel,
    "ndimension": plain.dim,
    "new_zeros": _new(creation.zeros_like),
    "new_ones": _new(creation.ones_like),
    **alike(autograd, "backward retain_grad requires_grad_ detach_"),
    **alike(shapes, "view view_as reshape_as expand expand_as repeat contiguous"),
    "T": property(turning.turned),
    "mT": property(turning.matrices_turned),
    "where": _where,
    **alike(drawing, "uniform_ normal_"),
    **alike(inplace, "copy_ fill_ zero_"),
    "is_contiguous": plain.is_contiguous,
    "data_ptr": plain.data_ptr,
    **{f"{name}_": inplace.changing(BOTH[name]) for name in CHANGING.split()},
}
METHODS: dict[str, Any] = BOTH | OPERATORS | OWN

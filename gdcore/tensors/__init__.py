"""A small stand-in for the part of torch that linear regression uses.

The one rule: it does what torch does, or says by name what it does not know. It is not
PyTorch: the tests compare it with PyTorch, where that is installed.

Beneath: `tensor` and `graph` (arrays that remember how they came about), one file for
each kind of operation, `module`, `layers`, `losses`, `optimizers`, `lbfgs`,
`schedulers`, `batches`; `modules` puts them together under torch's names.
"""

from gdcore.tensors.modules import modules
from gdcore.tensors.unknown import Unknown, UnknownAttribute

__all__ = ["Unknown", "UnknownAttribute", "modules"]

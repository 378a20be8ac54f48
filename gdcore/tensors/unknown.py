"""What the stand-in does not know, and how it says so.

The one rule: an unknown name stops the program and is named; it is never guessed.

A name of a module raises `Unknown`, which is no AttributeError: Python would turn one
into "cannot import name" for `from torch import …`, and hide the sentence. An attribute
of a tensor or a layer raises `UnknownAttribute`, so that `hasattr` still answers False
there: numpy, pandas and matplotlib probe what they are given.
"""

KNOWS = (
    "it knows what linear regression needs: tensors, gradients, nn.Linear, losses, "
    "optimizers, schedulers and batches"
)
INSTEAD = "run the program where PyTorch is installed"


class Unknown(Exception):
    """A part of torch that the stand-in does not have."""


class UnknownAttribute(Unknown, AttributeError):
    """The same, of a tensor, a layer or an optimizer."""


def unknown(name: str) -> Unknown:
    """The error for a name such as "torch.compile"."""
    return Unknown(_sentence(name))


def unknown_attribute(name: str) -> UnknownAttribute:
    """The error for a name such as "torch.Tensor.hypot"."""
    return UnknownAttribute(_sentence(name))


def _sentence(name: str) -> str:
    return f"{name} is not part of this small stand-in for torch ({KNOWS}): {INSTEAD}"

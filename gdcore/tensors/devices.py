"""torch.device, of which this machine has one kind.

The one rule: "cuda" may be named, and is refused where something is to be put there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, init=False)
class Device:
    """torch.device("cpu"), torch.device("cuda", 0)."""

    type: str
    index: int | None

    def __init__(self, type: "str | Device", index: int | None = None) -> None:
        name, _, number = str(type).partition(":")
        object.__setattr__(self, "type", name)
        object.__setattr__(self, "index", int(number) if number else index)

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __repr__(self) -> str:
        index = "" if self.index is None else f", index={self.index}"
        return f"device(type='{self.type}'{index})"


CPU = Device("cpu")
NO_CUDA = "Torch not compiled with CUDA enabled"


def check_device(device: "str | int | Device | None") -> None:
    """Refuse what is not the CPU.

    Raises:
        AssertionError: If it is another device, with torch's own words.
    """
    if device is not None and Device(str(device)).type != "cpu":
        raise AssertionError(NO_CUDA)

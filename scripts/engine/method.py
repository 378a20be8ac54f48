"""What the catalog knows of a method beside its class: words, and programs to copy.

The one rule: a program is a text in which `{field}` stands for a value of the settings;
nothing else of it is made where it is copied.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EPOCHS = """for epoch in range({epochs}):
    optimizer.zero_grad()
    loss(X, y).backward()
    optimizer.step()
"""
BATCHES = """for epoch in range({epochs}):
    order = np.random.RandomState([{seed}, epoch]).permutation(len(y))
    for first in range(0, len(y), {batch_size}):
        rows = order[first : first + {batch_size}]
        optimizer.zero_grad()
        loss(X[rows], y[rows]).backward()
        optimizer.step()
"""


@dataclass(frozen=True)
class Program:
    """A program, or why there is none, for the settings that it is meant for.

    Attributes:
        text: Where a rate stands by itself it is `lr`; in PyTorch, `{parameters}` are
            the two with their rates.
        problem: Said in place of a program.
        when: Values that the settings must have; none for any settings.
    """

    text: str = ""
    problem: str = ""
    when: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Method:
    """One entry of the catalog.

    Attributes:
        title: As a choice.
        words: In a sentence.
        numpy: The loop, on `p`, `gradient(p)`, `loss(p)`, the Hessian `H`, `epochs`.
        optim: How torch.optim makes it, or "" if it does not.
        loop: What follows in PyTorch.
        special: Programs for PyTorch in some settings.
        plain_rate: Whether its rate multiplies a gradient, as in plain descent.
        curved: Whether it needs a quadratic loss.
        compared: Fields with which each step is compared with torch.optim's.
    """

    title: str
    words: str
    numpy: str | tuple[Program, ...]
    optim: str = ""
    loop: str = EPOCHS
    special: tuple[Program, ...] = ()
    plain_rate: bool = False
    curved: bool = False
    compared: Mapping[str, float] | None = None

    @property
    def key(self) -> str:
        """Its name in numbers and recorded values."""
        return self.title.lower().replace(" ", "_")

    def programs(self) -> dict[str, list[dict[str, Any]]]:
        """As plain values; the first whose `when` holds is the one."""
        numpy = self.numpy if isinstance(self.numpy, tuple) else (Program(self.numpy),)
        return {
            "numpy": [vars(program) for program in numpy],
            "torch": [vars(program) for program in (*self.special, self._torch())],
        }

    def _torch(self) -> Program:
        if self.optim:
            return Program(f"optimizer = torch.optim.{self.optim}\n{self.loop}")
        return Program(
            problem=f"torch.optim has no {self.words}: copy it as NumPy instead."
        )

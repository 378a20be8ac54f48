"""Random numbers as torch's CPU generator draws them: MT19937, seed for seed.

The one rule: which bits are drawn is torch's, exactly. `rand`, whole numbers and
permutations come out bit for bit, and so do the starts of `nn.Linear` in float32; what
is not on [0, 1) in float64 to the last bit; normal numbers to what the machine's log,
sin and cos leave, in float32 to about three units in the last place, because torch has
approximations of its own for those (16 and more at a time).
"""

import math
from typing import Any, TypeVar

import numpy as np

from gdcore.tensors.devices import check_device
from gdcore.tensors.dtypes import Array

DEFAULT_SEED = 67280421310721  # of torch.Generator()
BLOCK = 16  # normal numbers are drawn so many at a time, if there are so many
G = TypeVar("G", bound="Generator")


class Generator:
    """torch.Generator, on the CPU."""

    def __init__(self, device: Any = "cpu") -> None:
        check_device(device)
        self.manual_seed(DEFAULT_SEED)

    def manual_seed(self: G, seed: int) -> G:
        """Begin anew: the low 32 bits of the seed fill the state."""
        self._seed = int(seed) % 2**64
        self._bits = np.random.MT19937()
        start: Any = np.random.RandomState(self._seed % 2**32).get_state(legacy=False)
        self._bits.state = start
        self._spare: float | None = None  # the second of a pair of normal numbers
        return self

    def seed(self) -> int:
        """Begin at a seed that nobody knows, and say which."""
        fresh = np.random.SeedSequence().generate_state(1, np.uint64)
        return self.manual_seed(int(fresh[0])).initial_seed()

    def initial_seed(self) -> int:
        """The seed that it was begun with."""
        return self._seed

    def words(self, count: int) -> Array:
        """Draws of 32 bits, shape (count,)."""
        return self._bits.random_raw(count)

    def double_words(self, count: int) -> Array:
        """Draws of 64 bits, shape (count,): the first word is the higher one."""
        pairs = self.words(2 * count).reshape(-1, 2)
        joined: Array = (pairs[:, 0] << np.uint64(32)) | pairs[:, 1]
        return joined

    def uniform(self, count: int, kind: np.dtype[Any]) -> Array:
        """In [0, 1), as float64: 24 bits for float32, 53 for float64."""
        if kind == np.float32:
            return (self.words(count) & np.uint64(2**24 - 1)) / 2.0**24
        return (self.double_words(count) & np.uint64(2**53 - 1)) / 2.0**53

    def normal(self, count: int, kind: np.dtype[Any]) -> Array:
        """Of mean 0 and deviation 1, in the kind asked for (float64 below 16)."""
        return self._blocks(count, kind) if count >= BLOCK else self._pairs(count)

    def _pairs(self, count: int) -> Array:
        drawn = [] if self._spare is None or count == 0 else [self._spare]
        if drawn:
            self._spare = None
        while len(drawn) < count:
            u1, u2 = self.uniform(2, np.dtype(np.float64)).tolist()
            radius, angle = math.sqrt(-2 * math.log1p(-u2)), 2 * math.pi * u1
            drawn += [radius * math.cos(angle), radius * math.sin(angle)]
        if len(drawn) > count:
            self._spare = drawn.pop()
        return np.array(drawn, dtype=np.float64)

    def _blocks(self, count: int, kind: np.dtype[Any]) -> Array:
        """Box and Muller over each 16; the last 16 are drawn again if some are over."""
        drawn = self.uniform(count, kind).astype(kind)
        whole = count - count % BLOCK
        drawn[:whole] = _box_muller(drawn[:whole])
        if whole < count:
            drawn[-BLOCK:] = _box_muller(self.uniform(BLOCK, kind).astype(kind))
        return drawn

    def whole(self, low: int, high: int, count: int) -> Array:
        """In low … high - 1; a range from 2^28 takes 64 bits a number."""
        span = high - low
        draws = self.double_words(count) if span >= 2**28 else self.words(count)
        return (draws % np.uint64(span)).astype(np.int64) + low

    def seed_word(self) -> int:
        """A whole number of 63 bits, as loaders draw it to seed what they shuffle."""
        return int(self.double_words(1)[0]) % 2**63

    def permutation(self, n: int) -> Array:
        """0 … n - 1 in random order, by exchanges from the front."""
        places = list(range(n))
        for i, draw in enumerate(self.words(max(n - 1, 0)).tolist()):
            other = i + draw % (n - i)
            places[i], places[other] = places[other], places[i]
        return np.array(places, dtype=np.int64)


def _box_muller(uniform: Array) -> Array:
    halves = uniform.reshape(-1, 2, BLOCK // 2)
    one = uniform.dtype.type(1)
    radius = np.sqrt(-2 * np.log(one - halves[:, 0]))
    angle = uniform.dtype.type(2 * np.pi) * halves[:, 1]
    pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return pairs.reshape(-1)

"""torch.utils.data: data sets, and loaders that go through them in batches.

The one rule: a loader draws from the generators what torch's draws, in its order, so
that a seed gives the same batches.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Any, ClassVar

import numpy as np

from gdcore.tensors import creation, dtypes
from gdcore.tensors.generator import Generator
from gdcore.tensors.indexing import getitem
from gdcore.tensors.joining import stack
from gdcore.tensors.session import Session
from gdcore.tensors.tensor import Tensor
from gdcore.tensors.unknown import unknown


class Dataset:
    """What has a length and items; programs make their own."""

    def __class_getitem__(cls, item: Any) -> Any:
        return cls

    def __getitem__(self, index: Any) -> Any:
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")


class TensorDataset(Dataset):
    """The rows of tensors of one length."""

    def __init__(self, *tensors: Tensor) -> None:
        lengths = {len(x.array) for x in tensors}
        if len(lengths) > 1:
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        return tuple(getitem(x, index) for x in self.tensors)

    def __len__(self) -> int:
        return len(self.tensors[0].array)


class Subset(Dataset):
    """Some of the items of a data set."""

    def __init__(self, dataset: Any, indices: Sequence[int]) -> None:
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, list):
            return self.dataset[[self.indices[i] for i in index]]
        return self.dataset[self.indices[index]]

    def __len__(self) -> int:
        return len(self.indices)


def random_split(
    session: Session,
    dataset: Any,
    lengths: Sequence[float],
    generator: Generator | None = None,
) -> list[Subset]:
    """Subsets of these lengths, or shares of 1, in random order."""
    sizes = _sizes(lengths, len(dataset))
    if sum(sizes) != len(dataset):
        raise ValueError(
            "Sum of input lengths does not equal the length of the input dataset!"
        )
    order = (generator or session.generator).permutation(len(dataset)).tolist()
    ends = np.cumsum([0, *sizes]).tolist()
    return [Subset(dataset, order[start:end]) for start, end in pairwise(ends)]


def _sizes(lengths: Sequence[float], n: int) -> list[int]:
    total = sum(lengths)
    if not (math.isclose(total, 1) and total <= 1):
        return [int(length) for length in lengths]
    sizes = [math.floor(n * share) for share in lengths]
    for i in range(n - sum(sizes)):
        sizes[i % len(sizes)] += 1
    return sizes


class DataLoader:
    """The batches of a data set, in order or shuffled anew each time."""

    session: ClassVar[Session]

    def __init__(
        self,
        dataset: Any,
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Iterable[int] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[list[Any]], Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        *,
        generator: Generator | None = None,
    ) -> None:
        if batch_size is None:
            raise unknown("DataLoader(batch_size=None)")
        if not isinstance(batch_size, int) or batch_size <= 0:
            raise ValueError(
                "batch_size should be a positive integer value, but got "
                f"batch_size={batch_size}"
            )
        if sampler is not None and shuffle:
            raise ValueError("sampler option is mutually exclusive with shuffle")
        if shuffle and len(dataset) == 0:
            raise ValueError(
                "num_samples should be a positive integer value, but got num_samples=0"
            )
        self.dataset, self.batch_size, self.drop_last = dataset, batch_size, drop_last
        self.shuffle, self.sampler = bool(shuffle), sampler
        self.collate_fn, self.generator = collate_fn, generator

    def __iter__(self) -> Iterator[Any]:
        (self.generator or self.session.generator).seed_word()  # for its workers
        return self._batches()

    def _batches(self) -> Iterator[Any]:
        order = self._order()
        while batch := list(islice(order, self.batch_size)):
            if self.drop_last and len(batch) < self.batch_size:
                return
            yield self._collated(batch)

    def _order(self) -> Iterator[int]:
        if self.sampler is not None:
            yield from self.sampler
        elif not self.shuffle:
            yield from range(len(self.dataset))
        else:
            yield from self._shuffled(len(self.dataset))

    def _shuffled(self, n: int) -> Iterator[int]:
        generator = self.generator
        if generator is None:
            seed = self.session.generator.seed_word()
            generator = Generator().manual_seed(seed)
        yield from generator.permutation(n).tolist()
        generator.permutation(n)  # torch draws one more, of which it takes nothing

    def _collated(self, batch: list[int]) -> Any:
        if self.collate_fn is None and type(self.dataset) is TensorDataset:
            return list(self.dataset[batch])
        items = [self.dataset[i] for i in batch]
        if self.collate_fn is not None:
            return self.collate_fn(items)
        return collate(self.session, items)

    def __len__(self) -> int:
        rows = len(self.dataset)
        whole = rows // self.batch_size
        return whole if self.drop_last else -(-rows // self.batch_size)


def collate(session: Session, items: list[Any]) -> Any:
    """Items side by side: tensors stacked, numbers in a tensor, tuples each apart."""
    first = items[0]
    if isinstance(first, Tensor):
        return stack(items)
    if isinstance(first, np.ndarray):
        return stack([creation.as_tensor(session, item) for item in items])
    if isinstance(first, float) and not isinstance(first, np.generic):
        return creation.tensor(session, items, dtype=dtypes.float64)
    if isinstance(first, (int, np.generic)):
        return creation.tensor(session, items)
    if isinstance(first, dict):
        return {key: collate(session, [i[key] for i in items]) for key in first}
    if isinstance(first, (tuple, list)):
        return [collate(session, list(part)) for part in zip(*items, strict=True)]
    return items

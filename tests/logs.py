"""Fragments of logs whose truth is known, and how many are judged right:
`python -m tests.logs`.

The one rule: the truth is the run's own (spectrum, rate, digits), never the judge's.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gdcore.logs import judge, read_log
from tests.log_forms import FIRST, LAST, SECOND, Form
from tests.log_maker import Fragment, Maker
from tests.log_recipes import RECIPES


def fragments(seed: int, forms: dict[str, Form], count: int) -> Iterator[Fragment]:
    """As many fragments, the recipes in turn."""
    maker = Maker(seed, forms)
    made, turn = 0, 0
    names = list(RECIPES)
    while made < count:
        fragment = RECIPES[names[turn % len(names)]](maker)
        if fragment is not None:
            made, turn = made + 1, turn + 1
            yield fragment


@dataclass(frozen=True)
class Figures:
    """How many were judged right.

    Attributes:
        kinds: Right and all, by kind.
        eigenvalues: Within 5 % in the first branch, in either branch, and all.
        wrong: What was judged wrongly, in words.
    """

    kinds: dict[str, tuple[int, int]]
    eigenvalues: tuple[int, int, int]
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        """Of kinds that are right."""
        right, every = map(sum, zip(*self.kinds.values(), strict=True))
        return float(right / every)


def measured(seed: int, forms: dict[str, Form], count: int) -> Figures:
    """Read and judge so many fragments."""
    right, every = Counter[str](), Counter[str]()
    first = either = told = 0
    wrong = []
    for one in fragments(seed, forms, count):
        found = judge(
            read_log(one.text), learning_rate=one.learning_rate, momentum=one.momentum
        )
        kind, _, cause = one.kind.partition("nan ")
        kind = "nan" if cause else kind
        every[kind] += 1
        good = found is not None and found.kind == kind
        good = good and (not cause or found is None or found.cause == cause)
        right[kind] += good
        if not good:
            says = f"{found.kind} {found.cause} {found.factor}" if found else "nothing"
            wrong.append(f"{one.kind}: {says}; {one.made}")
        if one.eigenvalue:
            told += 1
            near = [
                abs(v / one.eigenvalue - 1) < 0.05
                for v in (found.eigenvalues if found else ())
            ]
            first += bool(near and near[0])
            either += any(near)
            if not any(near):
                values = found.eigenvalues if found else ()
                wrong.append(f"lambda {one.eigenvalue}: {values}; {one.made}")
    kinds = {kind: (right[kind], every[kind]) for kind in every}
    return Figures(kinds, (first, either, told), tuple(wrong))


COUNT = 200
"""Fragments of each set."""


def main() -> None:
    """Print the figures of three sets; the last was not used to tune anything."""
    sets = ("first", 1, FIRST), ("second", 2, SECOND), ("last", 99, LAST)
    for name, seed, forms in sets:
        figures = measured(seed, forms, COUNT)
        first, either, told = figures.eigenvalues
        print(f"{name} set: kind right in {100 * figures.share:.1f} % of {COUNT}")
        print(f"  {figures.kinds}")
        print(f"  eigenvalue within 5 %: {first}, or in a branch {either}, of {told}")
        for line in figures.wrong:
            print(f"  {line}")


if __name__ == "__main__":
    main()

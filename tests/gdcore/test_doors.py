"""Bad input at every public door: refused by name, with a ValueError, in silence.

The one rule: the doors are read off the package, so a new one without a case fails.
`python -m tests.gdcore.test_doors 20000` tries as many as you like.
"""

import importlib
import inspect
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from gdcore import preconditioning, problems
from gdcore.linesearch import Backtracking, Exact, StrongWolfe
from gdcore.optimizers import (
    LBFGS,
    Adam,
    Averaged,
    Chebyshev,
    ConjugateGradient,
    GradientDescent,
    Momentum,
    Nesterov,
)
from tests.problems_for_tests import OPTIMIZERS, A, b, line

MODULES = (
    "gdcore",
    "gdcore.problems",
    "gdcore.datasets",
    "gdcore.linesearch",
    "gdcore.optimizers",
    "gdcore.runs",
    "gdcore.spectral",
    "gdcore.preconditioning",
    "gdcore.diagnosis",
)
RESULTS = {
    *("Diagnosis", "Finding", "Spectrum", "State", "Status", "Trajectory", "Trial"),
    *("LinearSystem", "Verdict", "Fix", "Measured"),
}
"""What the package makes and hands out: nobody passes data through these."""
INNER = {"step", "__call__"}
"""Called by a run, with what the method itself has returned; not checked at each step.
"""
LINE = line()
QUADRATIC = problems.Quadratic(A, b)
CHANGE = preconditioning.standardize(LINE)
INSTANCES: dict[str, Any] = {
    "LeastSquares": LINE,
    "LeastAbsolute": problems.LeastAbsolute(LINE.X, LINE.y),
    "Quadratic": problems.Quadratic([[2.0, 0.5], [0.5, 1.0]], [1.0, -1.0]),
    "Rosenbrock": problems.Rosenbrock(),
    "ChangeOfVariables": CHANGE,
    "Transformed": preconditioning.Transformed(LINE, CHANGE),
    **{type(method).__name__: method for method in OPTIMIZERS.values()},
}


class Door(NamedTuple):
    """A public callable, and its parameters that take input."""

    name: str
    call: Callable[..., Any]
    parameters: dict[str, inspect.Parameter]


def public(module: Any) -> dict[str, Any]:
    names = getattr(module, "__all__", None) or [
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and str(getattr(value, "__module__", "")).startswith(module.__name__)
    ]
    return {name: getattr(module, name) for name in names}


def doors() -> Iterator[Door]:
    seen = set()
    for module in map(importlib.import_module, MODULES):
        for name, value in public(module).items():
            protocol = getattr(value, "_is_protocol", False)
            if not callable(value) or value in seen or name in RESULTS or protocol:
                continue
            seen.add(value)
            if inspect.isclass(value) or inspect.isfunction(value):
                yield Door(name, value, dict(inspect.signature(value).parameters))
            if inspect.isclass(value):
                yield from methods(name, value)


def methods(name: str, kind: type) -> Iterator[Door]:
    for own, _ in inspect.getmembers(kind, inspect.isfunction):
        if (own.startswith("_") and own != "__call__") or own in INNER:
            continue
        bound = getattr(INSTANCES[name], own)
        yield Door(f"{name}.{own}", bound, dict(inspect.signature(bound).parameters))


def numbers_of_no_kind(draw: np.random.RandomState) -> Any:
    """What stands for no number, nor for numbers."""
    things = (
        *(None, "1", "two", b"3", object(), {}, {1: 2}, {1.0}, 1 + 2j, ..., len),
        *(["1"], [None], [1.0, None], [[1.0], [2.0, 3.0]], [object()], [1j], [[]], []),
        *(np.array(["a"]), np.datetime64("2024-01-01"), np.timedelta64(3, "D")),
        *(np.array([None]), type, (x for x in ()), range(0)),
        np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    )
    return things[draw.randint(len(things))]


def spoiled(draw: np.random.RandomState, good: Any) -> Any:
    """`good` with one value masked, or not finite."""
    out = np.array(good, float)
    place = tuple(draw.randint(n) for n in out.shape)
    if draw.rand() < 0.4:
        mask = np.zeros(out.shape, bool)
        mask[place] = True
        return np.ma.masked_array(out, mask)
    out[place] = draw.choice([np.nan, np.inf, -np.inf])
    return out if draw.rand() < 0.5 else out.tolist()


def misshapen(draw: np.random.RandomState, good: Any, keep: int = 0) -> Any:
    """Numbers in another shape; the last axis differs, or the number of axes."""
    shape = np.shape(good)
    wrong = [
        (*shape[:-1], shape[-1] + draw.randint(1, 4)),
        (*shape[:-1], 0),
        (*shape[:-1], 1),
        (),
        *([(2, *shape), (*shape, 1)] if not keep else []),
    ]
    return draw.randn(*wrong[draw.randint(len(wrong))])


class Kind(NamedTuple):
    """What a parameter takes: good values, and bad ones drawn."""

    good: list[Any]
    bad: Callable[[np.random.RandomState], Any]


def one_of(*makers: Callable[[np.random.RandomState], Any]) -> Any:
    return lambda draw: makers[draw.randint(len(makers))](draw)


def choice(*values: Any) -> Any:
    return lambda draw: values[draw.randint(len(values))]


def below(draw: np.random.RandomState) -> Any:
    kind = [float, np.float32, np.float64, np.array][draw.randint(4)]
    return kind(-(10.0 ** draw.uniform(-30, 30)))


NOT_ONE = choice([0.1, 0.2], np.ones(3), np.ones((2, 2)), True, False, np.nan, np.inf)
NOT_FINITE = choice(np.nan, np.inf, -np.inf, np.float32("nan"))


def rates(draw: np.random.RandomState) -> Any:
    good = np.exp(draw.randn(*[(2,), (3, 1)][draw.randint(2)]))
    bad = spoiled(draw, good)
    return (
        bad
        if draw.rand() < 0.5
        else good * (np.arange(good.size) > 0).reshape(good.shape)
    )


POSITIVE = Kind(
    [0.1, 1, np.float32(0.5)],
    one_of(numbers_of_no_kind, below, NOT_ONE, choice(0, 0.0, -0.0)),
)
FRACTION = Kind(
    [0.0, 0.3, np.float32(0.5)],
    one_of(numbers_of_no_kind, below, NOT_ONE, choice(1, 1.0, 1.5, 7)),
)
WEIGHT = Kind([0, 0.2, np.float32(1)], one_of(numbers_of_no_kind, below, NOT_ONE))
RATE = Kind(
    [0.01, 1, [0.01, 0.02], np.float32(0.01), (0.1, 0.2), [[0.1], [0.2]]],
    one_of(numbers_of_no_kind, below, NOT_FINITE, choice(0, True), rates),
)
COUNT = Kind(
    [1, 3, np.int64(2)],
    one_of(numbers_of_no_kind, below, NOT_ONE, choice(-1, 2.0, 1.5, "3", -(10**30))),
)
NUMBER = Kind([-1.0, 0, 2.5], one_of(numbers_of_no_kind, NOT_ONE, NOT_FINITE))
TWO = [[0.5, -1.0], (1, 2), np.array([1.0, 2.0]), np.array([1, 2], np.float32)]
START = Kind(
    TWO,
    one_of(
        numbers_of_no_kind,
        lambda draw: spoiled(draw, [0.5, -1.0]),
        lambda draw: misshapen(draw, [0.5, -1.0], keep=1),
    ),
)
ONE_START = START._replace(
    bad=one_of(START.bad, lambda draw: draw.randn(draw.randint(1, 4), 2))
)
PLACE = Kind(
    [*TWO, [[0.5, -1.0], [2.0, 3.0]], [1e300, -1e300], [np.nan, 1.0]],
    one_of(
        numbers_of_no_kind,
        lambda draw: misshapen(draw, [0.5, -1.0], keep=1),
        lambda draw: np.ma.masked_array([1.0, 2.0], [draw.rand() < 0.5, True]),
    ),
)
COLUMN = [1.0, 2.0, 4.0]


def array_kind(good: Any) -> Kind:
    return Kind(
        [good, np.array(good), np.array(good, np.float32), tuple(good)],
        one_of(
            numbers_of_no_kind,
            lambda draw: spoiled(draw, good),
            lambda draw: misshapen(draw, good),
        ),
    )


FREE = Kind(
    [COLUMN, np.array(COLUMN, np.float32)],
    one_of(
        numbers_of_no_kind,
        lambda draw: spoiled(draw, COLUMN),
        lambda draw: draw.randn(*[(2, 3), (3, 1), ()][draw.randint(3)]),
    ),
)
"""A column of any length."""


MATRIX = array_kind([[1.0, 1.0], [2.0, 1.0], [4.0, 1.0]])
MATRIX = MATRIX._replace(
    bad=one_of(
        numbers_of_no_kind,
        lambda draw: spoiled(draw, MATRIX.good[0]),
        lambda draw: draw.randn(
            *[(4, 2), (3,), (), (3, 2, 1), (0, 2)][draw.randint(5)]
        ),
    )
)


NO_OBJECT = choice(None, 3, "x", [1.0], object(), ..., {}, len, np.ones(2), type, 0.5)


def problem_kind(good: list[Any], *others: Any) -> Kind:
    return Kind(good, one_of(NO_OBJECT, choice(*others)) if others else NO_OBJECT)


SMOOTH = [LINE, INSTANCES["Quadratic"], INSTANCES["Transformed"]]
FLAT = problems.LeastSquares([[1.0, 1.0], [2.0, 2.0]], [1.0, 2.0])
SADDLE = problems.Quadratic([[1.0, 0.0], [0.0, -1.0]], [1.0, 1.0])
NOT_QUADRATIC = (INSTANCES["LeastAbsolute"], problems.Rosenbrock())
WITHOUT_ONES = problems.LeastSquares([[1.0, 2.0], [3.0, 5.0]], [1.0, 2.0])
LARGE = problems.line_fit(np.arange(1.0, 5) * 1e200, [1.0, 2.0, 4.0, 3.0])
ANY = problem_kind([*SMOOTH, *NOT_QUADRATIC])
CURVED = problem_kind(SMOOTH, *NOT_QUADRATIC, SADDLE, LARGE)
SOLVED = problem_kind([*SMOOTH, LARGE], *NOT_QUADRATIC, SADDLE)
CERTAIN = problem_kind(SMOOTH, *NOT_QUADRATIC, SADDLE, FLAT, LARGE)
ROWS = problem_kind(
    [LINE, INSTANCES["LeastAbsolute"]], *SMOOTH[1:], WITHOUT_ONES, LARGE
)
METHOD = Kind([GradientDescent(0.01), Adam(), LBFGS()], NO_OBJECT)
LINEAR = Kind(
    [GradientDescent(0.01), Momentum(0.01), Nesterov(0.01), Chebyshev(0.5, 90.0)],
    one_of(NO_OBJECT, choice(Adam(), LBFGS(), Averaged(Adam()), ConjugateGradient())),
)
SEARCH = Kind([Backtracking(), Exact(), StrongWolfe()], choice(None, 3, "x", {}, type))
FLAG = Kind([True, False, np.True_], choice(None, "yes", 2, [True], 0.5, object()))
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("learning_rate",), RATE),
    **dict.fromkeys(("beta", "beta1", "beta2", "decay"), FRACTION),
    **dict.fromkeys(("eps", "l2", "power", "decay_rate", "gtol"), WEIGHT),
    **dict.fromkeys(("batch_size", "history", "max_trials", "every"), COUNT),
    **dict.fromkeys(("seed", "max_steps"), COUNT),
    **dict.fromkeys(("lambda_min", "lambda_max", "first", "variance"), POSITIVE),
    **dict.fromkeys(("c1", "shrink", "c2"), FRACTION),
    **dict.fromkeys(("x", "z"), PLACE),
    **dict.fromkeys(("mean", "a", "b"), NUMBER),
    **dict.fromkeys(("title", "lesson"), Kind(["text"], choice(None, 3, ["text"]))),
    "penalize_intercept": FLAG,
    "reduction": Kind(["mean", "sum"], choice(None, 1, "max", b"mean", ["mean"], {})),
    "search": SEARCH,
    "inner": METHOD,
    "original": ANY,
    "change": Kind([CHANGE], NO_OBJECT),
    "x0": START,
    "problem": CURVED,
    "optimizer": METHOD,
    "X": MATRIX,
    "y": array_kind(COLUMN),
    "M": array_kind([[2.0, 0.0], [1.0, 1.0]]),
    "B": array_kind([[2.0, 0.0], [1.0, 1.0]]),
    "c": array_kind([1.0, 2.0]),
    "A": array_kind([[2.0, 0.5], [0.5, 1.0]]),
    "steps": Kind(
        [3, [0, 1, 5], np.arange(3)],
        one_of(numbers_of_no_kind, choice(-1, 1.5, [1, -2], [0.5], np.nan, True)),
    ),
    "tolerance": Kind(
        [0.1, np.float32(0.01)], one_of(numbers_of_no_kind, below, NOT_ONE, choice(0))
    ),
    "rate": FRACTION,
    "loss": Kind([None], choice(1, "x", ["mean"], {}, "max", b"mean", object())),
    "evaluations": COUNT._replace(good=[0, 3, np.int64(20)]),
    "measure": Kind([np.abs], choice(None, 3, "x")),
    "f": Kind([lambda x: np.sum(x**2, axis=-1)], choice(None, 3, "x")),
    "index": Kind(
        [[0, 1], np.array([2, 0])],
        one_of(
            numbers_of_no_kind,
            choice(-9, [99], [0.5], np.nan, [], 3.0, [[0, 1]], [True]),
        ),
    ),
}
SPECIAL: dict[tuple[str, str], Kind] = {
    ("Quadratic", "b"): array_kind([1.0, 2.0]),
    ("Dataset", "x"): array_kind(COLUMN),
    ("line_design", "x"): FREE,
    ("line_fit", "x"): array_kind(COLUMN),
    ("numerical_grad", "x"): FREE,
    ("eigen_errors", "x"): PLACE,
    ("chebyshev_schedule", "steps"): Kind(
        [1, 8, np.int64(64)],
        one_of(numbers_of_no_kind, choice(0, -4, 3, 1.5, 4.0, [4], np.nan, True)),
    ),
    ("lambda_min", "Chebyshev"): POSITIVE,
    ("Chebyshev", "lambda_max"): POSITIVE._replace(good=[2.0, 3, np.float32(5)]),
    ("StrongWolfe", "c1"): FRACTION._replace(good=[0.01, np.float32(0.1)]),
    ("StrongWolfe", "c2"): FRACTION._replace(good=[0.5, np.float32(0.9)]),
    ("Backtracking", "shrink"): FRACTION._replace(good=[0.3, np.float32(0.5)]),
    ("diagonal", "learning_rate"): FREE,
    ("run", "problem"): ANY,
    ("iterate", "problem"): ANY,
    ("best_absolute_fit", "problem"): problem_kind(
        [INSTANCES["LeastAbsolute"]], *SMOOTH
    ),
    ("best_absolute_line", "problem"): problem_kind(
        [INSTANCES["LeastAbsolute"]], *SMOOTH
    ),
    ("minimizer", "problem"): SOLVED,
    ("trusted_digits", "problem"): SOLVED,
    ("center", "problem"): ROWS,
    ("standardize", "problem"): ROWS,
    ("closed_form", "optimizer"): LINEAR,
    ("closed_form_excess", "optimizer"): LINEAR,
    ("rate", "optimizer"): LINEAR,
    ("steps_until", "optimizer"): LINEAR,
    ("learning_rate_limit", "optimizer"): LINEAR._replace(
        good=[None, *LINEAR.good[:-1]],
        bad=one_of(choice(3, "x", [1.0], object()), choice(Adam(), LBFGS())),
    ),
    ("diagnose", "problem"): ANY,
    ("diagnose", "optimizer"): METHOD._replace(
        good=[*METHOD.good, *LINEAR.good[:-1], 0.01, np.float32(0.1)],
        bad=choice(None, "x", 0, -1.0, [], object()),
    ),
    ("diagnose", "x0"): ONE_START._replace(
        good=[None, *TWO],
        bad=one_of(
            choice("x", ["a"], {}, [[1.0, 2.0]], 3.0),
            lambda draw: spoiled(draw, [0.5, -1.0]),
        ),
    ),
    ("steps_until", "measure"): Kind([lambda e: np.abs(e[:, 0])], choice(None, 3, "x")),
    **{
        (name, "problem"): CERTAIN
        for name in (
            *("best_gradient_descent", "best_momentum", "best_nesterov"),
            *("best_chebyshev", "whiten"),
        )
    },
    **{
        (name, "x0"): ONE_START
        for name in ("closed_form", "closed_form_excess", "steps_until")
    },
    **{(f"{name}.init", "x0"): ONE_START for name in ("LBFGS", "SteepestDescent")},
    **{
        (f"{name}.init", "problem"): ANY
        for name in (
            *("AdaGrad", "Adam", "GradientDescent", "LBFGS", "Momentum"),
            *("Averaged", "Chebyshev", "Nesterov", "RMSProp", "SteepestDescent"),
            "SubgradientDescent",
        )
    },
    **{
        (f"{name}.init", "problem"): problem_kind([LINE], INSTANCES["Quadratic"])
        for name in ("MinibatchGradientDescent", "DecayingSGD")
    },
    ("ConjugateGradient.init", "problem"): problem_kind(SMOOTH, *NOT_QUADRATIC),
}
DOORS = [*doors()]


def kind_of(door: Door, parameter: str) -> Kind:
    return SPECIAL.get((door.name, parameter)) or KINDS[parameter]


def arguments(door: Door, draw: np.random.RandomState, bad: str) -> dict[str, Any]:
    out = {}
    for name in door.parameters:
        kind = kind_of(door, name)
        good = kind.good[draw.randint(len(kind.good))]
        out[name] = kind.bad(draw) if name == bad else good
    return out


PARTS = ("Hessian", "curvature", "X has no column of ones", "of X overflow")
"""What a problem is refused for, by the name of what it lacks."""


def named(door: Door, bad: str, value: Any, text: str) -> bool:
    """Whether the text says which argument it is about, or of what kind that is."""
    if (door.name, bad) == ("diagnose", "optimizer") and "learning_rate" in text:
        return True  # a number in its place is one
    if bad == "problem" and any(part in text for part in PARTS):
        return True
    return bad in text or (not np.isscalar(value) and type(value).__name__ in text)


def fault(door: Door, draw: np.random.RandomState) -> str:
    """What is wrong with how a door takes one bad argument; "" if it is right."""
    names = list(door.parameters)
    bad = names[draw.randint(len(names))]
    given = arguments(door, draw, bad)
    what = f"{door.name}({bad}={' '.join(repr(given[bad]).split())}): "
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            answer = door.call(**given)
            if inspect.isgenerator(answer):
                next(answer)
    except (ValueError, TypeError) as error:
        if named(door, bad, given[bad], str(error)):
            return ""
        return f"{what}{type(error).__name__} without the name: {error}"
    except Exception as error:
        return f"{what}{type(error).__name__}: {error}"
    return f"{what}accepted"


def faults(count: int, seed: int) -> list[str]:
    """The faults of `count` bad inputs, each door in turn."""
    draw = np.random.RandomState(seed)
    open_doors = [door for door in DOORS if door.parameters]
    tries = (fault(open_doors[i % len(open_doors)], draw) for i in range(count))
    return [line for line in tries if line]


def test_each_parameter_of_each_public_door_has_a_case():
    missing = [
        f"{door.name}: {name}"
        for door in DOORS
        for name in door.parameters
        if (door.name, name) not in SPECIAL and name not in KINDS
    ]
    assert missing == []
    assert len(DOORS) > 80


def test_good_input_passes_every_door():
    draw = np.random.RandomState(1)
    for door in DOORS:
        for _ in range(8):
            answer = door.call(**arguments(door, draw, ""))
            if inspect.isgenerator(answer):
                next(answer)


def test_2000_bad_inputs_are_refused_by_name_in_silence():
    assert faults(2000, 0) == []


@pytest.mark.slow
def test_20000_more_are_refused_as_well():
    assert faults(20_000, 1) == []


if __name__ == "__main__":
    found = faults(int(sys.argv[1]), 1)
    print(*found, f"{len(found)} of {sys.argv[1]} not refused by name", sep="\n")

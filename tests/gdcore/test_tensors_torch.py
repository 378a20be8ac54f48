"""The stand-in against PyTorch itself: operations, optimizers, draws, refusals.

The one rule: the same program runs on both, and what it finds is compared, 1e-9
relative in float64 and 1e-6 of the largest in float32.
"""

import re
import warnings

import numpy as np
import pytest

from gdcore.tensors import modules
from tests.gdcore.tensor_cases import CASES, numbers
from tests.gdcore.tensor_kinds import KINDS
from tests.gdcore.tensor_objects import OBJECTS, TEXTS, WARNINGS
from tests.gdcore.tensor_programs import (
    OPTIMIZERS,
    SCHEDULERS,
    batches,
    both,
    descent,
    draws,
    rosenbrock,
)
from tests.gdcore.tensor_refusals import GRADIENTS, SHAPES

REFUSALS = GRADIENTS | SHAPES | KINDS | OBJECTS
TOLERANCES = {"float64": 1e-9, "float32": 2e-6}


@pytest.fixture
def mine():
    return modules()["torch"]


def found(t, case, kind):
    """The result, and the gradients of a weighted sum of it."""
    given = [t.tensor(a, requires_grad=True) for a in numbers(case, kind)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = case.run(t, *given)
    weights = np.random.RandomState(3).rand(*out.shape) + 0.5
    if out.requires_grad:
        (out * t.tensor(weights, dtype=out.dtype)).sum().backward()
    grads = [x.grad for x in given]
    return out, grads


def close(a, b, tolerance):
    a, b = (np.asarray(x.detach().numpy(), dtype=np.float64) for x in (a, b))
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance * np.abs(b).max())


@pytest.mark.parametrize("kind", ["float64", "float32"])
@pytest.mark.parametrize("name", CASES)
def test_an_operation_and_its_gradients_are_those_of_torch(name, kind, mine, torch):
    (here, grads), (there, theirs) = (
        found(t, CASES[name], kind) for t in (mine, torch)
    )
    assert tuple(here.shape) == tuple(there.shape)
    assert str(here.dtype) == str(there.dtype)
    assert here.requires_grad == there.requires_grad
    close(here, there, TOLERANCES[kind])
    for g, h in zip(grads, theirs, strict=True):
        assert (g is None) == (h is None)
        if g is not None:
            close(g, h, 10 * TOLERANCES[kind])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_takes_the_steps_of_torch(name, mine, torch):
    here, there = (descent(t, OPTIMIZERS[name]) for t in (mine, torch))
    np.testing.assert_allclose(here, there, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_rounds_as_torch_does_in_float32(name, mine, torch):
    steps = 3 if "LBFGS" in name else 50  # its searches compare losses that round
    here, there = (
        descent(t, OPTIMIZERS[name], kind="float32", steps=steps) for t in (mine, torch)
    )
    np.testing.assert_allclose(here, there, rtol=1e-6, atol=2e-6)


@pytest.mark.parametrize("name", SCHEDULERS)
def test_a_scheduler_sets_the_rates_of_torch(name, mine, torch):
    here, there = (
        descent(t, both("SGD", lr=0.05), SCHEDULERS[name]) for t in (mine, torch)
    )
    np.testing.assert_allclose(here, there, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("search", [None, "strong_wolfe"])
@pytest.mark.parametrize("lr", [1, 1e-3])
def test_lbfgs_takes_as_many_evaluations_as_torch(search, lr, mine, torch):
    here, there = (
        rosenbrock(t, lr=lr, line_search_fn=search, max_iter=12) for t in (mine, torch)
    )
    np.testing.assert_allclose(here, there, rtol=1e-9)


def test_random_numbers_are_those_of_torch(mine, torch):
    here, there = draws(mine), draws(torch)
    for name, one in here.items():
        other = there[name].numpy()
        assert one.numpy().dtype == other.dtype, name
        normal = one.numpy().dtype == np.float32 and "n" in name
        np.testing.assert_allclose(
            one.numpy(), other, rtol=0, atol=1e-6 if normal else 1e-15, err_msg=name
        )


def test_batches_are_those_of_torch(mine, torch):
    assert batches(mine) == batches(torch)


@pytest.mark.parametrize("name", TEXTS)
def test_a_tensor_is_printed_as_torch_prints_it(name, mine, torch):
    here, there = (str(TEXTS[name](t)) for t in (mine, torch))
    assert here == there


@pytest.mark.parametrize("name", REFUSALS)
def test_torch_refuses_in_the_words_recorded(name, torch):
    kind, words, run = REFUSALS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(kind, match=re.escape(words)):
            run(torch)


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_has_the_words_of_torch(name, mine, torch):
    said = []
    for t in (mine, torch):
        with pytest.warns(UserWarning, match=".") as heard:
            WARNINGS[name](t)
        said.append(str(heard[0].message)[:120])
    assert said[0] == said[1]

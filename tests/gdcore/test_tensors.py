"""The stand-in for torch by itself: gradients by differences, records, refusals.

The one rule: an operation's gradient is that of its own values, by central differences
in float64; what torch does is recorded, and compared live in test_tensors_torch.
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
from tests.gdcore.tensor_records import (
    BATCHES,
    DRAWS,
    ENDS,
    EVALUATIONS,
    LEFT,
    RATES,
)
from tests.gdcore.tensor_refusals import GRADIENTS, SHAPES

REFUSALS = GRADIENTS | SHAPES | KINDS | OBJECTS
FIRST_IN = "\nUserWarning: "
CUT = ("detach",)  # its gradient is not that of its values, and meant so


@pytest.fixture
def torch():
    """The stand-in, under the name that a program gives it."""
    return modules()["torch"]


def weighted(t, case, arrays):
    """A weighted sum of the result, and the tensors that it is a function of."""
    given = [t.tensor(a, requires_grad=True) for a in arrays]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = case.run(t, *given)
    weights = np.random.RandomState(3).rand(*out.shape) + 0.5
    return (out * t.tensor(weights)).sum(), given


def differences(t, case, arrays, width=1e-6):
    """The slope of the weighted sum along each number of each array."""
    slopes = []
    for a in arrays:
        slope = np.zeros_like(a)
        for i in np.ndindex(a.shape):
            start, ends = a[i], []
            for shift in (width, -width):
                a[i] = start + shift
                ends.append(weighted(t, case, arrays)[0].item())
            a[i] = start
            slope[i] = (ends[0] - ends[1]) / (2 * width)
        slopes.append(slope)
    return slopes


@pytest.mark.parametrize("name", [name for name in CASES if name not in CUT])
def test_a_gradient_is_the_slope_of_the_values(name, torch):
    case = CASES[name]
    arrays = numbers(case, np.float64)
    total, given = weighted(torch, case, arrays)
    total.backward()
    for x, slope in zip(given, differences(torch, case, arrays), strict=True):
        np.testing.assert_allclose(x.grad.numpy(), slope, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_has_the_words_of_torch(name, torch):
    kind, words, run = REFUSALS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(kind, match=re.escape(words)):
            run(torch)


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning_is_given(name, torch):
    with pytest.warns(UserWarning, match=r"\w"):
        WARNINGS[name](torch)


def test_the_warning_of_shapes_is_the_known_one(torch):
    words = (
        "Using a target size (torch.Size([5])) that is different to the input size "
        "(torch.Size([5, 1])). This will likely lead to incorrect results due to "
        "broadcasting. Please ensure they have the same size."
    )
    with pytest.warns(UserWarning, match=re.escape(words)):
        loss = torch.nn.MSELoss(reduction="none")(torch.ones(5, 1), torch.ones(5))
    assert loss.shape == (5, 5)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_ends_where_torch_ends(name, torch):
    found = descent(torch, OPTIMIZERS[name])
    np.testing.assert_allclose(found[-4:-1], ENDS[name], rtol=1e-7)


@pytest.mark.parametrize("name", SCHEDULERS)
def test_a_scheduler_ends_at_the_rate_of_torch(name, torch):
    found = descent(torch, both("SGD", lr=0.05), SCHEDULERS[name])
    assert found[-1] == pytest.approx(RATES[name], rel=1e-9)


@pytest.mark.parametrize(("lr", "search"), EVALUATIONS)
def test_lbfgs_takes_the_evaluations_of_torch(lr, search, torch):
    found = rosenbrock(torch, lr=lr, line_search_fn=search, max_iter=12)
    evaluations, iterations, loss = EVALUATIONS[lr, search]
    assert found[-2:] == [evaluations, iterations]
    assert found[2] == pytest.approx(loss, rel=1e-6)


def test_draws_are_those_of_torch(torch):
    found = draws(torch)
    assert found.keys() == DRAWS.keys()
    for name, last in DRAWS.items():
        here = found[name].double().flatten()[-3:].tolist()
        assert here == pytest.approx(last, rel=2e-6), name


def test_batches_are_those_of_torch(torch):
    seen = batches(torch)
    assert seen[5][0] == BATCHES
    assert tuple(seen[-2:]) == pytest.approx(LEFT, rel=1e-12)


@pytest.mark.parametrize("name", TEXTS)
def test_everything_has_a_text(name, torch):
    assert str(TEXTS[name](torch))


def test_a_tensor_is_printed_as_torch_prints_it(torch):
    x = torch.tensor([[1.0, 2.5], [1e-3, -30.0]], requires_grad=True)
    assert str(x) == (
        "tensor([[ 1.0000e+00,  2.5000e+00],\n"
        "        [ 1.0000e-03, -3.0000e+01]], requires_grad=True)"
    )
    assert str((x * 2).mean()) == "tensor(-13.2495, grad_fn=<MeanBackward0>)"
    assert str(torch.arange(3)) == "tensor([0, 1, 2])"
    torch.set_printoptions(precision=2, sci_mode=False)
    assert str(torch.tensor([0.123, 4.0])) == "tensor([0.12, 4.00])"

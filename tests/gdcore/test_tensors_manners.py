"""What is silent in torch is silent here; what is unknown is named; runs are apart.

The one rule: each fault that people post does here what it does to them.
"""

import copy
import sys

import numpy as np
import pytest

from gdcore.tensors import Unknown, UnknownAttribute, modules


@pytest.fixture
def torch():
    """The stand-in, under the name that a program gives it."""
    return modules()["torch"]


@pytest.fixture
def installed(monkeypatch):
    """The stand-in where `import torch` finds it, and no other."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "torch"]:
        monkeypatch.delitem(sys.modules, name)
    for name, module in modules().items():
        monkeypatch.setitem(sys.modules, name, module)


def test_gradients_add_up_until_they_are_cleared(torch):
    w = torch.tensor(2.0, requires_grad=True)
    for k in (1, 2, 3):
        (w**2).backward()
        assert w.grad.item() == 4 * k
    held = w.grad
    w.grad.zero_()
    (w**2).backward()
    assert held.item() == 4  # the same tensor, filled again
    torch.optim.SGD([w], lr=0.1).zero_grad()
    assert w.grad is None


def test_an_update_outside_no_grad_makes_a_result_of_the_leaf(torch):
    w = torch.tensor(2.0, requires_grad=True)
    (w**2).backward()
    w = w - 0.1 * w.grad
    assert not w.is_leaf
    with pytest.warns(UserWarning, match="not a leaf Tensor is being accessed"):
        assert w.grad is None


def test_data_and_no_grad_update_the_leaf(torch):
    w = torch.tensor([2.0], requires_grad=True)
    w.sum().backward()
    w.data -= 0.5 * w.grad
    w.data = w.data - 0.5 * w.grad.data
    with torch.no_grad():
        w -= 0.25 * w.grad
        w.copy_(w + 1)
    assert w.is_leaf
    assert w.item() == 1.75


def test_what_cuts_the_graph_is_silent_until_backward(torch):
    w = torch.tensor([2.0], requires_grad=True)
    with torch.no_grad():
        inside = w * 3
    for cut in (w.detach(), w.data, inside, torch.tensor(w.item())):
        assert not cut.requires_grad
    assert np.shares_memory(w.detach().numpy(), w.detach().numpy())
    x = torch.ones(1, requires_grad=True)
    (x * w.detach()).sum().backward()
    assert w.grad is None
    assert x.grad.item() == 2


def test_n_by_1_against_n_is_n_by_n(torch):
    x, y = torch.arange(3.0)[:, None], torch.arange(3.0)
    assert (x - y).shape == (3, 3)
    assert ((x - y) ** 2).mean().item() == pytest.approx(4 / 3)


def test_modes_are_put_back_and_decorate(torch):
    x = torch.ones(1, requires_grad=True)

    @torch.no_grad()
    def with_brackets():
        return x * 2

    @torch.no_grad
    def without():
        return x * 2

    for made in (with_brackets(), without()):
        assert not made.requires_grad
    with torch.no_grad(), torch.enable_grad():
        assert (x * 2).requires_grad
    with torch.inference_mode(), torch.set_grad_enabled(False):
        assert not (x * 2).requires_grad
    assert torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    assert not (x * 2).requires_grad


def test_numbers_of_python_do_not_promote(torch):
    single, whole = torch.ones(2), torch.ones(2, dtype=torch.int64)
    assert (single * 2.5).dtype == torch.float32
    assert (single * np.float64(2)).dtype == torch.float32
    assert (single + torch.tensor(1.0, dtype=torch.float64)).dtype == torch.float32
    assert (single + torch.ones(2).double()).dtype == torch.float64
    assert (whole * 2.5).dtype == torch.float32
    assert (whole / 2).dtype == torch.float32
    assert (whole + torch.ones(2)).dtype == torch.float32
    assert (torch.tensor([True]) + 1).dtype == torch.int64
    torch.set_default_dtype(torch.float64)
    assert (whole / 2).dtype == torch.tensor(0.5).dtype == torch.float64


def test_what_comes_from_numpy_keeps_its_kind_and_its_memory(torch):
    array = np.array([1.0, 2.0])
    shared = torch.from_numpy(array)
    array[0] = 5
    assert shared.dtype == torch.float64
    assert shared[0].item() == 5
    assert torch.tensor(array).float().numpy().dtype == np.float32
    assert torch.tensor([1, 2]).dtype == torch.int64
    assert torch.Tensor([1, 2]).dtype == torch.float32
    assert torch.tensor([[1, 2.5]]).shape == (1, 2)


def test_views_share_what_they_show(torch):
    x = torch.zeros(2, 3)
    x[0, 1] = 7
    x.T[2, 1] = 8
    x.view(-1)[0] = 9
    x[:, :1] += 1
    assert x.tolist() == [[10, 7, 0], [1, 0, 8]]


def test_a_module_of_ones_own_finds_its_parameters(torch):
    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(2, 1)
            self.scale = torch.nn.Parameter(torch.ones(1))
            self.register_buffer("mean", torch.zeros(2))

        def forward(self, x):
            return self.layer(x - self.mean) * self.scale

    net = Net()
    names = ["scale", "layer.weight", "layer.bias"]
    assert [name for name, _ in net.named_parameters()] == names
    assert list(net.state_dict()) == [*names, "mean"]
    assert isinstance(net.layer, torch.nn.Module)
    assert isinstance(net.scale, torch.Tensor)
    twin = copy.deepcopy(net)
    net.double().eval()
    assert net.layer.weight.dtype == torch.float64
    assert not net.layer.training
    assert twin.layer.weight.dtype == torch.float32
    net.load_state_dict(twin.state_dict())
    assert net(torch.ones(3, 2).double()).shape == (3, 1)
    net.zero_grad()


def test_gradients_are_clipped_as_one_vector(torch):
    w, b = (torch.zeros(1, requires_grad=True) for _ in range(2))
    (3 * w + 4 * b).sum().backward()
    size = torch.nn.utils.clip_grad_norm_([w, b], 1.0)
    assert size.item() == 5
    assert w.grad.item() == pytest.approx(0.6, rel=1e-6)
    torch.nn.utils.clip_grad_value_([w, b], 0.5)
    assert b.grad.item() == 0.5


def test_autograd_grad_touches_nothing_and_gradcheck_checks(torch):
    w = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    (g,) = torch.autograd.grad((w**3).sum(), w)
    assert g.tolist() == [3, 12]
    assert w.grad is None
    assert torch.autograd.gradcheck(lambda w: (w**3).sum(), w)
    cut = lambda w: (w * w.detach()).sum()  # noqa: E731
    with pytest.raises(RuntimeError, match="Jacobian mismatch"):
        torch.autograd.gradcheck(cut, w)
    middle = w * 2
    middle.retain_grad()
    middle.sum().backward()
    assert middle.grad.tolist() == [1, 1]


def test_an_unknown_name_of_a_module_is_named(torch, installed):
    with pytest.raises(Unknown, match=r"torch\.compile is not part of this small"):
        torch.compile  # noqa: B018
    with pytest.raises(Unknown, match=r"torch\.nn\.Conv2d is not part"):
        exec("from torch.nn import Conv2d")
    with pytest.raises(Unknown, match=r"torch\.optim\.Adadelta .* PyTorch is inst"):
        exec("import torch.optim as optim\noptim.Adadelta")
    with pytest.raises(Unknown):
        hasattr(torch, "fft")
    with pytest.raises(ModuleNotFoundError, match=r"torch\.distributed"):
        exec("import torch.distributed")


def test_an_unknown_attribute_of_a_tensor_is_named_and_absent(torch):
    x = torch.ones(1)
    with pytest.raises(UnknownAttribute, match=r"Tensor\.hypot is not part"):
        x.hypot  # noqa: B018
    assert not hasattr(x, "to_numpy")
    with pytest.raises(UnknownAttribute, match="register_forward_hook"):
        torch.nn.Linear(1, 1).register_forward_hook  # noqa: B018


@pytest.mark.parametrize(
    ("program", "word"),
    [
        (lambda t, x: x.sum().backward(create_graph=True), "create_graph=True"),
        (lambda t, x: t.autograd.grad(x.sum(), x, create_graph=True), "create_graph"),
        (lambda t, x: t.linalg.eigh(x), "the gradient of torch.linalg.eigh"),
        (lambda t, x: t.linalg.solve(x, x, left=False), "left=False"),
        (lambda t, x: t.linalg.matrix_norm(t.ones(2, 2, 2)), "stacks of matrices"),
        (lambda t, x: t.optim.SGD([x], differentiable=True), "differentiable=True"),
        (lambda t, x: t.utils.data.DataLoader([1], batch_size=None), "batch_size=None"),
        (lambda t, x: t.nn.utils.clip_grad_norm_([x], 1.0), "without a gradient"),
    ],
)
def test_a_half_known_thing_is_named(program, word, torch):
    with pytest.raises(Unknown, match=word):
        program(torch, torch.eye(2, requires_grad=True))


def test_two_calls_share_nothing():
    one, two = (modules()["torch"] for _ in range(2))
    one.manual_seed(5)
    one.set_default_dtype(one.float64)
    one.set_grad_enabled(False)
    one.set_printoptions(precision=1)
    assert two.tensor(0.5).dtype == two.float32
    assert two.is_grad_enabled()
    assert str(two.tensor(0.25)) == "tensor(0.2500)"
    fresh = modules()["torch"]
    assert two.rand(3).tolist() == fresh.rand(3).tolist()
    assert not isinstance(one.ones(1), two.Tensor)


def test_the_seed_of_a_program_that_sets_none_is_given():
    first, same, other = (modules(seed)["torch"].rand(2).tolist() for seed in (1, 1, 2))
    assert first == same != other

"""What torch's modules and optimizers refuse, what it warns of, and how it prints.

The one rule: as for `tensor_refusals`, of which this is the second half.
"""

from typing import Any

from tests.gdcore.tensor_refusals import Refusal, leaf

R, V, T = RuntimeError, ValueError, TypeError


def optimizer(t: Any, name: str, params: Any = None, **options: Any) -> Any:
    return getattr(t.optim, name)([leaf(t)] if params is None else params, **options)


def without_super(t: Any) -> Any:
    class Net(t.nn.Module):
        def __init__(self):
            self.layer = t.nn.Linear(1, 1)

    return Net()


def overwritten(t: Any) -> None:
    layer = t.nn.Linear(1, 1)
    layer.weight = t.ones(1, 1)


def loaded(t: Any, **state: Any) -> None:
    t.nn.Linear(1, 1).load_state_dict(state)


def shared(t: Any) -> Any:
    p = leaf(t)
    return t.optim.SGD([{"params": p}, {"params": p}], lr=0.1)


def data(t: Any) -> Any:
    return t.utils.data


OBJECTS = {
    "no parameters": Refusal(
        V,
        "optimizer got an empty parameter list",
        lambda t: optimizer(t, "SGD", [], lr=0.1),
    ),
    "no leaf": Refusal(
        V,
        "can't optimize a non-leaf Tensor",
        lambda t: optimizer(t, "SGD", [leaf(t) * 2], lr=0.1),
    ),
    "no list": Refusal(
        T,
        "params argument given to the optimizer should be an iterable of Tensors or",
        lambda t: optimizer(t, "SGD", leaf(t), lr=0.1),
    ),
    "no tensor": Refusal(
        T,
        "optimizer can only optimize Tensors, but one of the params is float",
        lambda t: optimizer(t, "SGD", [3.0], lr=0.1),
    ),
    "twice in groups": Refusal(
        V, "some parameters appear in more than one parameter group", shared
    ),
    "negative rate": Refusal(
        V, "Invalid learning rate: -0.1", lambda t: optimizer(t, "SGD", lr=-0.1)
    ),
    "two rates": Refusal(
        V, "Tensor lr must be 1-element", lambda t: optimizer(t, "SGD", lr=t.ones(2))
    ),
    "nesterov": Refusal(
        V,
        "Nesterov momentum requires a momentum and zero dampening",
        lambda t: optimizer(t, "SGD", lr=0.1, nesterov=True),
    ),
    "betas": Refusal(
        V,
        "Invalid beta parameter at index 0: 1.0",
        lambda t: optimizer(t, "Adam", betas=(1.0, 0.9)),
    ),
    "LBFGS in groups": Refusal(
        V,
        "LBFGS doesn't support per-parameter options (parameter groups)",
        lambda t: optimizer(t, "LBFGS", [{"params": leaf(t)}, {"params": leaf(t)}]),
    ),
    "LBFGS without closure": Refusal(
        T,
        "LBFGS.step() missing 1 required positional argument: 'closure'",
        lambda t: optimizer(t, "LBFGS").step(),
    ),
    "another search": Refusal(
        R,
        "only 'strong_wolfe' is supported",
        lambda t: optimizer(t, "LBFGS", [x := leaf(t)], line_search_fn="armijo").step(
            lambda: (x**2).sum().backward() or 1.0
        ),
    ),
    "scheduler": Refusal(
        T, "float is not an Optimizer", lambda t: t.optim.lr_scheduler.StepLR(0.1, 3)
    ),
    "reduction": Refusal(
        V,
        "avg is not a valid value for reduction",
        lambda t: t.nn.MSELoss(reduction="avg")(t.ones(3), t.ones(3)),
    ),
    "no forward": Refusal(
        NotImplementedError,
        'Module [Module] is missing the required "forward" function',
        lambda t: t.nn.Module()(1),
    ),
    "no super": Refusal(
        AttributeError,
        "cannot assign module before Module.__init__() call",
        without_super,
    ),
    "no attribute": Refusal(
        AttributeError,
        "'Linear' object has no attribute 'foo'",
        lambda t: t.nn.Linear(1, 1).foo,
    ),
    "tensor for parameter": Refusal(
        T, "cannot assign 'torch.FloatTensor' as parameter 'weight'", overwritten
    ),
    "missing state": Refusal(
        R,
        "Error(s) in loading state_dict for Linear:\n\t"
        'Missing key(s) in state_dict: "weight", "bias". \n\t'
        'Unexpected key(s) in state_dict: "w".',
        lambda t: loaded(t, w=t.ones(1)),
    ),
    "state of another shape": Refusal(
        R,
        "Error(s) in loading state_dict for Linear:\n\tsize mismatch for weight: ",
        lambda t: loaded(t, weight=t.ones(2, 1), bias=t.ones(1)),
    ),
    "xavier": Refusal(
        V,
        "Fan in and fan out can not be computed for tensor with fewer than 2 dim",
        lambda t: t.nn.init.xavier_uniform_(t.ones(2)),
    ),
    "rows of two lengths": Refusal(
        AssertionError,
        "Size mismatch between tensors",
        lambda t: data(t).TensorDataset(t.ones(2), t.ones(3)),
    ),
    "shares": Refusal(
        V,
        "Sum of input lengths does not equal the length of the input dataset!",
        lambda t: data(t).random_split(range(4), [1, 1]),
    ),
    "batch size": Refusal(
        V,
        "batch_size should be a positive integer value, but got batch_size=0",
        lambda t: data(t).DataLoader(range(4), batch_size=0),
    ),
}
WARNINGS = {
    "(n, 1) against (n,)": lambda t: t.nn.functional.mse_loss(t.ones(5, 1), t.ones(5)),
    "absolute": lambda t: t.nn.L1Loss()(t.ones(5, 1), t.ones(5)),
    "size_average": lambda t: t.nn.MSELoss(size_average=False),
    "grad of no leaf": lambda t: (leaf(t) * 2).grad,
    "copy": lambda t: t.tensor(t.ones(2)),
    "schedule first": lambda t: t.optim.lr_scheduler.StepLR(
        optimizer(t, "SGD"), 10
    ).step(),
    "twice": lambda t: optimizer(t, "SGD", [p := leaf(t), p]),
}
TEXTS = {
    "numbers": lambda t: t.tensor([1.0, 2.5, -3.25]),
    "whole floats": lambda t: t.tensor([1.0, 2.0, 100.0]),
    "powers": lambda t: t.tensor([1e-5, 1.0]),
    "large": lambda t: t.tensor([1e9]),
    "mixed": lambda t: t.tensor([float("nan"), 1.0, float("inf")]),
    "mixed fractions": lambda t: t.tensor([float("nan"), 1.5, -float("inf"), 0.0]),
    "zeros": lambda t: t.zeros(2, 2),
    "integers": lambda t: t.tensor([[1, -20], [300, 4]]),
    "bools": lambda t: t.tensor([1.0, 2.0]) > 1,
    "one": lambda t: t.tensor(3.14159),
    "one whole": lambda t: t.tensor(7.0),
    "float64": lambda t: t.tensor([0.1, 0.2], dtype=t.float64),
    "int32": lambda t: t.ones(2, dtype=t.int32),
    "leaf": lambda t: t.tensor([1.0, 2.0], requires_grad=True),
    "result": lambda t: (leaf(t) * 2).mean(),
    "no name": lambda t: leaf(t) + 1,
    "parameter": lambda t: t.nn.Parameter(t.ones(2)),
    "long": lambda t: t.arange(30.0) / 7,
    "many": lambda t: t.arange(2000.0).reshape(1000, 2),
    "many integers": lambda t: t.arange(2000),
    "three dimensions": lambda t: t.arange(12.0).reshape(2, 3, 2),
    "empty": lambda t: t.tensor([]),
    "no rows": lambda t: t.zeros(0, 3),
    "matrix of float64": lambda t: t.eye(3, dtype=t.float64) / 3,
    "wide, with a suffix": lambda t: leaf(t, 2, 9) / 3,
    "shape": lambda t: t.ones(2, 3).shape,
    "dtype": lambda t: t.float32,
    "device": lambda t: repr(t.device("cuda:0")),
    "type": lambda t: t.ones(1).type(),
    "format": lambda t: f"{t.tensor(1.5):.3f} {t.ones(2)}",
    "model": lambda t: t.nn.Sequential(
        t.nn.Linear(1, 2), t.nn.ReLU(), t.nn.Linear(2, 1, bias=False)
    ),
    "loss": lambda t: t.nn.MSELoss(),
    "flatten": lambda t: t.nn.Flatten(),
    "SGD": lambda t: optimizer(t, "SGD", lr=0.1),
    "Adam": lambda t: optimizer(t, "Adam"),
    "AdamW": lambda t: optimizer(t, "AdamW"),
    "RMSprop": lambda t: optimizer(t, "RMSprop"),
    "Adagrad": lambda t: optimizer(t, "Adagrad"),
    "LBFGS": lambda t: optimizer(t, "LBFGS"),
    "max": lambda t: t.ones(2, 3).max(1),
}

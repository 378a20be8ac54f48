"""Small programs of training, each a function of the module `t`.

The one rule: a program returns plain numbers, so that two runs of it can be compared.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

STEPS = 300
A = np.array([[3.0, 1.0], [1.0, 0.5], [0.2, -0.7], [1.5, 2.0]])
B = np.array([1.0, -2.0, 0.5, 3.0])


def descent(
    t: Any,
    optimizer_of: Callable[..., Any],
    scheduler_of: Any = None,
    *,
    kind: str = "float64",
    steps: int = STEPS,
) -> list[float]:
    """The first points of a least-squares fit, every tenth after, and the last rate."""
    kind = getattr(t, kind)
    a, b = t.tensor(A, dtype=kind), t.tensor(B, dtype=kind)
    x = t.tensor([2.0, -1.0], dtype=kind, requires_grad=True)
    c = t.zeros(1, dtype=kind, requires_grad=True)
    optimizer = optimizer_of(t, x, c)
    schedule = scheduler_of and scheduler_of(t, optimizer)
    late = isinstance(schedule, t.optim.lr_scheduler.ReduceLROnPlateau)

    def closure() -> Any:
        optimizer.zero_grad()
        loss = (a @ x + c - b).pow(2).mean()
        loss.backward()
        return loss

    points: list[float] = []
    for k in range(steps):
        loss = optimizer.step(closure)
        if schedule is not None:
            schedule.step(*([loss.item()] if late else []))
        if k < 3 or k % 10 == 0:
            points += [*x.tolist(), c.item()]
    return [*points, optimizer.param_groups[0]["lr"]]


def both(name: str, **options: Any) -> Callable[..., Any]:
    """The optimizer of this name on both parameters."""
    return lambda t, x, c: getattr(t.optim, name)([x, c], **options)


def in_groups(t: Any, x: Any, c: Any) -> Any:
    """Two groups, the second with options of its own."""
    groups = [{"params": x}, {"params": [c], "lr": 0.2, "weight_decay": 0.1}]
    return t.optim.SGD(groups, lr=0.05, momentum=0.5)


OPTIMIZERS = {
    "SGD": both("SGD", lr=0.05),
    "SGD momentum": both("SGD", lr=0.02, momentum=0.9),
    "SGD dampening": both("SGD", lr=0.02, momentum=0.9, dampening=0.3),
    "SGD nesterov": both("SGD", lr=0.02, momentum=0.9, nesterov=True),
    "SGD weight decay": both("SGD", lr=0.05, momentum=0.5, weight_decay=0.1),
    "SGD maximize": both("SGD", lr=1e-4, maximize=True),
    "SGD groups": in_groups,
    "Adam": both("Adam", lr=0.05),
    "Adam betas": both("Adam", lr=0.01, betas=(0.8, 0.95), eps=1e-3),
    "Adam weight decay": both("Adam", lr=0.05, weight_decay=0.1),
    "Adam amsgrad": both("Adam", lr=0.05, amsgrad=True),
    "AdamW": both("AdamW", lr=0.05, weight_decay=0.1),
    "RMSprop": both("RMSprop", lr=0.01),
    "RMSprop all": both(
        "RMSprop",
        lr=0.002,
        alpha=0.9,
        eps=0.1,
        momentum=0.5,
        centered=True,
        weight_decay=0.1,
    ),
    "Adagrad": both("Adagrad", lr=0.3),
    "Adagrad all": both(
        "Adagrad",
        lr=0.3,
        lr_decay=0.01,
        weight_decay=0.1,
        initial_accumulator_value=0.5,
    ),
    "LBFGS": both("LBFGS", lr=0.1, max_iter=3),
    "LBFGS history": both("LBFGS", lr=0.3, max_iter=4, history_size=2),
    "LBFGS strong_wolfe": both("LBFGS", line_search_fn="strong_wolfe"),
    "LBFGS strong_wolfe slow": both(
        "LBFGS", lr=1e-3, max_iter=2, line_search_fn="strong_wolfe"
    ),
}


def scheduler(name: str, **options: Any) -> Callable[..., Any]:
    """The scheduler of this name."""
    return lambda t, opt: getattr(t.optim.lr_scheduler, name)(opt, **options)


SCHEDULERS = {
    "StepLR": scheduler("StepLR", step_size=70, gamma=0.5),
    "ExponentialLR": scheduler("ExponentialLR", gamma=0.99),
    "LambdaLR": scheduler("LambdaLR", lr_lambda=lambda k: 1 / (1 + 0.1 * k)),
    "MultiStepLR": scheduler("MultiStepLR", milestones=[30, 80, 80], gamma=0.3),
    "CosineAnnealingLR": scheduler("CosineAnnealingLR", T_max=40, eta_min=0.001),
    "ReduceLROnPlateau": scheduler(
        "ReduceLROnPlateau", factor=0.5, patience=3, cooldown=2, min_lr=1e-4
    ),
    "ReduceLROnPlateau max": scheduler("ReduceLROnPlateau", mode="max", patience=5),
    "ReduceLROnPlateau abs": scheduler(
        "ReduceLROnPlateau", threshold=0.1, threshold_mode="abs", patience=2
    ),
}


def rosenbrock(t: Any, **options: Any) -> list[float]:
    """A curved valley, down which L-BFGS has to search; and its evaluations."""
    x = t.tensor([-1.2, 1.0], dtype=t.float64, requires_grad=True)
    optimizer = t.optim.LBFGS([x], **options)

    def closure():
        optimizer.zero_grad()
        loss = 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2
        loss.backward()
        return loss

    losses = [optimizer.step(closure).item() for _ in range(3)]
    state = optimizer.state[x]
    return [*losses, *x.tolist(), state["func_evals"], state["n_iter"]]


def draws(t: Any) -> dict[str, Any]:
    """What each random function draws, one after the other, from one seed."""
    t.manual_seed(42)
    found = {
        "rand": t.rand(5),
        "rand float64": t.rand(2, 3, dtype=t.float64),
        "randn of 5": t.randn(5),
        "randn of 4": t.randn(4),
        "randn of 15": t.randn(15, dtype=t.float64),
        "randn of 16": t.randn(16),
        "randn of 53": t.randn(53),
        "randn of 100 float64": t.randn(10, 10, dtype=t.float64),
        "randint": t.randint(0, 10, (7,)),
        "randint wide": t.randint(-5, 2**31, (7,)),
        "randperm": t.randperm(11),
        "rand_like": t.rand_like(t.zeros(3)),
        "randn_like": t.randn_like(t.zeros(3)),
        "uniform_": t.zeros(6).uniform_(-2, 3),
        "normal_": t.zeros(20).normal_(1, 0.5),
        "normal": t.normal(0.5, 2.0, (3,)),
        "normal of tensors": t.normal(t.ones(4), t.full((4,), 0.1)),
        "own generator": t.rand(3, generator=t.Generator().manual_seed(3)),
        "default seed": t.rand(3, generator=t.Generator()),
    }
    layer = t.nn.Linear(3, 2)
    found |= {"weight": layer.weight.detach(), "bias": layer.bias.detach()}
    for name in ("xavier_uniform_", "xavier_normal_", "kaiming_normal_", "normal_"):
        found[f"init.{name}"] = getattr(t.nn.init, name)(t.zeros(5, 4))
    t.manual_seed(2**40 + 17)
    return found | {"long seed": t.rand(3)}


def batches(t: Any) -> list[Any]:
    """What loaders give, and what they leave in the generators."""
    t.manual_seed(1)
    x, y = t.arange(10.0)[:, None], t.arange(10) * 2
    rows = t.utils.data.TensorDataset(x, y)
    own = t.Generator().manual_seed(5)
    loaders = [
        t.utils.data.DataLoader(rows, batch_size=4, shuffle=True),
        t.utils.data.DataLoader(rows, batch_size=4, shuffle=True, drop_last=True),
        t.utils.data.DataLoader(rows, batch_size=3, shuffle=True, generator=own),
        t.utils.data.DataLoader(rows, batch_size=4),
        t.utils.data.DataLoader([(1.5, 2), (3.5, 4), (0.5, 6)], batch_size=2),
    ]
    seen: list[Any] = [len(loader) for loader in loaders]
    for loader in loaders:
        for _ in range(2):
            seen += [[part.tolist() for part in batch] for batch in loader]
    parts = t.utils.data.random_split(rows, [7, 3], generator=own)
    shares = t.utils.data.random_split(rows, [0.5, 0.5])
    seen += [[int(row[1]) for row in part] for part in (*parts, *shares)]
    return [*seen, t.rand(1).item(), t.rand(1, generator=own).item()]

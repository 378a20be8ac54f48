"""Writes tests/recorded: what PyTorch computes, and what L-BFGS costs.

The one rule: run by hand, `python -m tests.record`; tests only read what it wrote.
"""

import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from gdcore import datasets
from gdcore.optimizers import LBFGS
from gdcore.problems import LeastSquares, Problem, Rosenbrock, line_fit
from gdcore.runs import run
from tests.problems_for_tests import X_two, line, x_line, y_line

FOLDER = Path(__file__).parent / "recorded"
STEPS = 200
START = (0.5, -1.5)
AT = (0.7, -0.4, 1.1)
GTOL = 1e-8


def recorded(name: str) -> Any:
    """What an earlier `python -m tests.record` wrote."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def torch_paths(torch: ModuleType) -> dict[str, list[list[float]]]:
    """x_0 ... x_200 of torch.optim on `line()`, with gradients from autograd."""
    optim = torch.optim
    makers = {
        "gradient_descent": lambda p: optim.SGD(p, lr=0.01),
        "momentum": lambda p: optim.SGD(p, lr=0.01, momentum=0.9),
        "nesterov": lambda p: optim.SGD(p, lr=0.01, momentum=0.8, nesterov=True),
        "adam": lambda p: optim.Adam(p, lr=0.1, betas=(0.85, 0.97), eps=1e-2),
        "rmsprop": lambda p: optim.RMSprop(p, lr=0.02, alpha=0.9, eps=0.4),
    }
    return {name: _path(torch, make) for name, make in makers.items()}


def _path(torch: ModuleType, make: Any) -> list[list[float]]:
    x, y = torch.from_numpy(x_line), torch.from_numpy(y_line)
    p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer, path = make([p]), [list(START)]
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = (p[0] * x + p[1] - y).pow(2).mean() + line().l2 * p[0] ** 2
        loss.backward()
        optimizer.step()
        path.append(p.tolist())
    return path


def torch_gradients(torch: ModuleType) -> dict[str, list[float]]:
    """Gradients at AT by autograd, of the losses as a reader would write them."""
    X, y = torch.from_numpy(X_two), torch.from_numpy(y_line)

    def mse(p: Any) -> Any:
        return (X @ p - y).pow(2).mean()

    losses = {
        "mean": mse,
        "sum": lambda p: (X @ p - y).pow(2).sum() + 0.4 * p[:2].pow(2).sum(),
        "ridge": lambda p: mse(p) + 0.7 * p.pow(2).sum(),
        "absolute": lambda p: (X @ p - y).abs().mean(),
        "rosenbrock": lambda p: (1.3 - p[0]) ** 2 + 20 * (p[1] - p[0] ** 2) ** 2,
    }
    out = {}
    for name, loss in losses.items():
        p = torch.tensor(AT, dtype=torch.float64, requires_grad=True)
        loss(p).backward()
        out[name] = p.grad.tolist()
    return out


def searched_problems() -> dict[str, tuple[Problem, tuple[float, float]]]:
    """What L-BFGS is timed on: a problem and a start each."""
    lines = {name: make() for name, make in datasets.TEACHING.items()}
    lines["intercept_thread"] = datasets.intercept_thread()
    thread = datasets.two_variable_thread()
    return {
        **{name: (line_fit(d.x, d.y), (0.0, 0.0)) for name, d in lines.items()},
        "two_variable_thread": (LeastSquares(thread.A, thread.b, "sum"), (0.0, 0.0)),
        "rosenbrock": (Rosenbrock(), (-1.2, 1.0)),
    }


def evaluations() -> dict[str, int]:
    """Points that L-BFGS evaluates until the gradient is within GTOL."""
    return {
        name: int(run(problem, LBFGS(), x0, gtol=GTOL).nfev[-1])
        for name, (problem, x0) in searched_problems().items()
    }


def _write(name: str, content: dict[str, Any]) -> None:
    lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in content.items()]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write all three files."""
    torch = importlib.import_module("torch")
    FOLDER.mkdir(exist_ok=True)
    _write("torch_paths", torch_paths(torch))
    _write("torch_gradients", torch_gradients(torch))
    _write("evaluations", evaluations())


if __name__ == "__main__":
    np.seterr(all="raise")
    main()

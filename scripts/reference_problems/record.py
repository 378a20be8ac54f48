"""Writes recorded/: what PyTorch computes, and what L-BFGS costs.

The one rule: it is run by hand, `python -m scripts.reference_problems.record`; all
else only reads what it wrote.
"""

import importlib
import json
import re
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from gdcore import datasets
from gdcore.optimizers import LBFGS
from gdcore.runs import run
from scripts.engine.method import Method
from scripts.engine.methods import METHODS
from scripts.pipeline.chromium import installed
from scripts.reference_problems import pytorch
from scripts.reference_problems.cases import (
    ADAM_EVERY,
    ADAM_RATE,
    ADAM_STEPS,
    AT,
    DATA_AT,
    START,
    STEPS,
    X_two,
    line,
    lines,
    searched,
    x_line,
    y_line,
)

FOLDER = Path(__file__).parent / "recorded"
GTOL = 1e-8


def recorded(name: str) -> Any:
    """What an earlier `python -m scripts.reference_problems.record` wrote."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def torch_paths(torch: ModuleType) -> dict[str, list[list[float]]]:
    """x_0 ... x_200 of torch.optim on `line()`, with gradients from autograd."""
    return {
        method.key: _path(torch, method)
        for method in METHODS.values()
        if method.compared is not None
    }


def _path(torch: ModuleType, method: Method) -> list[list[float]]:
    x, y = torch.from_numpy(x_line), torch.from_numpy(y_line)
    p = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    call = method.optim.replace("{parameters}", "[p], lr={learning_rate}")
    call = call.format(**(method.compared or {}))
    optimizer = eval(f"torch.optim.{call}", {"torch": torch, "p": p})
    path = [list(START)]
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


def torch_datasets(torch: ModuleType) -> dict[str, list[float]]:
    """Gradients at DATA_AT by autograd: squares and absolute errors of each dataset."""
    out = {}
    for name, data in lines().items():
        x, y = torch.from_numpy(data.x.copy()), torch.from_numpy(data.y.copy())
        out[name] = _gradient(torch, lambda p, x=x, y=y: (p[0] * x + p[1] - y).pow(2))
        key = f"{name}_absolute"
        out[key] = _gradient(torch, lambda p, x=x, y=y: (p[0] * x + p[1] - y).abs())
    return out


def _gradient(torch: ModuleType, terms: Any) -> list[float]:
    p = torch.tensor(DATA_AT, dtype=torch.float64, requires_grad=True)
    terms(p).mean().backward()
    return p.grad.tolist()


def torch_adam(torch: ModuleType) -> dict[str, list[list[float]]]:
    """The two-variable thread's run of Adam: gradient and x at each printed step."""
    system = datasets.two_variable_thread()
    A, b = (torch.tensor(part, dtype=torch.float32) for part in (system.A, system.b))
    x = torch.zeros(2, requires_grad=True)
    optimizer, rows = torch.optim.Adam((x,), lr=ADAM_RATE), []
    for k in range(ADAM_STEPS + 1):
        optimizer.zero_grad()
        (A @ x - b).pow(2).sum().backward()
        if k % ADAM_EVERY == 0:
            rows.append([*x.grad.tolist(), *x.tolist()])
        optimizer.step()
    return {"rows": rows}


def versions(torch: ModuleType) -> dict[str, str]:
    """What computed the recorded values, and the browser that the tests would take."""
    versions = {"torch": str(torch.__version__).partition("+")[0]}
    if browser := installed():
        command = [browser, "--version"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        versions["chromium"] = re.findall(r"[\d.]+", done.stdout)[0]
    return versions


def evaluations() -> dict[str, int]:
    """Points that L-BFGS evaluates until the gradient is within GTOL."""
    return {
        name: int(run(problem, LBFGS(), x0, gtol=GTOL).nfev[-1])
        for name, (problem, x0) in searched().items()
    }


def _write(name: str, content: dict[str, Any]) -> None:
    lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in content.items()]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write all files; without PyTorch the one that needs none."""
    FOLDER.mkdir(exist_ok=True)
    _write("evaluations", evaluations())
    if not pytorch.installed():
        raise SystemExit(f"Only evaluations.json was written. {pytorch.MISSING}")
    torch = importlib.import_module("torch")
    _write("torch_paths", torch_paths(torch))
    _write("torch_gradients", torch_gradients(torch))
    _write("torch_datasets", torch_datasets(torch))
    _write("torch_adam", torch_adam(torch))
    _write("versions", versions(torch))


if __name__ == "__main__":
    np.seterr(all="raise")
    main()

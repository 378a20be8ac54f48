"""The lines around a loop that standardize its features and map its result back.

The one rule: each parameter is found by the column that it moves, not by its name.
"""

import ast

import numpy as np

from gdcore.programs.edits import walk
from gdcore.programs.following import Outcome
from gdcore.programs.numbers_of_run import Run
from gdcore.programs.sampling import Training
from gdcore.programs.values import Array
from gdcore.programs.verdict import Verdict

FLAT = 1e-9
"""Spread of a column that counts as constant."""


def lines_around(
    source: str, name: str, found: Run, run: Outcome, verdict: Verdict
) -> tuple[list[str], list[str]] | None:
    """What stands before the loop, and after it; None where that is not certain."""
    training = verdict.training
    if training is None:
        return None
    torch = "torch" in source
    axis, plain = ("dim=0", ", unbiased=False") if torch else ("axis=0", "")
    mean, std = f"{name}_mean", f"{name}_std"
    blocks = _blocks(training, found)
    flat = {key: np.ptp(of, axis=0) < FLAT for key, of in blocks.items()}
    slopes = [key for key in blocks if not flat[key].any()]
    levels = [key for key in blocks if flat[key].all()]
    if len(blocks) == 1 and not torch:
        (theta,) = blocks
        alone = flat[theta][0] and not flat[theta][1:].any() and len(flat[theta]) > 1
        return _of_matrix(name, theta) if alone and theta.isidentifier() else None
    if len(blocks) != 2 or len(slopes) != 1 or len(levels) != 1:
        return None
    before = [
        f"{mean}, {std} = {name}.mean({axis}), {name}.std({axis}{plain})",
        f"{name}_scaled = ({name} - {mean}) / {std}",
    ]
    if training.autograd:
        after = _of_autograd(source, run, slopes[0], levels[0], mean, std)
        return (before, after) if after else None
    w, b = slopes[0], levels[0]
    if not (w.isidentifier() and b.isidentifier()):
        return None
    if np.ndim(training.start[w]) > 1:
        mean, std = f"{mean}.reshape({w}.shape)", f"{std}.reshape({w}.shape)"
    return before, [f"{w} = {w} / {std}", f"{b} = {b} - ({w} * {mean}).sum()"]


def _of_matrix(name: str, theta: str) -> tuple[list[str], list[str]]:
    """Where the first column is of ones, and one array holds all parameters."""
    mean, std, rest = f"{name}_mean", f"{name}_std", f"{name}[:, 1:]"
    return [
        f"{mean}, {std} = {rest}.mean(axis=0), {rest}.std(axis=0)",
        f"{name}_scaled = np.column_stack([{name}[:, 0], ({rest} - {mean}) / {std}])",
    ], [
        f"{theta}[1:] = {theta}[1:] / {std}.reshape({theta}[1:].shape)",
        f"{theta}[0] = {theta}[0] - ({theta}[1:].ravel() * {mean}).sum()",
    ]


def _blocks(training: Training, found: Run) -> dict[str, Array]:
    ends = np.cumsum([0, *(np.size(a) for a in training.start.values())])
    return {
        key: found.jacobian[:, a:b]
        for key, a, b in zip(training.start, ends, ends[1:], strict=False)
    }


def _of_autograd(
    source: str, run: Outcome, w: str, b: str, mean: str, std: str
) -> list[str]:
    """Of one nn.Linear that has a name, or of two tensors that have."""
    layers = [
        ast.unparse(node.targets[0])
        for node in walk(ast.parse(source))
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).endswith("nn.Linear")
    ]
    if len(layers) == 1:
        w, b = f"{layers[0]}.weight", f"{layers[0]}.bias"
    else:
        named = run.frame.names.items()
        own = {
            f"@{k}": name
            for k, leaf in enumerate(run.machine.leaves)
            for name, value in named
            if value is leaf
        }
        w, b = own.get(w, ""), own.get(b, "")
    if not w or not b or "import torch" not in source:
        return []
    lines = [f"    {w} /= {std}", f"    {b} -= ({w} * {mean}).sum()"]
    return ["with torch.no_grad():", *lines]

"""Imports that a posted program lacks, as most people leave them out.

The one rule: a name is given only if the program reads it and sets it nowhere.
"""

import ast
import importlib
from types import ModuleType

USUAL = {
    "np": "numpy",
    "numpy": "numpy",
    "torch": "torch",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "optim": "torch.optim",
    "plt": "matplotlib.pyplot",
    "math": "math",
    "random": "random",
    "time": "time",
}


def lacking(tree: ast.Module) -> dict[str, str]:
    """The usual modules that a program reads and does not import, by its names."""
    nodes = [*ast.walk(tree)]
    read = {node.id for node in nodes if isinstance(node, ast.Name)}
    bound = {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {
        (node.asname or node.name).partition(".")[0]
        for node in nodes
        if isinstance(node, ast.alias)
    }
    if "*" in bound:
        return {}
    bound |= {
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    return {name: USUAL[name] for name in sorted((read - bound) & USUAL.keys())}


def imported(lacks: dict[str, str]) -> dict[str, ModuleType]:
    """The modules themselves."""
    return {name: importlib.import_module(place) for name, place in lacks.items()}


def lines(lacks: dict[str, str]) -> tuple[str, ...]:
    """The lines that would import them."""
    return tuple(
        f"import {place}" if name == place else f"import {place} as {name}"
        for name, place in lacks.items()
    )

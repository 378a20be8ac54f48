"""Following a program from its first line, its functions called if nobody calls them.

The one rule: a run ends by itself, by the plan, by its own error, or by the budget.
"""

import ast
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdcore.programs import access
from gdcore.programs.builtin_names import builtin
from gdcore.programs.calls import call_value, method
from gdcore.programs.jumps import Broken, Continued, Returned
from gdcore.programs.machine import Hooks, Machine, Plan
from gdcore.programs.objects import forward
from gdcore.programs.statements import run_block
from gdcore.programs.values import Class, Frame, Function, Raised, Unreadable

TRAINS = ("fit", "train", "gradient_descent", "run", "optimize")


@dataclass(frozen=True)
class Outcome:
    """How a run ended.

    Attributes:
        machine: What it has observed.
        frame: The names of the module.
        error: The error that the program itself would end with.
        line: Its line.
    """

    machine: Machine
    frame: Frame
    error: Raised | None
    line: int
    planned: bool
    stopped: str


HOOKS = Hooks(run_block, call_value, builtin, forward)


def follow(tree: ast.Module, plan: Plan | None = None, **fields: Any) -> Outcome:
    """Runs through a program by this package's own rules."""
    m = Machine(tree, HOOKS, plan or Plan(), **fields)
    frame = Frame({})
    error, stopped = None, ""
    with np.errstate(all="ignore"):
        try:
            run_block(m, frame, tree.body)
            _call_what_trains(m, frame)
        except Raised as raised:
            error = raised
        except Unreadable as ended:
            stopped = str(ended)
        except (Broken, Continued, Returned):
            stopped = "a return outside a function"
        except RecursionError:
            stopped = "the program is nested too deep"
    return Outcome(m, frame, error, m.line, stopped == "planned", stopped)


def _call_what_trains(m: Machine, frame: Frame) -> None:
    """Functions and classes with a loop that the program never calls."""
    called = {
        ast.unparse(n.func).split(".")[-1]
        for n in ast.walk(m.tree)
        if isinstance(n, ast.Call)
    }
    for name, value in list(frame.names.items()):
        if isinstance(value, Function) and name not in called and _loops(value.node):
            m.note("called", name)
            call_value(m, value, (), {})
        elif isinstance(value, Class) and name not in called:
            for each in value.names:
                found = method(value, each)
                if found and _loops(found.node):
                    held = call_value(m, value, (), {})
                    frame.names["@object"] = held
                    call_value(m, access.attribute(m, held, each), (), {})


def _loops(node: ast.AST) -> bool:
    return any(isinstance(n, ast.For | ast.While) for n in ast.walk(node))


def variant(plan: Plan, **changes: Any) -> Plan:
    """The plan with some changes."""
    return replace(plan, **changes)

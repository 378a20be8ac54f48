"""What is kept of a program's run, in plain values.

The one rule: few numbers, all finite or None, whatever the program made of them.
"""

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from gdcore.programs.failures import Failure
from gdcore.programs.instrumenting import Loop
from gdcore.programs.learned import Run, find_run, losses_of, rate_of
from gdcore.programs.recording import Recorder
from gdcore.programs.remarks import remarks_on
from gdcore.programs.steps_taken import Match, convention, matched
from gdcore.validation import Array

MOST_ROWS = 2_000
"""Of data that an Execution holds; of longer ones it tells the length."""
MOST_LOSSES = 400


@dataclass(frozen=True)
class Execution:
    """A run of a program, in plain values.

    Attributes:
        printed: What it wrote.
        error: {"kind", "says", "line", "text"}, or None if it came to its end.
        lacked: Lines of import that it was given, since it has none itself.
        warnings: {"text", "line"} of each that it raised, once.
        remarks: {"kind", "says", "line"} of what is seen to be wrong with its steps.
        line: Of the loop that learns; None if there is none.
        steps: Passes of that loop.
        parameters: Their last values, by name, the intercept last.
        path: {"names", "k", "theta"}: rows of the run, few enough to draw.
        losses: {"k", "loss"}: what the program itself called its loss.
        learning_rate: In use, if it was seen.
        method: Of an optimizer object; "" where the program has none.
        loss: Whose gradient the steps follow: "mean", "half sum", ...; "" if unknown.
        data: {"X", "y", "name", "intercept", "rows"}; X and y None where many.
    """

    printed: str = ""
    error: dict[str, Any] | None = None
    lacked: tuple[str, ...] = ()
    warnings: tuple[dict[str, Any], ...] = ()
    remarks: tuple[dict[str, Any], ...] = ()
    line: int | None = None
    steps: int | None = None
    parameters: dict[str, float | None] | None = None
    path: dict[str, Any] | None = None
    losses: dict[str, Any] | None = None
    learning_rate: float | None = None
    method: str = ""
    loss: str = ""
    data: dict[str, Any] | None = None

    def as_dict(self) -> dict[str, Any]:
        """Plain values: dict, list, str, numbers, None."""
        lists = ("lacked", "warnings", "remarks")
        return asdict(self) | {name: [*getattr(self, name)] for name in lists}


def outcome(
    printed: str,
    stopped: Failure | None,
    told: tuple[dict[str, Any], ...],
    watched: tuple[Recorder, tuple[Loop, ...]],
    names: dict[str, Any],
) -> Execution:
    """The Execution of a program that has ended.

    Args:
        printed: What it wrote.
        stopped: Why it did not reach its end.
        told: Its warnings.
        watched: What was recorded, and of which loops.
        names: All that it left at module level.
    """
    run = find_run(*watched)
    rate, method = rate_of(run, names)
    match = matched(run, names) if run else None
    remarks = remarks_on(run, match, told, method)
    of_run = _of_run(run) if run else {}
    return Execution(
        printed=printed,
        error=stopped._asdict() if stopped else None,
        warnings=told,
        remarks=tuple(remark._asdict() for remark in remarks),
        learning_rate=rate,
        method=method,
        loss=convention(match, rate) if match else "",
        data=_data(match) if match else None,
        **of_run,
    )


def _of_run(run: Run) -> dict[str, Any]:
    k, loss = losses_of(run)
    few = np.unique(np.linspace(0, len(k) - 1, MOST_LOSSES).round().astype(int))
    few = few if len(k) > MOST_LOSSES else np.arange(len(k))
    last = run.theta[-1].tolist()
    return {
        "line": run.loop.line,
        "steps": run.series.passes,
        "parameters": dict(zip(run.names, map(_finite, last), strict=True)),
        "path": {
            "names": [*run.names],
            "k": run.k.astype(int).tolist(),
            "theta": [[*map(_finite, row)] for row in run.theta.tolist()],
        },
        "losses": {"k": _listed(k[few]), "loss": _listed(loss[few])}
        if k.size
        else None,
    }


def _data(match: Match) -> dict[str, Any]:
    data = match.data
    free = [j for j in range(data.D.shape[1]) if j != data.ones]
    many = len(data.y) > MOST_ROWS
    return {
        "X": None if many else data.D[:, free].tolist(),
        "y": None if many else data.y.tolist(),
        "name": data.name,
        "intercept": data.ones is not None,
        "rows": len(data.y),
    }


def _listed(values: Array) -> list[float | None]:
    return [*map(_finite, values.tolist())]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None

"""A question as it came from outside, checked: data, method, loss, log and code.

The one rule: whatever comes in, it is a Question or a ValueError that names the field.
"""

from dataclasses import dataclass
from typing import Any

from gdcore.reports import checks
from gdcore.reports.data import Moments, Rows, moments, rows

VERSION = 1
MOST_STEPS = 10**12
METHODS = (
    "gradient descent",
    "momentum",
    "Nesterov",
    "Adam",
    "RMSProp",
    "AdaGrad",
    "L-BFGS",
    "least squares",
)
LOSSES = ("mean", "half mean", "sum", "half sum", "absolute")
PRECISIONS = ("float32", "float64")
FIELDS = (
    "v",
    "rows",
    "matrix",
    "in_code",
    "moments",
    "learning_rate",
    "method",
    "loss",
    "steps",
    "precision",
    "log",
    "code",
)


@dataclass(frozen=True, eq=False)
class Question:
    """What was asked; "" and None are what was left out.

    Attributes:
        rows: Rows of data, or a matrix and its right-hand side.
        in_code: Whether these were only read in the text of the code.
        moments: Where only these are known.
        learning_rate: Above zero.
        method: One of METHODS.
        beta: Of momentum and Nesterov.
        loss: One of LOSSES.
        steps: That the asker takes.
        precision: One of PRECISIONS.
        log: Printed lines of a run.
        code: A program.
    """

    rows: Rows | None = None
    in_code: bool = False
    moments: Moments | None = None
    learning_rate: float | None = None
    method: str = ""
    beta: float | None = None
    loss: str = ""
    steps: int | None = None
    precision: str = ""
    log: str = ""
    code: str = ""


def question(given: Any) -> Question:
    """The question that plain values describe.

    Raises:
        ValueError: If something is no such value; the text names it.
    """
    given = checks.mapping("the question", given, FIELDS)
    version = given.get("v", VERSION)
    if not (isinstance(version, int) and version == VERSION):
        raise ValueError(
            f"v is {checks.shown(version)}: leave it out, or give {VERSION}, the "
            "version of questions that is read here"
        )
    data = [key for key in ("rows", "matrix", "moments") if given.get(key) is not None]
    if len(data) > 1:
        raise ValueError(f"{' and '.join(data)} are given: give one of them")
    method, beta = _method(given.get("method"))
    rate, steps = given.get("learning_rate"), given.get("steps")
    asked = Question(
        rows=rows(given),
        in_code=checks.truth("in_code", given.get("in_code")),
        moments=moments(given.get("moments")),
        learning_rate=None if rate is None else checks.positive("learning_rate", rate),
        method=method,
        beta=beta,
        loss=checks.choice("loss", given.get("loss"), LOSSES),
        steps=None if steps is None else checks.whole("steps", steps, 1, MOST_STEPS),
        precision=checks.choice("precision", given.get("precision"), PRECISIONS),
        log=checks.text("log", given.get("log")),
        code=checks.text("code", given.get("code")),
    )
    if not (data or asked.log.strip() or asked.code.strip()):
        raise ValueError(
            "there is nothing to diagnose: give rows, a matrix, moments of x, printed "
            "lines of a run, or code"
        )
    return asked


def _method(given: Any) -> tuple[str, float | None]:
    if given is None:
        return "", None
    if isinstance(given, str):
        return checks.choice("method", given, METHODS), None
    given = checks.mapping("method", given, ("name", "beta"))
    name = checks.choice("method.name", given.get("name"), METHODS)
    beta = given.get("beta")
    if beta is None:
        return name, None
    beta = checks.between("method.beta", beta, 0, 1)
    if beta == 1:
        raise ValueError("method.beta is 1: it lies below 1, such as 0.9")
    return name, beta

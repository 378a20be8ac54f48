"""From a log to what it shows: kind, factor, eigenvalue, and what to do.

The one rule: a factor without a known sign is never given one.
"""

import math

import numpy as np

from gdcore.logs import patterns
from gdcore.logs.case import Case, Curve, case_of
from gdcore.logs.curvature import HEAVY_BALL, Curvature, Theory, curvature
from gdcore.logs.factors import alternating
from gdcore.logs.finding import LogFinding, steps_to_1_percent
from gdcore.logs.kinds import shown
from gdcore.logs.log import Log
from gdcore.logs.phrases import number
from gdcore.logs.shown import Shown
from gdcore.logs.wording import words

STILL_TOLD = frozenset({"converging", "floor", "plateau", "noise"})
LEAST, MOVED = 5, 100
"""Lines of a parameter that stands still, and digits by which another one moved."""


def judge(
    log: Log,
    *,
    learning_rate: float | None = None,
    momentum: float = 0.0,
    theory: Theory | None = HEAVY_BALL,
) -> LogFinding | None:
    """What the printed lines show; None if there are too few to show anything.

    Args:
        log: From `read_log`.
        learning_rate: eta; None takes the one that the log prints, if it is constant.
        momentum: beta of the heavy ball or Nesterov's method, in [0, 1); 0 is descent.
        theory: Of the method, which tells an eigenvalue; None tells none, as for Adam.
    """
    beta = momentum if 0 <= momentum < 1 else 0.0
    case = None if log.problem else case_of(log, learning_rate)
    if case is None or not (len(case.main.v) or case.broken is not None):
        return None
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        case = _moving(case)
        kind = shown(case)
        if kind.kind == "few":
            return None
        factor = kind.factor
        curved = curvature(factor, case.rate, beta, theory) if factor else None
        return _finding(case, kind, curved)


def _moving(case: Case) -> Case:
    """The loss, or its stand-in where the loss is at rest but parameters move on."""
    main = case.main
    n = len(main.v)
    if case.log.loss is None or n < 3 or case.broken is not None:
        return case
    rest = patterns.rest(main.v, main.u)
    if not patterns.at_rest(main.v, main.u) and rest < n:
        return case
    since = main.k[-min(rest, n)]
    for curve, gradient in case.signed:
        late = curve.k >= since
        if late.sum() > 3 and np.ptp(curve.v[late]) > 3 * curve.u[late].max():
            part = curve._replace(k=curve.k[late], v=curve.v[late], u=curve.u[late])
            if not gradient and alternating(part, gradient) is not None:
                return case_of(_without_loss(case.log), case.rate) or case
    return case


def _without_loss(log: Log) -> Log:
    return Log(log.series, None, "", log.updates, log.numbered, log.notes)


def _finding(case: Case, kind: Shown, curved: Curvature | None) -> LogFinding:
    factor = kind.factor
    says, fix = words(case, kind, curved)
    if (still := _still(case)) is not None and kind.kind in STILL_TOLD:
        name, value = still.name, number(float(still.v[0]))
        says += f"; {name} stays at {value} in all {len(still.v)} lines"
        check = f"print more digits of {name}, and check that each step changes it"
        fix = f"{check}, unless x and y are centered; {fix}"
    if factor is None:
        return LogFinding(
            kind.kind,
            kind.cause,
            says,
            fix,
            lines=len(case.main.v),
            level=_level(case, kind),
        )
    size = factor.size
    left = steps_to_1_percent(factor.log_size) if kind.cause != "hidden" else math.inf
    return LogFinding(
        kind=kind.kind,
        cause=kind.cause,
        says=says,
        fix=fix,
        factor=size * (factor.sign or 1),
        uncertainty=size * factor.error,
        signed=bool(factor.sign),
        lines=factor.lines,
        source=factor.source,
        level=_level(case, kind),
        eigenvalues=curved.eigenvalues if curved else (),
        limit=curved.limit if curved else None,
        share=curved.share if curved else None,
        steps_to_1_percent=None if math.isinf(left) else left,
    )


def _still(case: Case) -> Curve | None:
    """The parameter that is printed alike in all lines while another one moves."""
    curves = [c for c, gradient in case.signed if not gradient and len(c.v) >= LEAST]
    still = [c for c in curves if np.ptp(c.v) == 0]
    moved = any(np.ptp(c.v) > MOVED * c.u.max() for c in curves)
    return still[0] if moved and len(still) == 1 else None


def _level(case: Case, kind: Shown) -> float | None:
    """Where the loss runs to: of its fit, of its scatter, or where it stands."""
    if case.log.loss is None:
        return None
    if kind.kind in ("floor", "flat"):
        return float(case.main.v[-1])
    if kind.kind == "noise":
        return float(case.main.v[len(case.main.v) // 2 :].mean())
    factor = kind.factor
    if factor and factor.source == case.main.name and factor.log_size < 0:
        return factor.level
    return None

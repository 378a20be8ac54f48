"""What is wrong, from whichever source says so: code, run, log or data.

The one rule: causes come before symptoms: a fault of the code first, then what the
program did, then what it printed, then what its data foretell.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from gdcore.diagnosis import Diagnosis
from gdcore.logs import Log, LogFinding
from gdcore.programs.reading import INSTEAD, Reading
from gdcore.reports import failed

Source = Literal["code", "run", "log", "data"]
HARMLESS = ("fine", "summed", "converging")
"""Kinds that say that nothing is wrong."""
ARRIVED = ("converging", "floor", "flat")
"""Kinds of a recorded loss that is as low as it gets, or on its way."""
UNREADABLE = "unreadable"
AT_ONCE = ("stop_test",)
"""Faults of the code that end its loop after one step."""
LINKS = {
    "diverges": "topics/learning-rate/#limits",
    "too small": "answers/choose-the-learning-rate/",
    "oscillates": "topics/learning-rate/#best",
    "slow": "topics/ill-conditioning/#remedies",
    "hovers": "topics/mae/#floor",
    "stalled": "topics/floats/#floor",
    "flat": "answers/why-not-the-closed-form/#singular",
    "unscaled": "topics/preconditioning/#standardizing",
    "summed": "answers/sum-instead-of-mean/",
    "rounding": "topics/floats/#floor",
    "too few steps": "answers/how-many-epochs/",
    "divergence": "answers/cost-increases/",
    "nan": "answers/loss-is-nan/",
    "oscillation": "answers/theta-alternates/",
    "plateau": "answers/loss-stuck/",
    "floor": "topics/floats/#floor",
    "noise": "topics/minibatches/",
    "rate_too_large": "topics/learning-rate/#limits",
    "rate_too_small": "answers/choose-the-learning-rate/",
    "too_few_steps": "answers/how-many-epochs/",
    "nan_in_data": "answers/nan-at-step-zero/",
    "rising again": "answers/loss-falls-then-rises/",
    "update_in_row_loop": "answers/row-by-row-explodes/",
    "target_not_scaled_back": "answers/undo-feature-scaling/",
    "zero_grad_missing": "answers/loss-falls-then-rises/",
    "zero_grad_misplaced": "topics/mse/#zero-grad",
    "closure_without_backward": "answers/lbfgs-nan/",
    "broadcast": "answers/predicts-the-mean/",
    "sum_for_mean": "answers/sum-instead-of-mean/",
    "sign": "answers/cost-increases/",
    "swapped": "answers/wrong-gradient/",
    "factor_x_missing": "answers/wrong-gradient/",
    "update_before_gradient": "topics/mse/#update-order",
    "activation_on_output": "answers/relu-on-the-output/",
    "scaled_differently": "answers/scale-the-test-input/",
    "transpose_missing": "topics/mse/#matrix-form",
    "stale_index": "answers/printed-cost-rises/",
}
"""Where the site says more of a kind."""
OF_RATE = ("rate_too_large", "rate_too_small", "too_few_steps", "unscaled")
"""Faults of the code that standardized features repair."""
CHANGED = "The lines below standardize x in the loop and map the result back."
SAME = {
    "rate_too_large": "diverges",
    "rate_too_small": "too small",
    "too_few_steps": "too few steps",
}
"""What the data foretell, by the fault of the code that is the same."""
LOG_LINKS = {"slow": "answers/loss-stuck/"}


class Found(NamedTuple):
    """One finding.

    Attributes:
        source: What told it.
        kind: A short name.
        says: One sentence.
        fix: What to do; "" if that is in `says`.
        line: Of the code, if one is to blame.
        diff: Of the code, "" if there is none.
    """

    source: Source
    kind: str
    says: str
    fix: str = ""
    line: int | None = None
    diff: str = ""

    @property
    def wrong(self) -> bool:
        """Whether it says that something is wrong."""
        return self.kind not in HARMLESS

    @property
    def label(self) -> str:
        """In a text: "TOO_SMALL", "ZERO_GRAD_MISSING, line 12"."""
        name = self.kind.replace(" ", "_").upper()
        return name if self.line is None else f"{name}, line {self.line}"

    def as_dict(self) -> dict[str, Any]:
        """Plain values, with a link into the site."""
        links = {**LINKS, **LOG_LINKS} if self.source == "log" else LINKS
        return {**self._asdict(), "link": links.get(self.kind, "")}


def of_code(
    reading: Reading | None, execution: Mapping[str, Any] | None = None
) -> Iterator[Found]:
    """Faults that were read, the most certain first; none that the run refutes."""
    if reading is None:
        return
    if reading.problem:
        yield Found("code", UNREADABLE, reading.problem, INSTEAD)
    steps = (execution or {}).get("steps") or 0
    for fault in reading.faults:
        if fault.kind in AT_ONCE and steps > 1:
            continue
        line = fault.line or None  # 0 where no line is to blame
        yield Found("code", fault.kind, fault.says, fault.fix, line, fault.diff)


def with_change(found: tuple[Found, ...], diff: str) -> tuple[Found, ...]:
    """A rate that no other rate repairs is repaired by standardized features.

    Args:
        found: The most urgent first.
        diff: Of the code, which standardizes; "" if there is none.
    """
    if not (found and diff and found[0].kind in OF_RATE and not found[0].diff):
        return found
    first = found[0]._replace(diff=diff, fix=f"{found[0].fix} {CHANGED}".strip())
    return (first, *found[1:])


def of_run(execution: Mapping[str, Any] | None, told: set[str]) -> Iterator[Found]:
    """What a program did; what the code's faults have told is not told again."""
    if execution is None:
        return
    error = execution.get("error")
    if isinstance(error, Mapping):
        kind, says, fix = failed.told(error)
        yield Found("run", kind, says, fix, _line(error))
    for remark in execution.get("remarks") or ():
        if isinstance(remark, Mapping) and str(remark.get("kind")) not in told:
            kind, says = str(remark.get("kind")), str(remark.get("says") or "")
            yield Found("run", kind, says, "", _line(remark))


def _line(entry: Mapping[str, Any]) -> int | None:
    line = entry.get("line")
    counts = isinstance(line, int) and not isinstance(line, bool) and line > 0
    return line if counts else None


def of_log(log: Log | None, judged: LogFinding | None) -> Iterator[Found]:
    """What the printed lines show."""
    if log is not None and log.problem:
        yield Found("log", UNREADABLE, log.problem)
    elif judged is not None:
        yield Found("log", judged.kind, judged.says, judged.fix)


def of_recorded(judged: LogFinding | None, told: set[str]) -> Iterator[Found]:
    """What a run recorded shows; what its remarks have told is not told again."""
    if judged is None or judged.kind in ARRIVED or told & {"diverges", "nan"}:
        return
    yield Found("run", judged.kind, judged.says, judged.fix)


def of_data(told: Diagnosis | None, *, rate_given: bool) -> Iterator[Found]:
    """Verdicts of the diagnosis; none about a rate that nobody gave."""
    about_rate = ("diverges", "too small", "oscillates")
    for finding, says, fix in told.verdicts if told else ():
        if rate_given or finding.value not in about_rate:
            yield Found("data", finding.value, says, fix)


def told_once(found: list[Found]) -> list[Found]:
    """Without what the data foretell of the code's own rate, told with its line."""
    told = {SAME[one.kind] for one in found if one.kind in SAME}
    return [one for one in found if one.source != "data" or one.kind not in told]


def ranked(found: list[Found]) -> tuple[Found, ...]:
    """In the order of the sources; that nothing is wrong is said where that is all."""
    order: dict[str, int] = {"code": 0, "run": 1, "log": 2, "data": 3}
    # What could not be read is no cause, where something else is.
    last = {UNREADABLE: len(order)}
    sorted_ = sorted(
        found,
        key=lambda one: (not one.wrong, last.get(one.kind, order[one.source])),
    )
    if any(one.wrong for one in sorted_):
        sorted_ = [one for one in sorted_ if one.kind not in ("fine", "converging")]
    return tuple(sorted_)

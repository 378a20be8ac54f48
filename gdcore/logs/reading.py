"""Printed lines of a training run, in any form that people post, as series by role.

The one rule: no text raises; what cannot be read is a problem with what to do.
"""

from collections.abc import Sequence

from gdcore.logs import numerals, roles
from gdcore.logs.cleaning import cleaned
from gdcore.logs.columns import Column, Columns, Key, from_lines
from gdcore.logs.lists import from_lists, rows_apart
from gdcore.logs.log import Log, Series
from gdcore.logs.rows import apart, from_rows, scaled, without_indices
from gdcore.logs.steps import Steps, steps_of
from gdcore.logs.unnamed import loss_of

EXAMPLE = 'like "epoch 10, loss 0.25"'


def read_log(text: object) -> Log:
    """The series of a log, how each was taken, or why nothing could be read.

    Args:
        text: Printed lines; anything that is no text is a problem.
    """
    if not isinstance(text, str) or not text.strip():
        says = f"there is no text: paste the lines that the run printed, {EXAMPLE}"
        return Log(problem=says)
    lines, updates, notes = cleaned(text)
    whole, mended = numerals.mended("\n".join(lines))
    lines, times = scaled(without_indices(whole.split("\n")))
    lines = [apart(line) for line in lines]
    whole = rows_apart("\n".join(lines))
    lines = whole.split("\n")
    columns = from_lists(whole) or from_rows(lines) or from_lines(lines)
    notes = [*notes, *mended, *times, *columns.notes]
    if not columns.by:
        return Log(problem=_no_numbers(text), notes=tuple(notes))
    return _log(columns, updates, notes)


def _no_numbers(text: str) -> str:
    words = " ".join(text.split())[:40]
    return (
        f'there is no number in "{words}": print the loss at each step, {EXAMPLE}, and '
        "paste these lines"
    )


def _log(columns: Columns, updates: int, notes: list[str]) -> Log:
    steps = steps_of(columns)
    named = [
        _series(key, column, steps.of)
        for key, column in columns.by.items()
        if key != steps.key and roles.role(key[0]) != "step"
    ]
    longest = max((len(series.values) for series in named), default=0)
    least = 2 if longest > 2 else 1
    long = [one for one in named if len(one.values) >= least]
    series = _with_roles(long, stepped=steps.key is not None)
    if not series:
        says = f"there are steps but no values: print the loss, too, {EXAMPLE}"
        return Log(problem=says, notes=tuple(notes))
    if problem := _ambiguous(series, steps):
        return Log(problem=problem, notes=tuple(notes))
    loss, why = _loss(series)
    notes = [*notes, steps.note] if steps.note else notes
    if loss:
        notes.append(f'"{loss.name}" is the loss: {why}')
    for role in ("gradient", "parameter", "learning rate"):
        names = ", ".join(one.name for one in series if one.role == role)
        if names:
            notes.append(f"{role}: {names}")
    notes.append(f"{longest} values were read")
    return Log(tuple(series), loss, why, updates, bool(steps.key), tuple(notes))


def _series(key: Key, column: Column, steps: Sequence[float | None]) -> Series:
    """A column by its steps; of two values at one step the later one."""
    at: dict[float, str] = {}
    for record, text in zip(column.records, column.texts, strict=True):
        step = steps[record]
        if step is not None:
            at[step] = text
    at = dict(sorted(at.items()))
    texts = list(at.values())
    values = [numerals.value(text) for text in texts]
    units = numerals.units(texts, values)
    name = f"{key[0]}[{key[1]}]" if key[1] else key[0]
    if not key[0]:
        name = f"column {key[1] + 1}"
    return Series(name, roles.role(key[0]), tuple(at), tuple(values), tuple(units))


def _with_roles(series: list[Series], *, stepped: bool) -> list[Series]:
    """Columns without a name: one that is never negative is the loss."""
    if any(one.role == "loss" for one in series):
        return series
    known = any(one.role in ("gradient", "parameter") for one in series)
    free = [one for one in series if one.role == "other"]
    bare = [one for one in free if one.name.startswith("column ")]
    moving = [one for one in bare if len(set(one.values)) > 1]
    others = bare or ([] if known else free)
    never = (one for one in others if not any(v < 0 for v in one.values))
    loss = loss_of(moving, stepped=stepped) if moving else next(never, None)
    if loss is None and len(series) == 1 and free:
        loss = series[0]
    return [one._replace(role="loss") if one is loss else one for one in series]


def _ambiguous(series: list[Series], steps: Steps) -> str:
    """Why nobody could tell which series is the loss; "" if one can."""
    if any(roles.role(one.name.partition("[")[0]) in TOLD for one in series):
        return ""
    bare = [one for one in series if one.name.startswith("column ")]
    if len(bare) >= MOST_BARE and steps.key is None:
        return f"the lines have {len(bare)} numbers and no names: {NAME_IT}"
    if len(bare) > 1 and not any(one.role == "loss" for one in series):
        return f"no name says which of {len(bare)} columns is the loss: {NAME_IT}"
    named = [one for one in series if one not in bare and min(one.values) >= 0]
    if len(named) > 1 and not bare:
        names = " or ".join(f'"{one.name}"' for one in named[:3])
        return f"no name says which is the loss, {names}: {NAME_IT}"
    return ""


TOLD = ("loss", "gradient", "parameter")
MOST_BARE = 5
"""Columns without names from which on none is taken for the loss."""
NAME_IT = f"write the word loss before its number, {EXAMPLE}"


def _loss(series: list[Series]) -> tuple[Series | None, str]:
    """The series nearest to a training loss, and why it is."""
    losses = [one for one in series if one.role == "loss"]
    if not losses:
        return None, ""
    best = min(losses, key=lambda one: roles.rank(one.name)[0])
    if roles.role(best.name.partition("[")[0]) == "loss":
        return best, roles.rank(best.name)[1]
    only = "the only column" if len(series) == 1 else "never negative, as a loss is"
    return best, f"it is {only}"

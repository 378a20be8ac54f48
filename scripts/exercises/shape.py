"""What an exercise is, and how its texts become page and explorer.

The one rule: a number in a text is `[[key:format]]`, measured on one of the exercise's
own runs; a text holds backticks for code and no other mark.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.drawing import numerals

Settings = dict[str, Any]
Condition = dict[str, Any]
SHOWN = re.compile(r"\[\[([a-z_]+):([^\]]*)\]\]")
POWER = re.compile(r"<sup>(.*?)</sup>")
RAISED = str.maketrans("0123456789" + numerals.MINUS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
RUNS = ("preset", "solution")


@dataclass(frozen=True)
class Measure:
    """A number of an exercise: `quantity` of one of its runs.

    Attributes:
        key: Its name in the texts and, after `exercises.<id>.`, in numbers.json.
        run: "preset", "solution" or a key of the exercise's `runs`.
        quantity: As in `scripts.engine.quantities`.
        meaning: One sentence for the tooltip, without a full stop.
        unit: Of the value.
    """

    key: str
    run: str
    quantity: str
    meaning: str
    unit: str = "dimensionless"

    def of(self, answer: Any) -> Any:
        """Its value in what the engine answered; None where the run has none."""
        for key in self.quantity.split("."):
            if isinstance(answer, list):
                answer = answer[int(key)]
            else:
                answer = answer.get("quantities", {}).get(key, answer.get(key))
        return answer


@dataclass(frozen=True)
class Exercise:
    """A task, where it begins, a rule that tells success, and a computed answer.

    Attributes:
        id: Its anchor on the page and its name in links.
        title: What to do, in a few words.
        task: What the reader is asked.
        hint: The next step, without the answer.
        answer: Why, with numbers.
        preset: Settings at the start; what is missing is as usual.
        solution: Settings that pass.
        check: Conditions, each {"of": quantity, one of "is", "one_of", "least", "most",
            and "else": what to say while it does not hold}. A bound is a value, {"of":
            quantity, "times": factor} or {"number": key, "times": factor}.
        measures: The numbers.
        runs: Further settings, by name, that only measures use.
        code: Whether the answer is a program of the reader's own.
    """

    id: str
    title: str
    task: str
    hint: str
    answer: str
    preset: Settings
    solution: Settings
    check: tuple[Condition, ...]
    measures: tuple[Measure, ...]
    runs: Mapping[str, Settings] = field(default_factory=dict)
    code: bool = False

    def __post_init__(self) -> None:
        known = {measure.key for measure in self.measures}
        for text in (self.task, self.hint, self.answer):
            for key, _ in SHOWN.findall(text):
                if key not in known:
                    raise ValueError(f"exercise {self.id}: nothing measures {key!r}")
        for measure in self.measures:
            if measure.run not in (*RUNS, *self.runs):
                raise ValueError(f"exercise {self.id}: there is no run {measure.run!r}")

    def settings(self, run: str) -> Settings:
        """The settings of one of its runs, marked as this exercise's."""
        own = {"preset": self.preset, "solution": self.solution, **self.runs}
        return {**own[run], "exercise": self.id}

    def filled(self, text: str, show: Callable[[str, str], str]) -> str:
        """A text of it, with each number as `show(key, format)` writes it."""
        return SHOWN.sub(lambda m: show(f"exercises.{self.id}.{m[1]}", m[2]), text)

    def plain(self, text: str, number: Callable[[str], Any]) -> str:
        """A text of it for the explorer, with the numbers in it."""

        def shown(key: str, form: str) -> str:
            text = numerals.as_html(number(key), form)
            return POWER.sub(lambda power: power[1].translate(RAISED), text)

        return self.filled(text, shown)

    def rule(self, number: Callable[[str], Any]) -> list[Condition]:
        """Its check with the bounds that are computed filled in."""
        return [
            {key: self._bound(bound, number) for key, bound in condition.items()}
            for condition in self.check
        ]

    def _bound(self, bound: Any, number: Callable[[str], Any]) -> Any:
        if not isinstance(bound, dict) or "number" not in bound:
            return bound
        value = number(f"exercises.{self.id}.{bound['number']}")
        return float(value) * bound.get("times", 1)

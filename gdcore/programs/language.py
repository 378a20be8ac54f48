"""Which language a text is written in, if it is not Python.

The one rule: two signs of a language are needed before it is named.
"""

import re

SIGNS: dict[str, tuple[str, ...]] = {
    "JavaScript": (
        r"\b(const|let|var)\s+\w+\s*=", r"=>\s*[{(\w]", r"\bfunction\s*\w*\(.*\)\s*\{",
        r"console\.log\(", r"Math\.\w+\(",
        r"\bfor\s*\((let|var|const)?\s*\w+\s*=.*;.*;",
        r";\s*$",
    ),
    "R": (
        r"<-", r"\bfunction\(.*\)\s*\{?", r"\blm\(", r"\bc\([\d., ]+\)", r"%\*%",
        r"\bfor\s*\(\w+ in ", r"\blibrary\(",
    ),
    "MATLAB or Octave": (
        r"^\s*for\s+\w+\s*=\s*[\w.]+:[\w.()]+", r"^\s*end;?\s*(%.*)?$", r"^\s*%",
        r"\.\*|\.\^",
        r"\bzeros\(\w+,\s*\d+\);?", r"^\s*function\s+.*=", r"\w'\s*\*", r";\s*$",
    ),
    "Julia": (
        r"^\s*end\s*$", r"^\s*using \w+", r"\.\^|\.\*|\.-|\.\+", r"\bprintln\(",
        r"\w'\s*\*", r"^\s*for \w+ (in|=) \d+:\w+",
        r"\w\(.*\) = ", r"^\s*function \w+\(",
    ),
    "Java or C++": (
        r"\b(double|float|int|void)\s+\w+\s*(=|\[|\(|;)",
        r"#include",
        r"\bpublic (class|static)",
        r"std::", r"System\.out", r";\s*$", r"\bfor\s*\(int ",
    ),
}  # fmt: skip


def language(source: str) -> str:
    """The language, "" if none is recognized."""
    source = source[:20_000]
    scores = {
        name: sum(bool(re.search(sign, source, re.M)) for sign in signs)
        for name, signs in SIGNS.items()
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 3 else ""


def low_level_tensorflow(source: str) -> bool:
    """TensorFlow 1's graphs or GradientTape."""
    return bool(
        re.search(r"tf\.(Session|placeholder|GradientTape|train\.|compat\.v1)", source)
    )

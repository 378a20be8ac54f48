"""What a printed name stands for: step, loss, gradient, parameter, learning rate.

The one rule: the first pattern that knows the name decides; what none knows is "other".
"""

import re
from functools import lru_cache

from gdcore.logs.log import Role

STEP = (
    r"(?:epochs?|steps?|iters?|iterations?|its?|epoche|schritt|époque|etape|étape|"
    r"época|epoca|iteración|iteração|iterazione|itération|paso|passo|pas|шаг|эпоха|第|"
    r"итерация|runde|durchlauf|batch|round|global_?step|itr|ep|k|i|t|n_iter|idx|"
    r"index|no|#)"
)
BEFORE = r"(?:(?:train|training|current|global|total|number of|num|the|this|at)[ _.])*"
PATTERNS: tuple[tuple[Role, str], ...] = (
    ("step", rf"{BEFORE}{STEP}(?:[ _.]?(?:number|no|num|idx|index|id))?"),
    (
        "learning rate",
        r"(?:current )?(?:lr|lr_?\d+|learning[ _-]?rate|eta|η|step[ _]?size|rate)",
    ),
    (
        "gradient",
        r".*(?:grad|∇|gnorm).*|d_?[wbmcθ]\d?|d_?(?:theta|weights?|bias)_?\d*|"
        r"\|*g\|*_?\d*|"
        r"(?:d|∂)_?[lj]?_?[/_]?(?:d|∂)_?\w{1,6}|d[lj]d\w",
    ),
    (
        "other",
        r"(?:.*[^a-z])?(?:acc|r2|r\^2|eta)(?:[^a-z].*)?|.*(?:accuracy|score|time|speed).*",
    ),
    (
        "loss",
        r".*(?:loss|cost|mse|mae\b|error|\berr\b|objective|sse\b|rss\b|verlust|"
        r"fehler|kosten|perte|coût|p[ée]rdida|perdita|perda|costo|custo|coste|"
        r"потер|ошибка|损失|損失|誤差|误差|residual|l1\b|l2\b|chi2).*|[jlfe]|[jlf]\(.*\)",
    ),
    (
        "parameter",
        r"(?:.*[._ ])?(?:w|b|m|c|a|θ|θ_?\d|theta|beta|coef|coefs?_?|weights?|bias|slope"
        r"|intercept_?|params?|parameters?|gewicht|steigung|kernel)"
        r"[_ ]?(?:\d+|hat)?|x\d*|[a-d]\d",
    ),
)
KNOWN = tuple((role, re.compile(text)) for role, text in PATTERNS)

LOSSES = (
    (
        r"loss|verlust|perte|p[ée]rdida|perdita|perda|损失|損失|"
        r"train[a-z]*[ _]loss|loss/train|train/loss",
        "it is named the loss",
    ),
    (
        r"cost|kosten|train[a-z]*[ _]cost|j|j\(.*\)|l|l\(.*\)|objective",
        "it names the cost",
    ),
    (r"(?!.*(?:val|test|eval)).*(?:loss|cost).*", "its name has the loss in it"),
    (r"(?!.*(?:val|test|eval|r)).*mse.*", "it is the mean squared error"),
    (r"(?!.*(?:val|test|eval)).*(?:rmse|error|\berr\b).*", "it is an error"),
    (r"(?!.*(?:val|test|eval)).*", "no other series is nearer to a loss"),
    (r".*", "it is the only loss, though not of the training data"),
)
ROOTS = re.compile(r".*(?:rmse|root mean|rms\b).*")
LINEAR = re.compile(r"(?:.*[ _])?(?:mae|l1|mean absolute error)(?:[ _].*)?")


@lru_cache(maxsize=1024)
def role(name: str) -> Role:
    """The role of a normalized name."""
    for known, pattern in KNOWN:
        if pattern.fullmatch(name):
            return known
    return "other"


def rank(name: str) -> tuple[int, str]:
    """How near a name is to that of the training loss, 0 the nearest; and why."""
    for place, (pattern, why) in enumerate(LOSSES):
        if re.fullmatch(pattern, name):
            return place, why
    return len(LOSSES), ""


def power(name: str) -> int:
    """2 where the series goes as the square of the parameters' error, 1 as the error.

    A root mean square is squared by who reads it, and so counts as 2 as well.
    """
    return 1 if LINEAR.fullmatch(name) else 2


def is_root(name: str) -> bool:
    """Whether the series is the root of a mean square."""
    return bool(ROOTS.fullmatch(name))

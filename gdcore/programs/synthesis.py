"""Values for names that a posted program does not define.

The one rule: a guess follows the name alone; what depends on the guess is reported only
if every guess that runs agrees.
"""

from typing import Any

import numpy as np

from gdcore.programs.machine import Machine
from gdcore.programs.values import Unknown

CASES = 4
"""x and y of shapes (n,) and (n,); (n, 2) and (n,); (n, 2) and (n, 1); (n, 1) twice."""
ROWS = 7
TARGETS_WORDS = """
y Y ys y_train Y_train Y_data y_data target targets labels train_y price prices y_true
Y_true outputs t output profit
"""
TARGETS = frozenset(TARGETS_WORDS.split())
INPUTS_WORDS = """
x X xs x_train X_train X_data x_data inputs features train_x x_values X_b area sizes
size A data_x input population x1 feature
"""
INPUTS = frozenset(INPUTS_WORDS.split())
SLOPES_WORDS = """
w W weights weight theta Theta thetas m slope a beta coef params
"""
SLOPES = frozenset(SLOPES_WORDS.split())
STARTS = frozenset(["b", "bias", "intercept", "c", "b0", "theta0", "w0", "b_current"])
RATES = frozenset(
    ["lr", "alpha", "eta", "learning_rate", "rate", "step_size", "learningRate"]
)
COUNTS_WORDS = """
epochs iterations num_iters n_iters iters num_iterations n_iterations max_iter epoch
n_epochs num_epochs steps n_steps iteration
"""
COUNTS = frozenset(COUNTS_WORDS.split())
GUESSED = {"rows": TARGETS | INPUTS, "steps": COUNTS, "rate": RATES}
"""What is noted of a guess; rows of a file that nobody here has seen are one, too."""


def guess(m: Machine, name: str) -> Any:
    """A value for a name, by the name and the case of the plan."""
    case = m.plan.case
    for what, names in GUESSED.items():
        if name in names:
            m.note("guess", what)
    if name in TARGETS:
        y = np.random.RandomState(11).normal(2.0, 1.5, ROWS)
        return y[:, None] if case in (2, 3) else y
    if name in INPUTS:
        columns = {0: 0, 1: 2, 2: 2, 3: 1}[case]
        rng = np.random.RandomState(7)
        return rng.normal(0.7, 1.3, (ROWS, columns) if columns else ROWS)
    if name in SLOPES:
        return {0: 0.3, 1: np.full(2, 0.3), 2: np.full((2, 1), 0.3)}.get(
            case, np.full((1, 1), 0.3)
        )
    if name in STARTS:
        return 0.1
    if name in RATES:
        return 0.01
    if name in COUNTS:
        return 5
    if name in ("N", "n", "m_samples", "n_samples", "num_samples"):
        return ROWS
    return Unknown(name)

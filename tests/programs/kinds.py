"""The kinds of fault by the reader's own names, and which say the same.

The one rule: a kind names the cause in the program, never the symptom.
"""

from gdcore.programs.kinds import KINDS

__all__ = ["ALIKE", "KINDS"]

ALIKE = {
    "sum_for_mean": ("rate_too_large",),
    "rate_too_large": ("unscaled",),
    "rate_too_small": ("too_few_steps",),
    "too_few_steps": ("rate_too_small", "unscaled"),
    "unscaled": ("rate_too_large", "rate_too_small", "too_few_steps"),
    "no_intercept": ("intercept_not_updated",),
    "intercept_not_updated": ("no_intercept",),
    "update_in_row_loop": ("sums_not_reset",),
    "wrong_target": ("wrong_variable",),
    "wrong_variable": ("wrong_target",),
    "requires_grad_missing": ("graph_cut",),
}
"""Second names that say the same of a program; a test may accept them too."""

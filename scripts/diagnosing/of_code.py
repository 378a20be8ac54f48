"""Cases of which the program is known: the snippets of the pages that repair them.

The one rule: the kind of each fault is the one that its page explains.
"""

from collections.abc import Sequence

from scripts.diagnosing.example import Example
from scripts.diagnosing.questions import code, question

CASES = (
    (
        "sum-instead-of-mean",
        "It diverges above 1e-4 here, and 0.01 works in the other version",
        "discuss.pytorch.org, thread 71751",
        "sum_instead_of_mean_before_torch",
        ("sum_for_mean",),
    ),
    (
        "mean-of-a-scalar",
        "NaN for X = 100 to 600, even at 1e-5",
        "StackOverflow",
        "scalar_mean_before_numpy",
        ("sum_for_mean", "rate_too_large"),
    ),
    (
        "nan-at-step-zero",
        "The loss is NaN from the first step on",
        "asked in many forums",
        "nan_at_step_zero_before_torch",
        ("nan_in_data", "nan"),
    ),
    (
        "broadcast",
        "PyTorch's gradient is not what I expect, and it predicts the mean",
        "StackOverflow, question 53457270",
        "predicts_the_mean_before_torch",
        ("broadcast",),
    ),
    (
        "zero-grad",
        "The loss falls, then rises: is zero_grad necessary?",
        "discuss.d2l.ai, thread 1781",
        "loss_falls_then_rises_before_torch",
        ("zero_grad_missing",),
    ),
    (
        "lbfgs-nan",
        "LBFGS always gives NaN",
        "github.com, pytorch, issue 5953",
        "lbfgs_nan_before_torch",
        ("zero_grad_missing",),
    ),
    (
        "half-the-intercept",
        "The intercept comes out exactly half",
        "github.com, scikit-learn, issue 22884",
        "intercept_half_before_numpy",
        ("ones_beside_intercept",),
    ),
    (
        "residual-before-the-loop",
        "theta differs from the course's, and the cost does not update",
        "StackOverflow, question 26656640",
        "octave_theta_differs_before_numpy",
        ("residual_stale",),
    ),
    (
        "wrong-sign",
        "The loss rises at any learning rate",
        "asked in many forums",
        "wrong_gradient_before_numpy",
        ("sign",),
    ),
    (
        "relu-on-the-output",
        "Most of the time the loss does not change: y = 2 x - 1",
        "community.deeplearning.ai, thread 324182",
        "relu_on_the_output_before_torch",
        ("activation_on_output",),
    ),
    (
        "printed-cost-rises",
        "The printed cost rises, at any rate",
        "datascience.stackexchange.com, question 26223",
        "printed_cost_rises_before_numpy",
        ("stale_index",),
    ),
    (
        "scale-the-test-input",
        "Scale the test input, the parameters, or both?",
        "stats.stackexchange.com, question 184209",
        "scale_the_test_input_before_numpy",
        ("scaled_differently",),
    ),
)
"""Name, title, where it was asked, snippet, and the kinds that a report may say."""


def cases() -> Sequence[Example]:
    """In the order in which the page shows them."""
    return tuple(
        Example(name, title, where, question(code(snippet)), says)
        for name, title, where, snippet, says in CASES
    )

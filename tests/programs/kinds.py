"""The kinds of fault, by the names that the corpora and the reader of programs share.

The one rule: a kind names the cause in the program, never the symptom.
"""

KINDS = {
    # PyTorch's loop
    "zero_grad_missing": "gradients of all earlier steps add up",
    "zero_grad_misplaced": "gradients are zeroed between backward and step",
    "step_missing": "no optimizer step, the parameters never change",
    "backward_missing": "no backward, there is no gradient",
    "closure_without_backward": "the closure of L-BFGS computes no gradient",
    "closure_missing": "L-BFGS steps without a closure",
    "closure_returns_nothing": "the closure of L-BFGS returns no loss",
    "graph_cut": ".item(), .detach(), .data, no_grad or a new tensor cuts the graph",
    "requires_grad_missing": "a parameter is a plain tensor, it has no gradient",
    "non_leaf_update": "w = w - lr * w.grad makes a new tensor without gradient",
    "optimizer_of_other_parameters": "the optimizer holds other parameters",
    "optimizer_in_loop": "a new optimizer each step forgets its state",
    "broadcast": "(n, 1) against (n,) becomes n x n",
    "integer": "integers where floats are needed",
    "sum_for_mean": "a summed loss or gradient with a rate for the mean",
    "weight_decay": "a penalty moves the minimum",
    "decay_to_zero": "the schedule takes the rate to zero before the end",
    "activation_on_output": "ReLU, sigmoid or tanh at the output",
    "wrong_target": "the loss is taken against x, or another wrong variable",
    # gradients by hand
    "sign": "the step goes up the gradient",
    "swapped": "slope and intercept take each other's gradient",
    "factor_x_missing": "the slope's gradient lacks the factor x",
    "wrong_index": "x[1] for x[:, 1], or another wrong row or column",
    "transpose_missing": "X @ r for X.T @ r, or reshape for transpose",
    "residual_stale": "prediction and residual are computed once, before the loop",
    "divided_twice": "the gradient is divided by n twice",
    "sums_not_reset": "sums over the rows go on from the epoch before",
    "update_before_gradient": "w moves before the gradient of b is computed",
    "intercept_not_updated": "the loop never moves the intercept",
    "no_intercept": "the model has no intercept",
    "ones_beside_intercept": "a column of ones beside a fitted intercept",
    "squared_residual": "the squared error stands where the error belongs",
    "wrong_variable": "another name than the one that is meant",
    # the loop
    "return_in_loop": "return or break inside the loop ends it after one pass",
    "update_in_row_loop": "the update with the running sum inside the row loop",
    "update_discarded": "the new values are computed and then thrown away",
    "parameters_reset": "the parameters are set anew in each epoch",
    "stop_test": "the stop test compares the loss with itself",
    "stale_index": "the printed cost reads the index of another loop",
    "too_few_steps": "the loop ends long before the line is reached",
    "rate_too_large": "the learning rate is above the limit of these data",
    "rate_too_small": "the learning rate is far below the limit of these data",
    "absolute_error": "a constant rate on absolute errors swings in a band",
    "constant_rate": "Adam with a constant rate does not come to rest",
    # the data
    "unscaled": "the features are not scaled, the condition number is large",
    "x_shuffled_without_y": "only x is shuffled",
    "scaled_differently": "two data sets, or training and use, are scaled differently",
    "target_not_scaled_back": "predictions stay in the units of the scaled target",
    "nan_in_data": "the data hold NaN, or a division by zero makes one",
    "precision": "float32 or float16 cannot hold the numbers",
}
"""Every kind, with what it does, in a few words."""

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

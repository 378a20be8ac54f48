"""How closely two computations must agree: the tests ask it, a page shows it.

The one rule: a tolerance stands here once. Where nothing else is said, a number passes
if it is off by no more than the tolerance times one plus its own size.
"""

DIFFERENCES = 1e-8
"""Gradients against central differences."""
AUTOGRAD = 1e-13
"""Gradients against PyTorch's autograd."""
TORCH_STEPS = 1e-12
"""Each step of a run against torch.optim, relative to the length of the parameters."""
CLOSED_FORM = 1e-9
"""Iterates on data against the closed form."""
DENSE_DIRECTION = 1e-10
"""L-BFGS's direction against the dense formula, relative to its length."""
KRYLOV = 1e-9
"""Conjugate gradients against SciPy's, and L-BFGS with exact steps against them."""
MORE_THAN_SCIPY = 1.2
"""Evaluations of L-BFGS over those of SciPy's L-BFGS-B, at most."""
LEAST_ABSOLUTE = 1e-12
"""The least absolute error by a linear program against all pairs of points."""
MINIMIZER = 1e-9
"""Minimizers against other solvers of least squares."""
FLOAT32_THREAD = 2e-5
"""A million float32 steps against the losses that the thread prints, relative."""
BROWSER = 1e-12
"""Runs in the browser's Python against this one, relative and of the largest value."""
BROWSER_EPOCHS = 30
"""Epochs of each of these runs."""
ADAM_PATH = 2e-2
"""Runs of Adam that round differently, relative to the length of the solution."""

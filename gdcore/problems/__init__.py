"""What is minimized: formulas with the data they stand on.

The one rule: `value` and `grad` broadcast over leading axes, and dtype follows the
data.
"""

from gdcore.problems.absolute import best_absolute_fit, best_absolute_line
from gdcore.problems.lines import line_design, line_fit
from gdcore.problems.losses import LeastAbsolute, LeastSquares
from gdcore.problems.rows import RowProblem
from gdcore.problems.surfaces import Problem, Quadratic, Rosenbrock, numerical_grad

__all__ = [
    "LeastAbsolute",
    "LeastSquares",
    "Problem",
    "Quadratic",
    "Rosenbrock",
    "RowProblem",
    "best_absolute_fit",
    "best_absolute_line",
    "line_design",
    "line_fit",
    "numerical_grad",
]

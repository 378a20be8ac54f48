"""The numbers of the comparison, each with what it means.

The one rule: what hangs on rounding, such as a count on a thousand curvatures, is drawn
and not printed.
"""

from collections.abc import Iterator

from scripts.drawing.declarations import Number
from scripts.topics.compare.data import (
    ADAM_MOST,
    ADAM_RATE,
    DIM_KAPPA,
    DIMS,
    GRID_DIMS,
    GRID_KAPPAS,
    KAPPA_DIM,
    KAPPAS,
    ROWS_PER_COLUMN,
    TOLERANCE,
    Data,
    best_way,
    crossings,
    slope,
)

WORDS = {
    "gd": "gradient descent at its best rate",
    "momentum": "momentum at its best settings",
    "nesterov": "Nesterov's method at its best settings",
    "chebyshev": "Chebyshev's method with the exact ends of the spectrum",
    "cg": "conjugate gradients",
    "lbfgs": "L-BFGS with a strong Wolfe search",
    "adam": "Adam",
}
NONE, GRADIENTS = "dimensionless", "gradients"


def numbers(data: Data) -> list[Number]:
    """Everything the page quotes."""
    return [*_settings(), *_problems(data), *_sweeps(data), *_grid(data)]


def _settings() -> Iterator[Number]:
    yield Number("tolerance", TOLERANCE, NONE, "Share of the first error that is left")
    yield Number("adam_rate", ADAM_RATE, NONE, "Learning rate of Adam")
    yield Number("adam_most", ADAM_MOST, "steps", "Steps that Adam is given")
    yield Number("kappa_dim", KAPPA_DIM, NONE, "Parameters where the curvature varies")
    yield Number("dim_kappa", DIM_KAPPA, NONE, "Condition number where p varies")
    rows = "Rows for each column where rows are counted"
    yield Number("rows_per_column", ROWS_PER_COLUMN, NONE, rows)


def _problems(data: Data) -> Iterator[Number]:
    for problem, counts in data.raw.items():
        yield Number(
            f"{problem}.kappa", counts.kappa, NONE, f"Condition number, {problem}"
        )
        for kind in ("bound", "predicted", "measured"):
            for method, count in getattr(counts, kind).items():
                meaning = f"{WORDS[method]} on {problem}, {kind}"
                yield Number(f"{problem}.{kind}.{method}", count, GRADIENTS, meaning)
    for problem, count in data.standardized.items():
        meaning = f"Gradient descent at its best rate on {problem}, x standardized"
        yield Number(f"{problem}.standardized", count, GRADIENTS, meaning)
    ratios = {
        method: max(
            counts.predicted[method] / count
            for counts in data.raw.values()
            if (count := counts.measured.get(method))
        )
        for method in ("gd", "momentum", "nesterov", "chebyshev")
    }
    least = min(counts.predicted["gd"] for counts in data.raw.values())
    yield Number(
        "least_gd", least, GRADIENTS, "Gradient descent on the easiest problem"
    )
    worst = max(abs(ratio - 1) for ratio in ratios.values())
    yield Number(
        "worst", worst, NONE, "Largest share by which a predicted count is off"
    )


def _sweeps(data: Data) -> Iterator[Number]:
    for method in ("gd", "momentum", "nesterov", "chebyshev"):
        meaning = f"Power of the condition number in the steps of {WORDS[method]}"
        power = slope(KAPPAS, data.by_kappa[method])
        yield Number(f"power.{method}", power, NONE, meaning)
        most = f"Gradients of {WORDS[method]} at the largest condition number drawn"
        yield Number(f"most.{method}", data.by_kappa[method][-1], GRADIENTS, most)
        for place, count in (
            ("few", data.by_dim[method][0]),
            ("many", data.by_dim[method][-1]),
        ):
            meaning = f"Gradients of {WORDS[method]} with {place} parameters"
            yield Number(f"{place}.{method}", count, GRADIENTS, meaning)
    yield Number("few", DIMS[0], NONE, "The fewest parameters where p varies")
    yield Number("many", DIMS[-1], NONE, "The most parameters where p varies")


def _grid(data: Data) -> Iterator[Number]:
    for i, (kappa, crossing) in enumerate(
        zip(GRID_KAPPAS, crossings(data), strict=True)
    ):
        yield Number(f"grid.{i}.kappa", kappa, NONE, "Condition number of a row")
        meaning = "Parameters from which solving costs more, zero if none that is shown"
        yield Number(f"grid.{i}.crossing", crossing, NONE, meaning)
        for j, way in enumerate(best_way(data)[i]):
            cell = f"condition number {kappa:g}, {GRID_DIMS[j]:,} parameters"
            yield Number(f"solve.{i}.{j}", way == "solve", NONE, f"Solve: {cell}")
            cheapest = min(data.grid[i][j], data.solving[j])
            meaning = f"Cost of the cheaper way: {cell}"
            yield Number(f"cell.{i}.{j}", float(cheapest), GRADIENTS, meaning)
        for j, steps in enumerate(data.grid[i]):
            meaning = f"Conjugate gradients at most, with {GRID_DIMS[j]:,} parameters"
            yield Number(f"grid.{i}.{j}", int(steps), GRADIENTS, meaning)
    for j, (p, cost) in enumerate(zip(GRID_DIMS, data.solving, strict=True)):
        yield Number(f"solving.{j}.p", p, NONE, "Parameters of a column")
        meaning = f"Solving with {p:,} parameters, as many gradients"
        yield Number(f"solving.{j}", cost, GRADIENTS, meaning)

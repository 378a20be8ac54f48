"""Measures the minimizer on the problems that NIST certifies.

The one rule: what is compared is what a careful reader would write: QR factors of
columns of equal length.
"""

from scripts.benchmark.rows import Row

LEAST = {"Norris": 12, "Pontius": 11, "Longley": 11, "Wampler1": 9, "Filip": 7}


def nist(quick: bool) -> list[Row]:
    """Right digits of the worst parameter of each problem."""
    import numpy as np

    from gdcore.spectral import minimizer, trusted_digits
    from scripts.reference_problems import nist

    rows = []
    for name, entry in nist.entries().items():
        problem, solution, _ = nist.case(entry)
        size = np.linalg.norm(problem.X, axis=0)
        Q, R = np.linalg.qr(problem.X / size)
        digits = nist.digits(minimizer(problem), solution)
        careful = nist.digits(np.linalg.solve(R, Q.T @ problem.y) / size, solution)
        least = max(careful - 1, LEAST.get(name, 0))
        what = f"{name}, {problem.X.shape[0]} rows, {problem.dim} parameters"
        promised = trusted_digits(problem)
        figure = f"{digits:.1f} digits, QR {careful:.1f}, promised {promised}"
        rows.append(Row(what, figure, f"at least {least:.1f}", digits >= least))
    return rows

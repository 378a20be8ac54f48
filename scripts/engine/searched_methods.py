"""The methods whose steps are searched, or exact: their entries in the catalog.

The one rule: an entry has the name of the class in gdcore.optimizers whose it is.
"""

from scripts.engine.method import Method, Program

FIRST_DOWNHILL = """t = {first} / 2
for k in range(epochs):
    g, t, now = gradient(p), 2 * t, loss(p)
    trials = 1
    while loss(p - t * g) > now - 0.1 * t * (g @ g) and trials < 60:
        t, trials = t / 2, trials + 1
    if trials == 60:
        break  # no step goes downhill: this is the floor
    p = p - t * g
"""
EXACT = """for k in range(epochs):
    g = gradient(p)
    if not g @ H @ g > 0:
        break  # there is nowhere left to go
    p = p - g @ g / (g @ H @ g) * g
"""
SCIPY = """\
from scipy.optimize import minimize  # its line search differs, the end does not

options = {"maxiter": epochs, "maxcor": {history}, "gtol": 1e-12, "ftol": 0}
p = minimize(loss, p, jac=gradient, method="L-BFGS-B", options=options).x
"""
CLOSURE = """

def closure():
    optimizer.zero_grad()
    value = loss(X, y)
    value.backward()
    return value


optimizer.step(closure)
"""
WOLFE = Program(
    problem="The strong Wolfe search is too long to copy: choose Backtracking or "
    "Exact.",
    when={"search": "StrongWolfe"},
)
KINKS = Program(
    problem="On kinks L-BFGS stops where its own search gives up, which differs from "
    "library to library.",
    when={"loss": "mae"},
)

SEARCHED = {
    "SteepestDescent": Method(
        title="Steepest descent",
        words="steepest descent",
        numpy=(
            WOLFE,
            Program(EXACT, when={"search": "Exact"}),
            Program(FIRST_DOWNHILL),
        ),
        special=(WOLFE,),
    ),
    "ConjugateGradient": Method(
        title="Conjugate gradient",
        words="conjugate gradients",
        numpy="""g = gradient(p)
d = g
for k in range(epochs):
    if not d @ H @ d > 0:
        break  # there is nowhere left to go
    p = p - g @ d / (d @ H @ d) * d
    g, last = gradient(p), g
    d = g + g @ g / (last @ last) * d
""",
        curved=True,
    ),
    "Chebyshev": Method(
        title="Chebyshev",
        words="Chebyshev",
        numpy="""low, high = {lambda_min}, {lambda_max}
theta, delta = (high + low) / 2, (high - low) / 2
rho, d = delta / theta, gradient(p) / theta
for k in range(epochs):
    p = p - d
    last, rho = rho, 1 / (2 * theta / delta - rho)
    d = rho * last * d + 2 * rho / delta * gradient(p)
""",
        curved=True,
    ),
    "LBFGS": Method(
        title="L-BFGS",
        words="L-BFGS",
        numpy=(
            KINKS,
            Program(SCIPY),
        ),
        special=(KINKS,),
        optim="""LBFGS(
    [u, c], max_iter={epochs}, history_size={history}, tolerance_grad=1e-12,
    tolerance_change=0, line_search_fn="strong_wolfe",
)""",
        loop=CLOSURE,
    ),
}

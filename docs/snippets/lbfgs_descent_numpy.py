import numpy as np


def direction(g, pairs):
    q, alphas = -g, []
    for s, y in reversed(pairs):  # newest first
        alphas.append((s @ q) / (s @ y))
        q = q - alphas[-1] * y
    if pairs:
        s, y = pairs[-1]
        q = q * (s @ y) / (y @ y)
    for (s, y), alpha in zip(pairs, reversed(alphas), strict=True):
        q = q + (alpha - (y @ q) / (s @ y)) * s
    return q


def lbfgs(f, grad, x, memory=10, gtol=1e-9):
    value, g, pairs, evaluations = f(x), grad(x), [], 1
    while np.linalg.norm(g) > gtol and evaluations < 1000:
        d = direction(g, pairs)
        t = 1.0 if pairs else min(1.0, 1 / np.linalg.norm(g))
        while True:  # backtracking
            new, evaluations = f(x + t * d), evaluations + 1
            if new <= value + 1e-4 * t * (g @ d) or t < 1e-20:
                break
            t /= 2
        s, old = t * d, g
        x, value, g = x + s, new, grad(x + s)
        y = g - old
        if s @ y > 1e-16 * np.linalg.norm(s) * np.linalg.norm(y):
            pairs = [*pairs, (s, y)][-memory:]
    return x, evaluations


A = np.array([[-249.69, -4.1511], [-4.1511, -0.20755]])
b = np.array([0.0, 10.0])
x, evaluations = lbfgs(
    lambda x: np.sum((A @ x - b) ** 2),
    lambda x: 2 * A.T @ (A @ x - b),
    np.zeros(2),
)
print(x.round(4), evaluations)

import numpy as np


def direction(grad, pairs):
    q, shares = -grad, []
    for s, delta in reversed(pairs):  # newest first
        shares.append((s @ q) / (s @ delta))
        q = q - shares[-1] * delta
    if pairs:
        s, delta = pairs[-1]
        q = q * (s @ delta) / (delta @ delta)
    for (s, delta), share in zip(pairs, reversed(shares), strict=True):
        q = q + (share - (delta @ q) / (s @ delta)) * s
    return q


def lbfgs(loss, gradient, theta, memory=10, gtol=1e-9):
    value, grad, pairs, evaluations = loss(theta), gradient(theta), [], 1
    while np.linalg.norm(grad) > gtol and evaluations < 1000:
        along = direction(grad, pairs)
        t = 1.0 if pairs else min(1.0, 1 / np.linalg.norm(grad))
        while True:  # backtracking
            new, evaluations = loss(theta + t * along), evaluations + 1
            if new <= value + 1e-4 * t * (grad @ along) or t < 1e-20:
                break
            t /= 2
        s, old = t * along, grad
        theta, value, grad = theta + s, new, gradient(theta + s)
        delta = grad - old
        if s @ delta > 1e-16 * np.linalg.norm(s) * np.linalg.norm(delta):
            pairs = [*pairs, (s, delta)][-memory:]
    return theta, evaluations


A = np.array([[-249.69, -4.1511], [-4.1511, -0.20755]])
b = np.array([0.0, 10.0])
x, evaluations = lbfgs(
    lambda x: np.sum((A @ x - b) ** 2),
    lambda x: 2 * A.T @ (A @ x - b),
    np.zeros(2),
)
print(x.round(4), evaluations)  # [  1.2    -72.1824] 31

import numpy as np

x = np.arange(-25.0, 26, 2)
y = 0.3 * x + 5 + np.sin(x)
X = np.stack([x, np.ones_like(x)], axis=1)
best, *_ = np.linalg.lstsq(X, y)
low, high = np.linalg.eigvalsh(2 * X.T @ X / len(x))
kappa = high / low


def gradient(p):
    return 2 * X.T @ (X @ p - y) / len(x)


def heavy_ball(p, steps, root=kappa**0.5):
    lr, beta, v = 4 / (high**0.5 + low**0.5) ** 2, ((root - 1) / (root + 1)) ** 2, 0
    for _ in range(steps):
        v = beta * v + gradient(p)
        p = p - lr * v
    return p


def nesterov(p, steps, root=(3 * kappa + 1) ** 0.5):
    lr, beta, v = 4 / (3 * high + low), (root - 2) / (root + 2), 0
    for _ in range(steps):
        g = gradient(p)
        v = beta * v + g
        p = p - lr * (g + beta * v)
    return p


def chebyshev(p, steps):
    theta, delta = (high + low) / 2, (high - low) / 2
    rho, move = delta / theta, -gradient(p) / theta
    for _ in range(steps):
        p, last = p + move, rho
        rho = 1 / (2 * theta / delta - last)
        move = rho * last * move - 2 * rho / delta * gradient(p)
    return p


def left(method):  # after 100 steps, in the norm of the loss
    error = method(np.zeros(2), 100) - best
    return np.linalg.norm(X @ error) / np.linalg.norm(X @ best)


print(f"{left(heavy_ball):.1e}")  # {momentum.ball_hundred:.1e}
print(f"{left(nesterov):.1e}")  # {momentum.nesterov_hundred:.1e}
print(f"{left(chebyshev):.1e}")  # {momentum.chebyshev_hundred:.1e}

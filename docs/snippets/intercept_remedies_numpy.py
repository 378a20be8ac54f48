import numpy as np

np.random.seed(0)
slope, intercept = np.random.rand(), np.random.rand()
x = np.linspace(0, 100, 100)
y = slope * x + intercept + np.random.normal(size=100)


def train(x, steps, lr, momentum=0.0):
    rows = np.stack([x, np.ones_like(x)], axis=1)
    p = v = np.zeros(2)
    for _ in range(steps):
        grad = 2 * rows.T @ (rows @ p - y) / len(y)
        v = momentum * v + grad
        p = p - lr * v
    return p


mean, sd = x.mean(), x.std()

u, c = train(x - mean, 4000, lr=1.17e-3)
centered = u, c - u * mean

u, c = train((x - mean) / sd, 1, lr=0.5)
standardized = u / sd, c - u * mean / sd

own_rates = train(x, 100, lr=np.array([1 / (2 * np.mean(x**2)), 1 / 2]))
momentum = train(x, 800, lr=5.8e-4, momentum=0.966)

rows = np.stack([x, np.ones_like(x)], axis=1)
exact = np.linalg.lstsq(rows, y)[0]
print(f"{standardized[1]:.3f} {own_rates[1]:.3f} {exact[1]:.3f}")  # 0.834 0.834 0.834

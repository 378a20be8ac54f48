import numpy as np

A = np.array([[-249.69, -4.1511], [-4.1511, -0.20755]])
goal = np.array([0.0, 10.0])
x, m, v = np.zeros(2), np.zeros(2), np.zeros(2)

for k in range(20_000):
    g = 2 * A.T @ (A @ x - goal)
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
    lr = 0.1 * 0.999 ** max(0, k - 15_000)  # new: hold, then let it fall
    size = np.sqrt(v / (1 - 0.999 ** (k + 1))) + 1e-8
    x = x - lr * m / (1 - 0.9 ** (k + 1)) / size

print(f"{x[0]:.2f} {x[1]:.2f}")  # 1.20 -72.18

import numpy as np

x = np.linspace(50, 80, 50)  # your x
X, y = np.column_stack([x, np.ones(50)]), 0.3 * x + 0.4
theta = m = v = np.zeros(2)
for k in range(1410):
    lr = 0.5 * 0.999 ** max(0, k - 1000)
    g = 2 / 50 * X.T @ (X @ theta - y)
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    size = np.sqrt(v / (1 - 0.999 ** (k + 1))) + 1e-8
    theta = theta - lr * m / (1 - 0.9 ** (k + 1)) / size

w, b = theta
print(f"w {w:.3f}, b {b:.3f}")  # w 0.300, b 0.400

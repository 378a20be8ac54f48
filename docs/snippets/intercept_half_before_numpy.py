import numpy as np

x = np.arange(6.0)
y = 3 * x + 4
X = np.column_stack([x, np.ones(6)])
theta, b = np.zeros(2), 0.0
for _ in range(1000):
    r = X @ theta + b - y
    theta -= 0.05 * 2 * X.T @ r / 6
    b -= 0.05 * 2 * np.mean(r)
print(f"w {theta[0]:.3f}, b {b:.3f}")  # w 3.000, b 2.000

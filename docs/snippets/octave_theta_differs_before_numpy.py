import numpy as np

x = np.arange(10.0)  # your x
y = 2 * x + 1
X = np.column_stack([np.ones(10), x])
theta = np.zeros(2)
alpha = 0.03
errors = X @ theta - y
for _ in range(1500):
    theta -= alpha / 10 * X.T @ errors

b, w = theta
print(f"w {w:.3f}, b {b:.3f}")  # w 2767.500, b 450.000

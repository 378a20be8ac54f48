import numpy as np

x = np.linspace(-17, 18, 71)  # spread 10
y = 2 * x + 3
X = np.column_stack([x, np.ones_like(x)])
theta = np.zeros(2)
lr = 0.5 / np.mean(x**2 + 1)
for _ in range(1000):
    grad = 2 * X.T @ (X @ theta - y) / len(y)
    theta -= lr * grad

w, b = theta
print(f"w {w:.3g}, b {b:.3g}")  # w 2, b 3

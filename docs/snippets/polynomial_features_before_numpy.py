import numpy as np

x = np.linspace(0, 10, 50)  # your x
y = 0.1 * x**3 - x**2 + 2 * x + 3
X = np.column_stack([x, x**2, x**3])
w, b = np.zeros(3), 0.0
lr = 5e-6  # 1e-5 explodes
for _ in range(20000):
    r = X @ w + b - y
    w -= lr * 2 * X.T @ r / len(y)
    b -= lr * 2 * r.mean()

print(f"w {w.round(3)}, b {b:.3f}")  # w [ 0.197 -0.253  0.043], b 0.226

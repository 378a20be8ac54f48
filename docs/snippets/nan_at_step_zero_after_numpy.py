import numpy as np

x = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])  # your x
y = np.array([1.0, 3.0, 5.0, np.nan, 9.0, 11.0])
whole = np.isfinite(np.column_stack([x, y])).all(axis=1)
x, y = x[whole], y[whole]
w = b = 0.0
lr = 0.05
for _ in range(1000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 1.000

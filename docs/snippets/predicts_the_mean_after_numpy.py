import numpy as np

x = np.arange(1.0, 6.0)[:, None]  # shape (5, 1)
y = np.array([3.0, 5.0, 7.0, 9.0, 11.0])  # shape (5,)
w = b = 0.0
lr = 0.05
for _ in range(700):
    r = w * x + b - y[:, None]
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 1.000

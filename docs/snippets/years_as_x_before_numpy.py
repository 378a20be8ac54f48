import numpy as np

x = np.arange(1950.0, 2021.0)  # your years
y = 3 * x - 5900
w = b = 0.0
lr = 1e-7  # 1e-6 explodes
for _ in range(5000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

print(f"w {w:.3f}, b {b:.3f}")  # w 0.028, b -0.001

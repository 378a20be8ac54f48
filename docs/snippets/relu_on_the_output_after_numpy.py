import numpy as np

x = np.arange(-1.0, 6.0)
y = 2 * x - 1
w = b = -0.5
for _ in range(1000):
    r = w * x + b - y
    w -= 0.05 * 2 * np.mean(r * x)
    b -= 0.05 * 2 * np.mean(r)
print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b -1.000

import numpy as np

x = np.arange(50.0, 100.0)
y = 2 * x + 5
w = b = 0.0
for _ in range(1000):
    r = w * x + b - y
    w -= 1e-4 * 2 * np.mean(r * x)
    b -= 1e-4 * 2 * np.mean(r)
print(f"w {w:.3f}, b {b:.3f}")  # w 2.064, b 0.063

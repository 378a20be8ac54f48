import numpy as np

x = np.arange(20.0, 240, 5)
y = 8000 - 20 * x
w = b = 0.0
for _ in range(1000):
    r = w * x + b - y
    w -= 3e-5 * 2 * np.mean(r * x)
    b -= 3e-5 * 2 * np.mean(r)

print(f"w {w:.3f}, b {b:.3f}")  # w 29.681, b 94.997

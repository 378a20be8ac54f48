import numpy as np

x = np.arange(-500.0, 500.0, 10.0)  # your Celsius
y = 1.8 * x + 32
w = b = 0.0
lr = 1e-6  # 1e-4 explodes
for _ in range(5000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

print(f"w {w:.3f}, b {b:.3f}")  # w 1.798, b 0.318

import numpy as np

x = np.linspace(0, 10, 100)  # your x
y = 2 * x + 1
w = b = 0.0
lr = 0.01
for _ in range(3000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 1.000

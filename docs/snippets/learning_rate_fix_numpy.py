import numpy as np

x = np.linspace(0, 10, 50)  # your data
y = 0.5 * x + 2
w = b = 0.0

lr = 1 / np.mean(x**2 + 1)  # for the mean of squares
for _ in range(1000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

print(f"lr {lr:.4f}, w {w:.3f}, b {b:.3f}")  # lr 0.0288, w 0.500, b 2.000

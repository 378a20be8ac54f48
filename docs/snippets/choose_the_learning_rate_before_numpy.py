import numpy as np

x = np.linspace(50, 150, 51)  # your x
y = 2 * x + 30
w = b = 0.0
lr = 1e-6  # a guess
for _ in range(1000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

print(f"w {w:.3f}, b {b:.3f}")  # w 2.276, b 0.026

import numpy as np

x = np.arange(50.0)  # your x
y = 3 * x + 4
w = b = 0.0
lr = 0.01
for _ in range(2000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

print(f"w {w:.3f}, b {b:.3f}")  # w nan, b nan

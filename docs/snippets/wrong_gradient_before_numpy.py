import numpy as np

x = np.arange(6.0)  # your x
y = 2 * x + 1
w = b = 0.0
lr = 0.05
for _ in range(3000):
    error = y - (w * x + b)
    dw = 2 * np.mean(error * x)
    db = 2 * np.mean(error)
    w -= lr * dw
    b -= lr * db

print(f"w {w:.3f}, b {b:.3f}")  # w nan, b nan

import numpy as np

x = np.array([1.0, 2, 3, 4, 20])
y = 3 * x + 4
w = b = 0.0
lr = 0.01
for _ in range(1000):
    for i in range(len(x)):
        error = w * x[i] + b - y[i]
        w -= lr * error * x[i]
        b -= lr * error

print(f"w {w:.3f}, b {b:.3f}")  # w nan, b nan

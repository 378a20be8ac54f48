import numpy as np

X = np.array([100, 200, 300, 400, 500, 600.0])  # your X
Y = 2 * X + 50
w = b = 0.0
lr = 1e-5
for _ in range(1000):
    error = w * X + b - Y
    dw = np.dot(2 * X, error).mean()
    db = np.sum(2 * error).mean()
    w -= lr * dw
    b -= lr * db

print(f"w {w:.3f}, b {b:.1f}")  # w nan, b nan

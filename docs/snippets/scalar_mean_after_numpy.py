import numpy as np

X = np.array([100, 200, 300, 400, 500, 600.0])  # your X
Y = 2 * X + 50
mean, deviation = X.mean(), X.std()
X = (X - mean) / deviation
w = b = 0.0
lr = 0.1
for _ in range(1000):
    error = w * X + b - Y
    dw = (2 * X * error).mean()
    db = (2 * error).mean()
    w -= lr * dw
    b -= lr * db

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.1f}")  # w 2.000, b 50.0

import numpy as np

x = np.linspace(0, 20, 41)  # your x
y = 3 * x + 4
mean, deviation = x.mean(), x.std()
x = (x - mean) / deviation
w = b = 0.0
lr, loss = 0.1, np.inf
for _ in range(100_000):
    r = w * x + b - y
    dw, db = 2 * np.mean(r * x), 2 * np.mean(r)
    last, loss = loss, np.mean(r**2)
    if max(abs(dw), abs(db)) < 1e-6:
        break
    w -= lr * dw
    b -= lr * db

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 3.000, b 4.000

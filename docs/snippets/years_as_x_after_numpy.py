import numpy as np

x = np.arange(1950.0, 2021.0)  # your years
y = 3 * x - 5900
keep = np.isfinite(x) & np.isfinite(y)  # drop rows with a missing value
x, y = x[keep], y[keep]
mean, deviation = x.mean(), x.std()
x = (x - mean) / deviation
w = b = 0.0
lr = 0.1
for _ in range(5000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 3.000, b -5900.000

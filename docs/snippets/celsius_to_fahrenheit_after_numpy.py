import numpy as np

x = np.arange(-500.0, 500.0, 10.0)  # your Celsius
y = 1.8 * x + 32
mean, deviation = x.mean(), x.std()
z = (x - mean) / deviation
w = b = 0.0
lr = 0.4
for _ in range(5000):
    r = w * z + b - y
    w -= lr * 2 * np.mean(r * z)
    b -= lr * 2 * np.mean(r)

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 1.800, b 32.000

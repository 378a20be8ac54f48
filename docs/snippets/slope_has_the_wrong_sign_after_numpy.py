import numpy as np

x = np.arange(20.0, 240, 5)
y = 8000 - 20 * x
mean, deviation = x.mean(), x.std()
z = (x - mean) / deviation
w = b = 0.0
for _ in range(1000):
    r = w * z + b - y
    w -= 0.1 * 2 * np.mean(r * z)
    b -= 0.1 * 2 * np.mean(r)

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w -20.000, b 8000.000

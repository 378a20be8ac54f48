import numpy as np

x = np.arange(50.0, 250.0, 5.0)  # your feature
y = 3 * x + 40
mean, deviation = x.mean(), x.std()
z = (x - mean) / deviation
w = b = 0.0
lr = 0.4
for _ in range(50):
    r = w * z + b - y
    w -= lr * 2 * np.mean(r * z)
    b -= lr * 2 * np.mean(r)

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 3.000, b 40.000

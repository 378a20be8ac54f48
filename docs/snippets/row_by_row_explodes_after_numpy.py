import numpy as np

x = np.array([1.0, 2, 3, 4, 20])
y = 3 * x + 4
mean, deviation = x.mean(), x.std()
x = (x - mean) / deviation
w = b = 0.0
lr = 0.01
for _ in range(1000):
    for i in range(len(x)):
        error = w * x[i] + b - y[i]
        w -= lr * error * x[i]
        b -= lr * error

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 3.000, b 4.000

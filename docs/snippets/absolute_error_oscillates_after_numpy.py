import numpy as np

x = np.arange(21.0)  # your x
y = 3 * x + 4 + 30 * (x > 18)  # two outliers
mean, deviation = x.mean(), x.std()
x = (x - mean) / deviation
first = np.mean(np.abs(y)) / 10
w = b = 0.0
for k in range(10000):
    lr = first / (k + 1) ** 0.75
    s = np.sign(w * x + b - y)
    w -= lr * np.mean(s * x)
    b -= lr * np.mean(s)

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 3.000, b 3.997

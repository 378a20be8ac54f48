import numpy as np

x = np.linspace(50, 150, 51)  # your x
y = 2 * x + 30
mean, deviation = x.mean(), x.std()
x = (x - mean) / deviation
w = b = 0.0
lr = 1 / np.mean(x**2 + 1)  # 0.5
for _ in range(1000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 30.000

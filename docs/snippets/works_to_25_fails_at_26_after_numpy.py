import numpy as np

x = np.arange(27.0)  # 0 to 26; to 25 it works
y = 3 * x + 4
mean, deviation = x.mean(), x.std()
z = (x - mean) / deviation
w = b = 0.0
lr = 0.1
for _ in range(2000):
    r = w * z + b - y
    w -= lr * 2 * np.mean(r * z)
    b -= lr * 2 * np.mean(r)

w = w / deviation
b = b - w * mean
print(f"w {w:.2g}, b {b:.2g}")  # w 3, b 4

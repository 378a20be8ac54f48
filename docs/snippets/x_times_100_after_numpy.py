import numpy as np

x = np.linspace(0, 1, 50)
x = x * 100  # fine without this line
y = 5 * x + 3
mean, deviation = x.mean(), x.std()
z = (x - mean) / deviation
w = c = 0.0
lr = 0.1
for _ in range(2000):
    yhat = w * z + c
    dw = 2 * np.mean((yhat - y) * z)
    dc = 2 * np.mean(yhat - y)
    w = w - lr * dw
    c = c - lr * dc

w = w / deviation
c = c - w * mean
print(f"w {w:.3f}, b {c:.3f}")  # w 5.000, b 3.000

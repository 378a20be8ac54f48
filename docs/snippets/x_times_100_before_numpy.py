import numpy as np

x = np.linspace(0, 1, 50)
x = x * 100  # fine without this line
y = 5 * x + 3
w = c = 0.0
lr = 0.01
for _ in range(2000):
    yhat = w * x + c
    dw = 2 * np.mean((yhat - y) * x)
    dc = 2 * np.mean(yhat - y)
    w = w - lr * dw
    c = c - lr * dc

print(f"w {w:.3f}, b {c:.3f}")  # w nan, b nan

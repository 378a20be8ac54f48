import numpy as np

x = np.linspace(-17, 18, 71)  # spread 10
y = 2 * x + 3
mean, deviation = x.mean(), x.std()
z = (x - mean) / deviation
X = np.column_stack([z, np.ones_like(x)])
theta = np.zeros(2)
lr = 0.1
for _ in range(1000):
    grad = 2 * X.T @ (X @ theta - y) / len(y)
    theta -= lr * grad

w, b = theta
w = w / deviation
b = b - w * mean
print(f"w {w:.3g}, b {b:.3g}")  # w 2, b 3

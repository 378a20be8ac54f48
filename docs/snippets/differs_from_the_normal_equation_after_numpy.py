import numpy as np

x = 5 + 17 * np.linspace(0, 1, 97) ** 2  # your x
y = 1.2 * x - 4
mean, deviation = x.mean(), x.std()
X = np.column_stack([np.ones(97), (x - mean) / deviation])
theta = np.zeros(2)
alpha = 0.1
for _ in range(1500):
    theta -= alpha / 97 * X.T @ (X @ theta - y)

b, w = theta
w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 1.200, b -4.000

import numpy as np

size = np.arange(800.0, 4800, 100)  # square feet
y = 150 * size + 20000  # price
m = len(y)
mean, deviation = size.mean(), size.std()
size = (size - mean) / deviation
X = np.column_stack([np.ones(m), size])
theta = np.zeros(2)
alpha = 0.1
for _ in range(1500):
    error = X @ theta - y
    J = error @ error / (2 * m)
    theta = theta - alpha / m * (X.T @ error)

w = theta[1] / deviation
b = theta[0] - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 150.000, b 20000.000

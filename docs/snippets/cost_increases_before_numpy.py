import numpy as np

size = np.arange(800.0, 4800, 100)  # square feet
y = 150 * size + 20000  # price
m = len(y)
X = np.column_stack([np.ones(m), size])
theta = np.zeros(2)
alpha = 1e-4
for _ in range(1500):
    error = X @ theta - y
    J = error @ error / (2 * m)
    theta = theta - alpha / m * (X.T @ error)

w, b = theta[1], theta[0]
print(f"w {w:.3f}, b {b:.3f}")  # w nan, b nan

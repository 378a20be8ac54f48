import numpy as np

x = np.array([0.4, 0.8, 1.0, 1.9, 2.2, 2.5, 2.7, 4.0, 4.5, 5.6])
y = np.array([0.8, -0.2, -0.1, 3.1, 0.8, 4.0, 0.5, 3.1, 4.3, 2.4])
n = len(x)
X = np.stack([x, np.ones(n)], axis=1)
D = np.diag([1.0, 0.0])


def left_out(alpha):
    inverse = np.linalg.inv(X.T @ X + n * alpha * D)
    hat = X @ inverse @ X.T
    r = hat @ y - y
    return np.mean((r / (1 - np.diag(hat))) ** 2)


print(f"{left_out(0.01):.2f}")  # 2.52
print(f"{left_out(0.1):.2f}")  # 2.46
print(f"{left_out(1):.2f}")  # 2.30
print(f"{left_out(10):.2f}")  # 2.84

import numpy as np

x = np.linspace(0, 100, 100)
X = np.column_stack([x, x**2])  # two features that nearly say the same

Z = X - X.mean(axis=0)  # center
values, Q = np.linalg.eigh(Z.T @ Z / len(Z))
M = Q / np.sqrt(values)  # rotate, then scale
white = Z @ M
print(np.allclose(white.T @ white / len(white), np.eye(2)))  # True

u, c = np.array([1.0, -2.0]), 3.0  # coefficients found on `white`
w, b = M @ u, c - X.mean(axis=0) @ M @ u  # the same on X
print(np.allclose(X @ w + b, white @ u + c))  # True

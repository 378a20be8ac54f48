import numpy as np

A = np.array([[-249.69, -4.1511], [-4.1511, -0.20755]])
b = np.array([0.0, 10.0])

s = np.linalg.svd(A, compute_uv=False)
lr = 2 / (s[0] + s[-1]) ** 2  # for the sum of squares
beta = ((s[0] - s[-1]) / (s[0] + s[-1])) ** 2

x, v = np.zeros(2), np.zeros(2)
for _ in range(20_000):
    v = beta * v + 2 * A.T @ (A @ x - b)
    x = x - lr * v

print(x.round(4))  # [  1.2    -72.1824]

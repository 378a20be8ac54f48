import numpy as np

draw = np.random.RandomState(2)
x = np.sort(50 * draw.rand(100))
y = 0.3 * x + 5 + 5 * draw.normal(size=100)
lr, batch = 0.1, 1
X = np.c_[(x - x.mean()) / x.std(), np.ones(100)]  # one row per sample
s = X @ np.linalg.lstsq(X, y, rcond=None)[0] - y  # residuals of the best line
n, p = X.shape
H, one = 2 * X.T @ X / n, np.eye(p)
pairs = np.einsum("ni,nj->nij", X, X).reshape(n, -1)  # x x^T as a vector
A = np.kron(H, one) + np.kron(one, H)
B = 4 / batch * pairs.T @ pairs / n + (1 - 1 / batch) * np.kron(H, H)
S = 4 / batch * s**2 @ pairs / n
C = np.linalg.solve(A - lr * B, lr * S)  # the error's covariance
floor = H.ravel() @ C / 2 / np.mean(s**2)
print(f"floor {floor:.4f}")  # floor {minibatches.floor_predicted_1_0_1:.4f}

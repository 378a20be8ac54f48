import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

x = np.random.RandomState(0).normal(size=(200, 20)) + 1  # your table
X = np.column_stack([x, np.ones(len(x))])
n, p = X.shape

v = np.ones(p)
for _ in range(20):
    v = 2 / n * X.T @ (X @ v) / np.linalg.norm(v)  # power iteration: this line
power = 2 / np.linalg.norm(v)

H = LinearOperator((p, p), matvec=lambda v: 2 / n * X.T @ (X @ v), dtype=float)
lanczos = 2 / eigsh(H, 1, v0=np.ones(p), return_eigenvectors=False)[0]

exact = 2 / np.linalg.eigvalsh(2 / n * X.T @ X)[-1]
print(f"power {power:.6f}, Lanczos {lanczos:.6f}, exact {exact:.6f}")
# power 0.047431, Lanczos 0.047431, exact 0.047431

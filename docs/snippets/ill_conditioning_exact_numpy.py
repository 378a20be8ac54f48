import numpy as np

A = np.array([[-249.69, -4.1511], [-4.1511, -0.20755]])
b = np.array([0.0, 10.0])
lr, steps = 1e-5, 1_000_000

U, s, Vt = np.linalg.svd(A)
left = (1 - lr * 2 * s**2) ** steps  # share of each direction's error after all steps
loss = np.sum((left * (U.T @ b)) ** 2)
print(f"{loss:.5f}")  # 46.41431

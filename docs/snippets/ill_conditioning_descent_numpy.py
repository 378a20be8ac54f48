import numpy as np

A = np.array([[-249.69, -4.1511], [-4.1511, -0.20755]], dtype=np.float32)
b = np.array([0.0, 10.0], dtype=np.float32)
x = np.zeros(2, dtype=np.float32)
lr = np.float32(1e-5)

for _ in range(1000):  # the thread takes 1,000,000
    residual = A @ x - b
    x = x - lr * (2 * A.T @ residual)

loss = np.sum((A @ x - b) ** 2)
print(f"{loss:.4f}")  # 99.8957

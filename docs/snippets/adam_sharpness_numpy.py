import numpy as np

A = np.array([[-249.69, -4.1511], [-4.1511, -0.20755]])
goal, lr, beta1, beta2 = np.array([0.0, 10.0]), 0.1, 0.9, 0.999
H = 2 * A.T @ A
x, m, v = np.zeros(2), np.zeros(2), np.zeros(2)
limit = 2 * (1 + beta1) / ((1 - beta1) * lr)
sharpness = []

for k in range(1, 20_001):
    g = 2 * A.T @ (A @ x - goal)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    d = np.sqrt(v / (1 - beta2**k)) + 1e-8
    sharpness.append(np.linalg.eigvalsh(H / np.sqrt(np.outer(d, d)))[-1])
    x = x - lr * m / (1 - beta1**k) / d

late = np.array(sharpness[10_000:])
print(f"limit {limit:.0f}")  # limit 380
print(limit < late.max() < 1.1 * limit)  # True
print(0.75 * limit < late.min() < 0.9 * limit)  # True

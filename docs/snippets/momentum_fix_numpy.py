import numpy as np

x = np.arange(-25.0, 26, 2)  # put your x and y here
y = 0.3 * x + 5 + np.sin(x)
X = np.stack([x, np.ones_like(x)], axis=1)
flat, steep = np.sqrt(np.linalg.eigvalsh(2 * X.T @ X / len(x))[[0, -1]])
lr, beta = (2 / (steep + flat)) ** 2, ((steep - flat) / (steep + flat)) ** 2
p = v = np.zeros(2)
for _ in range(143):
    v = beta * v + 2 * X.T @ (X @ p - y) / len(x)
    p = p - lr * v
print(f"w {p[0]:.4f}, b {p[1]:.4f}")
# w {momentum.star_w:.4f}, b {momentum.star_b:.4f}

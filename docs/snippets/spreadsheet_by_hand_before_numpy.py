import numpy as np

x = np.array([0.0, 1, 2, 3, 4])  # A2:A6
y = np.array([1.0, 2, 4, 4, 7])  # B2:B6
H = [0.1] + [0.0] * 199  # H1, and the empty cells below it
w = b = 0.0
for k in range(200):
    lr = H[k]  # H1 has become H2, H3, …
    r = w * x + b - y
    w -= lr * 2 * np.sum(r * x) / 5
    b -= lr * 2 * np.sum(r) / 5

print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 0.720

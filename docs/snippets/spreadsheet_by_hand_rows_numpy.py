import numpy as np

x = np.array([0.0, 1, 2, 3, 4])
y = np.array([1.0, 2, 4, 4, 7])
w = b = 0.0
rows = []
for row in (2, 3, 4):
    r = w * x + b - y
    rows.append(f"row {row}: w {w:.3f}, b {b:.3f}, loss {np.mean(r**2):.4f}")
    w -= 0.1 * 2 * np.sum(r * x) / 5
    b -= 0.1 * 2 * np.sum(r) / 5

print("\n".join(rows))
# row 2: w 0.000, b 0.000, loss 17.2000
# row 3: w 2.000, b 0.720, loss 2.2944
# row 4: w 1.312, b 0.496, loss 0.5659

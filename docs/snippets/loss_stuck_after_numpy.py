import numpy as np

x = np.linspace(0, 4, 41)  # your x
y = 0.2 * x + 300
w = b = 0.0
lr = 0.004
for _ in range(8000):
    r = w * x + b - y
    w -= lr * 2 * np.mean(r * x)
    b -= lr * 2 * np.mean(r)

print(f"loss {np.mean((w * x + b - y) ** 2):.0e}")  # loss 4e-09
print(f"w {w:.3f}, b {b:.3f}")  # w 0.200, b 300.000

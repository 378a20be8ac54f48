import numpy as np

x = np.arange(50.0)
y = 3 * x + 4
rng = np.random.default_rng(0)
w = b = 0.0
for _ in range(40):
    for i in rng.permutation(50):
        r = w * x[i] + b - y[i]
        w -= 1e-4 * 2 * r * x[i]
        b -= 1e-4 * 2 * r

print(f"w {w:.3f}, b {b:.3f}")  # w 3.103, b 0.492

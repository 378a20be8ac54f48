import numpy as np

x = np.linspace(0, 100, 100)
y = 0.5 * x + 0.7
mean, sd = x.mean(), x.std()  # new
z = (x - mean) / sd  # new
u = c = 0.0
lr = 0.1  # was 1e-5
for _ in range(100):  # epochs
    r = u * z + c - y  # was w, x, b
    u -= lr * 2 * np.mean(r * z)
    c -= lr * 2 * np.mean(r)
w = u / sd  # new
b = c - w * mean  # new
print(f"w {w:.3f}, b {b:.3f}")  # w 0.500, b 0.700

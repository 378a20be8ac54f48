import numpy as np

x = np.linspace(0, 100, 100)
y = 0.5 * x + 0.7
mean, sd = x.mean(), x.std()
z = (x - mean) / sd  # before: z = x
lr = 0.1  # before: lr = 1e-5
w = b = 0.0
for _ in range(100):
    r = w * z + b - y
    w -= lr * 2 * np.mean(r * z)
    b -= lr * 2 * np.mean(r)
w = w / sd
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 0.500, b 0.700

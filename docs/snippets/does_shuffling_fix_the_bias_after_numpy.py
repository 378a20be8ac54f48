import numpy as np

x = np.arange(50.0)
y = 3 * x + 4
mean, deviation = x.mean(), x.std()
z = (x - mean) / deviation
rng = np.random.default_rng(0)
w = b = 0.0
for _ in range(40):
    for i in rng.permutation(50):
        r = w * z[i] + b - y[i]
        w -= 0.02 * 2 * r * z[i]
        b -= 0.02 * 2 * r

w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 3.000, b 4.000

import numpy as np

x = np.linspace(0, 100, 100)
y = 0.5 * x + 0.7
mean, sd = x.mean(), x.std()
z = (x - mean) / sd
r = 0 * z - y  # one step from zero
u = -0.5 * 2 * np.mean(r * z)
c = -0.5 * 2 * np.mean(r)
w, b = u / sd, c - u * mean / sd
print(f"w {w:.3f}, b {b:.3f}")  # w 0.500, b 0.700

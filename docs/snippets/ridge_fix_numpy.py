import numpy as np

x = np.array([0.4, 0.8, 1.0, 1.9, 2.2, 2.5, 2.7, 4.0, 4.5, 5.6])
y = np.array([0.8, -0.2, -0.1, 3.1, 0.8, 4.0, 0.5, 3.1, 4.3, 2.4])
alpha = 0.4

z = (x - x.mean()) / x.std()  # standardize first
u = np.mean(z * y) / (1 + alpha)  # the slope on z, penalized
c = y.mean()  # the height at the mean: no penalty

w = u / x.std()  # back to raw x
b = c - w * x.mean()
print(f"{w:.3f} {b:.3f}")  # 0.452 0.712

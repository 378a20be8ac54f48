import numpy as np

draw = np.random.RandomState(3)
x = np.sort(50 * draw.rand(100))
y = 0.3 * x + 5 + 0.8 * draw.normal(size=100)
y[-10:] += 25  # ten outliers

z = (x - x.mean()) / x.std()
u, c = 0.0, 0.0
for k in range(2000):
    s = np.sign(u * z + c - y)
    lr = 2 / (k + 1) ** 0.5
    u -= lr * np.mean(s * z)
    c -= lr * np.mean(s)

w = u / x.std()  # back to raw x
b = c - w * x.mean()
print(f"{w:.4f} {b:.4f}")  # 0.3308 4.3941

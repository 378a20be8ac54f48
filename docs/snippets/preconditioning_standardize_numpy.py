import numpy as np

draw = np.random.RandomState(0)  # the forum's x; its slope, intercept and noise, seeded
slope, intercept = draw.rand(), draw.rand()
x = np.linspace(0, 100, 100)
y = slope * x + intercept + draw.normal(size=100)

mean, sd = x.mean(), x.std()
z = (x - mean) / sd  # what descent sees instead of x

u, c = 0.0, 0.0
for _ in range(1):  # one step is enough at lr = 1/2
    r = u * z + c - y
    du, dc = 2 * np.mean(r * z), 2 * np.mean(r)
    u, c = u - 0.5 * du, c - 0.5 * dc

w, b = u / sd, c - u * mean / sd  # back to raw x
print(f"{w:.6f} {b:.6f}")  # 0.547310 0.833879
print(np.allclose([w, b], np.polyfit(x, y, 1)))  # True

import numpy as np

np.random.seed(0)  # the thread sets none
slope, intercept = np.random.rand(), np.random.rand()
x = np.linspace(0, 100, 100)
y = slope * x + intercept + np.random.normal(size=100)

w = b = 0.0
for _ in range(100):  # epochs
    r = w * x + b - y
    dw, db = 2 * np.mean(r * x), 2 * np.mean(r)
    w, b = w - 1e-5 * dw, b - 1e-5 * db
print(f"w {w:.4f}, b {b:.4f}")  # w 0.5591, b 0.0088

w_best, b_best = np.polyfit(x, y, 1)
print(f"w {w_best:.4f}, b {b_best:.4f}")  # w 0.5473, b 0.8339

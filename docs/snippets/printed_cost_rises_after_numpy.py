import numpy as np

x = np.array([2.0, 3.0, 4.0, 5.0, 6.0, 1.0])
y = np.array([6.0, 7.0, 9.0, 11.0, 12.0, 1.0])
w, b, last = 0.0, 0.0, np.inf
for _ in range(2000):
    dw = db = cost = 0.0
    for i in range(6):
        r = w * x[i] + b - y[i]
        dw += 2 * r * x[i] / 6
        db += 2 * r / 6
    for j in range(6):
        cost += (w * x[j] + b - y[j]) ** 2 / 6
    if cost > last:
        break
    w, b, last = w - 0.03 * dw, b - 0.03 * db, cost
print(f"w {w:.3f}, b {b:.3f}")  # w 2.057, b 0.467

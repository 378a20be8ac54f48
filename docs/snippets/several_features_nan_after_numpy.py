import numpy as np

size = [2104.0, 1600, 2400, 1416, 3000, 1985]
rooms = [3, 3, 3, 2, 4, 4]
y = np.array([399900.0, 329900, 369000, 232000, 539900, 299900])
X = np.column_stack([size, rooms])
mean = X.mean(axis=0)
deviation = X.std(axis=0)
X = (X - mean) / deviation
w, b = np.zeros(2), 0.0
alpha = 1 / (1 + len(w))
for _ in range(1500):
    error = X @ w + b - y
    w = w - alpha * X.T @ error / len(y)
    b = b - alpha * error.mean()

w = w / deviation
b = b - w @ mean
print(f"w {w[0]:.2f}, {w[1]:.1f}, b {b:.0f}")  # w 170.90, -2727.4, b 14215

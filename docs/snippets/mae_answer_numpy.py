import numpy as np

x = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
y = np.array([1.0, 2.0, 3.0, 4.0, 20.0])  # the last one is an outlier
w, b = 0.0, 0.0

for k in range(2000):
    s = np.sign(w * x + b - y)
    lr = 1 / (k + 1) ** 0.5  # a step that shrinks
    w -= lr * np.mean(s * x)
    b -= lr * np.mean(s)

print(f"slope {w:.1f}")  # slope 1.0
print(f"squares: {np.polyfit(x, y, 1)[0]:.1f}")  # squares: 4.0

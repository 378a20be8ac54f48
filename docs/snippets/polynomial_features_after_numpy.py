import numpy as np

x = np.linspace(0, 10, 50)  # your x
y = 0.1 * x**3 - x**2 + 2 * x + 3
X = np.column_stack([x, x**2, x**3])
mean, deviation = X.mean(axis=0), X.std(axis=0)
X = (X - mean) / deviation
w, b = np.zeros(3), 0.0
lr = 1 / (1 + len(w))
for _ in range(20000):
    r = X @ w + b - y
    w -= lr * 2 * X.T @ r / len(y)
    b -= lr * 2 * r.mean()

w = w / deviation
b = b - np.sum(w * mean)
print(f"w {w.round(3)}, b {b:.3f}")  # w [ 2.  -1.   0.1], b 3.000

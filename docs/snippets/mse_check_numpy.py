import numpy as np

x = np.array([-1.0, 0.0, 1.0, 2.0, 3.0])
y = np.array([-1.0, 2.0, 1.0, 3.0, 6.0])
w, b = -1.0, 4.0


def loss(w, b):
    return np.mean((w * x + b - y) ** 2)


h = 1.0  # for a squared error a large step is exact
dw = (loss(w + h, b) - loss(w - h, b)) / (2 * h)
db = (loss(w, b + h) - loss(w, b - h)) / (2 * h)
print(round(dw, 12), round(db, 12))  # -8.4 1.6

r = w * x + b - y
print(abs(dw - 2 * np.mean(r * x)) < 1e-12)  # True
print(abs(db - 2 * np.mean(r)) < 1e-12)  # True

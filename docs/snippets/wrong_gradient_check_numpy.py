import numpy as np

x = np.arange(6.0)
y = 2 * x + 1


def loss(w, b):
    return np.mean((w * x + b - y) ** 2)


def gradient(w, b):  # yours
    error = y - (w * x + b)
    return 2 * np.mean(error * x), 2 * np.mean(error)


w, b, h = 0.5, -1.5, 1e-4  # not your solution
dw, db = gradient(w, b)
right_dw = (loss(w + h, b) - loss(w - h, b)) / (2 * h)
right_db = (loss(w, b + h) - loss(w, b - h)) / (2 * h)
print(f"{dw / right_dw:.4f}, {db / right_db:.4f}")  # -1.0000, -1.0000

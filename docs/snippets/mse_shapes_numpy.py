import numpy as np

x = np.array([[-1.0], [0.0], [1.0], [2.0], [3.0]])  # shape (5, 1)
y = np.array([-1.0, 2.0, 1.0, 3.0, 6.0])  # shape (5,)
w, b = -1.0, 4.0

r = w * x + b - y
print(r.shape)  # (5, 5)
print(round(2 * np.mean(r * x), 6))  # -2.4

r = w * x + b - y[:, None]  # y as a column too
print(r.shape)  # (5, 1)
print(round(2 * np.mean(r * x), 6))  # -8.4

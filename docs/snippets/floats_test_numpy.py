import numpy as np

x = np.arange(11.0)
y = 2 * x + 300


def train(x, y, lr=0.005):  # your own, which returns the last loss
    w = b = x.dtype.type(0)
    for _ in range(8000):
        r = w * x + b - y
        w, b = w - lr * 2 * np.mean(r * x), b - lr * 2 * np.mean(r)
    return np.mean((w * x + b - y) ** 2)


a, b = np.float32(x), np.float32(y)
single = train(a, b)
print("float64:", train(x, y) < single / 2)  # float64: True
print("order:", not 0.5 < train(a[::-1], b[::-1]) / single < 2)  # order: False

import numpy as np

x = np.arange(11.0)  # put your own x and y here
y = 2 * x + 300


def train(x, y, lr=0.005):
    w = b = x.dtype.type(0)  # the parameters are as precise as x
    for _ in range(8000):
        r = w * x + b - y
        w -= lr * 2 * np.mean(r * x)
        b -= lr * 2 * np.mean(r)
    return np.mean((w * x + b - y) ** 2)


print(f"{train(np.float32(x), np.float32(y)):.0e}")  # 8e-06
print(f"{train(x, y):.0e}")  # 8e-16

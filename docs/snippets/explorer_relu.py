# A ReLU behind the line: below zero it passes on neither the value nor a gradient.
def loss(x, y, w, b):
    return np.mean((np.maximum(w * x + b, 0) - y) ** 2)


def gradient(x, y, w, b):
    z = w * x + b
    r = (np.maximum(z, 0) - y) * (z > 0)
    return 2 * np.mean(r * x), 2 * np.mean(r)

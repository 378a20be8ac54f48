# A column minus a row: every prediction meets every target, n times n residuals.
def loss(x, y, w, b):
    r = w * x[:, None] + b - y  # shape (n, n)
    return np.mean(r**2)


def gradient(x, y, w, b):
    r = w * x[:, None] + b - y
    return 2 * np.mean(r * x[:, None]), 2 * np.mean(r)

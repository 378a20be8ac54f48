# The steps are right. The loss that is printed is that of one row, the lowest.
def loss(x, y, w, b):
    i = np.argmin(x)
    return (w * x[i] + b - y[i]) ** 2


def gradient(x, y, w, b):
    r = w * x + b - y
    return 2 * np.mean(r * x), 2 * np.mean(r)

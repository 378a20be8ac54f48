# One more row, whose y is missing: both means are NaN before the first step.
def gradient(x, y, w, b):
    x, y = np.append(x, 3.0), np.append(y, np.nan)
    r = w * x + b - y
    return 2 * np.mean(r * x), 2 * np.mean(r)

# SGDRegressor's rule: five epochs in a row without a gain of tol, and it ends.
tol, best, idle = 1e-3, np.inf, 0


def step(w, b, dw, db, lr):
    global best, idle
    if idle == 5:
        return w, b
    half = np.mean((w * x + b - y) ** 2) / 2
    idle = idle + 1 if half > best - tol else 0
    best = min(best, half)
    return w - lr * dw, b - lr * db

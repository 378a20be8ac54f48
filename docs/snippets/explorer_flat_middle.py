# A heavy ball that never arrives: w runs on a function whose middle is flat.
# Try beta = 0, or a start of w = 2: it arrives.
rate, beta = 1 / 9, 4 / 9  # the best for curvatures from 1 to 25
before = w


def loss(x, y, w, b):
    if w < 1:
        return 12.5 * w**2 + b**2
    if w < 2:
        return w**2 / 2 + 24 * w - 12 + b**2
    return 12.5 * w**2 - 24 * w + 36 + b**2


def gradient(x, y, w, b):
    return 25 * w if w < 1 else w + 24 if w < 2 else 25 * w - 24, 2 * b


def step(w, b, dw, db, lr):
    global before
    new = w - rate * dw + beta * (w - before)
    before = w
    return new, b

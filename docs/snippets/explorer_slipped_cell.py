# The cell of the rate slips down a row at each step, and all below it are empty.
column = [lr] + [0.0] * epochs
row = 0


def step(w, b, dw, db, lr):
    global row
    rate, row = column[row], row + 1
    return w - rate * dw, b - rate * db

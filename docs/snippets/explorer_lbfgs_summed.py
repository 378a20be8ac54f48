# L-BFGS as PyTorch's default is, without zero_grad: gradients are added up.
from gdcore.optimizers.lbfgs import lbfgs_direction

summed, pairs, before = np.zeros(2), (), None


def step(w, b, dw, db, lr):
    global summed, pairs, before
    place, summed = np.array([w, b]), summed + np.array([dw, db])
    first = min(1, 1 / np.abs(summed).sum()) if before is None else 1
    if before is not None:
        s, change = place - before[0], summed - before[1]
        if s @ change > 1e-10:
            pairs = (*pairs, (s, change))[-100:]
    before = place, summed
    d = lbfgs_direction(summed, pairs)
    t = first if d @ summed < -1e-9 else 0
    return w + t * d[0], b + t * d[1]

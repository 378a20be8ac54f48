import numpy as np


def sgd_regressor(x, y, tol=1e-3, eta0=0.01, power_t=0.25, alpha=1e-4):
    w = b = 0.0
    t, best, idle, draw = 1, np.inf, 0, np.random.RandomState(0)
    for _ in range(1000):
        total = 0.0
        for i in draw.permutation(len(y)):
            eta, r = eta0 / t**power_t, w * x[i] + b - y[i]
            w, b = w * (1 - eta * alpha) - eta * r * x[i], b - eta * r
            total, t = total + r * r / 2, t + 1
        idle = idle + 1 if total > best - tol * len(y) else 0
        best = min(best, total)
        if idle == 5:  # n_iter_no_change
            break
    return w, t // len(y)


draw = np.random.RandomState(1)
x = np.sort(50 * draw.rand(100))
y = 0.3 * x + 5 + 0.5 * draw.normal(size=100)
z = (x - x.mean()) / x.std()
best = np.mean(z * y)  # slope of least squares: z has mean 0, deviation 1
w, epochs = sgd_regressor(z, y)
print(epochs, "epochs, missing", f"{1 - w / best:.3f}")
# {minibatches.stop_epochs_1:d} epochs, missing {minibatches.stop_left_1:.3f}
w, epochs = sgd_regressor(z, y / 1000)
print(epochs, "epochs, missing", f"{1 - 1000 * w / best:.3f}")
# {minibatches.stop_epochs_0_001:d} epochs, missing {minibatches.stop_left_0_001:.3f}

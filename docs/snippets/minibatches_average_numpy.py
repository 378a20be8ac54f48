import numpy as np

draw = np.random.RandomState(0)
x = np.linspace(-1, 1, 100)
X, y = np.c_[x, np.ones(100)], 2 * x + 1 + draw.normal(size=100)
theta, total, steps = np.zeros(2), np.zeros(2), 20_000
for k in range(steps):
    i = draw.randint(100)
    theta = theta - 0.1 * 2 * (X[i] @ theta - y[i]) * X[i]  # the rate stays
    total += theta * (k >= steps // 2)  # new: the later half
average = total / (steps // 2)
print("arrived:", abs(np.mean(X @ average - y)) < 0.05)  # arrived: True

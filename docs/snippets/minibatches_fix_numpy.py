import numpy as np

draw = np.random.RandomState(0)
x = np.linspace(-1, 1, 100)
y = 2 * x + 1 + draw.normal(size=100)
X, theta, k = np.c_[x, np.ones(100)], np.zeros(2), 0
for _ in range(100):  # epochs
    for i in np.split(draw.permutation(100), 10):  # ten rows, shuffled anew
        lr = 0.2 / (1 + 0.05 * k)  # was 0.2
        theta -= lr * 2 * X[i].T @ (X[i] @ theta - y[i]) / len(i)
        k += 1  # new
mean_residual = np.mean(X @ theta - y)  # on all rows
print("arrived:", abs(mean_residual) < 0.05)  # arrived: True

import numpy as np

draw = np.random.RandomState(0)
X = draw.normal(size=(200, 3)) * [1, 20, 300] + [5, -40, 1000]  # three features
y = X @ [2.0, -0.3, 0.01] + 7 + 0.1 * draw.normal(size=200)

mean, sd = X.mean(axis=0), X.std(axis=0)
Z = (X - mean) / sd

u, c = np.zeros(3), 0.0
for _ in range(50):
    r = Z @ u + c - y
    u, c = u - 0.4 * 2 * Z.T @ r / len(y), c - 0.4 * 2 * r.mean()

w, b = u / sd, c - np.sum(u * mean / sd)  # one slope per feature, one intercept
exact = np.linalg.lstsq(np.column_stack([X, np.ones(200)]), y, rcond=None)[0]
print(np.allclose(np.append(w, b), exact))  # True

new = np.array([6.0, -30.0, 900.0])  # a new point: the training mean and sd
print(np.isclose(new @ w + b, (new - mean) / sd @ u + c))  # True

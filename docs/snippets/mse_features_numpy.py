import numpy as np

rng = np.random.RandomState(0)
X = rng.normal(size=(20, 3))  # N = 20 examples, 3 features
y = rng.normal(size=20)
w, b = np.array([0.5, -1.0, 2.0]), 0.25

r = X @ w + b - y  # shape (20,)
dw = 2 / len(y) * X.T @ r  # shape (3,), one number per feature
db = 2 / len(y) * r.sum()  # one number

# The intercept as one more weight, whose feature is always 1:
X1 = np.column_stack([X, np.ones(len(y))])  # shape (20, 4)
theta = np.append(w, b)
grad = 2 / len(y) * X1.T @ (X1 @ theta - y)  # shape (4,)
print(np.allclose(grad, np.append(dw, db)))  # True

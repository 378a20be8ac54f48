import numpy as np


def kappa(x):  # of standardized columns x, x², x³ and the ones
    X = np.column_stack([x, x**2, x**3])
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return np.linalg.cond(np.column_stack([X, np.ones(len(x))])) ** 2


x = np.linspace(0, 10, 50)  # your x
z = (x - x.mean()) / x.std()  # before the powers
print(f"{kappa(x):,.0f} {kappa(z):.0f}")  # 2,412 23

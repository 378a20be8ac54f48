import numpy as np

A = np.array([[-2.4969e02, -4.1511e00], [-4.1511e00, -2.0755e-01]])
b = np.array([0.0, 10.0])

rates = np.array([1e-5, 0.05])  # one for each variable
x, v = np.zeros(2), np.zeros(2)
for _ in range(1001):
    v = 0.95 * v + 2 * A.T @ (A @ x - b)
    x = x - rates * v

print(x.round(4))  # [  1.2    -72.1824]

root = np.sqrt(rates)  # x = root * phi: a rate of 1 in phi is these two in x
condition = np.linalg.cond(root[:, None] * (2 * A.T @ A) * root)
print(f"{condition:,.0f}")  # 3,696

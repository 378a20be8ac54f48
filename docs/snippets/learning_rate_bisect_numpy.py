import numpy as np

x = np.linspace(0, 10, 50)
y = 0.5 * x + 2


def grows(lr):
    w = b = 0.0
    for k in range(1000):
        r = w * x + b - y
        dw, db = 2 * np.mean(r * x), 2 * np.mean(r)
        w, b = w - lr * dw, b - lr * db
        if k == 500:
            half = np.hypot(dw, db)
    return not np.hypot(dw, db) < half  # nan counts as growth


low, high = 0.0, 1.0
with np.errstate(over="ignore", invalid="ignore"):
    for _ in range(25):
        lr = (low + high) / 2
        low, high = (low, lr) if grows(lr) else (lr, high)

X = np.column_stack([x, np.ones_like(x)])
exact = 2 / np.linalg.eigvalsh(2 / len(x) * X.T @ X)[-1]
print(f"bisection {low:.6f}, 2/lambda_max {exact:.6f}")
# bisection 0.029052, 2/lambda_max 0.029052

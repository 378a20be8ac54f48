import numpy as np

A = np.array([[-2.4969e02, -4.1511e00], [-4.1511e00, -2.0755e-01]])
b = np.array([0.0, 10.0])
B = np.array([[-250, -4.2], [-4.2, -0.21]])  # what you know: A to two digits

C = A @ np.linalg.inv(B)  # the problem in phi = B x: minimize |C phi - b|^2
low, high = np.linalg.eigvalsh(2 * C.T @ C)
lr = 2 / (low + high)

x = np.zeros(2)
for _ in range(20):
    gradient = 2 * A.T @ (A @ x - b)
    x = x - lr * np.linalg.solve(B.T @ B, gradient)  # the preconditioned step

print(f"condition number {high / low:.2f}")  # condition number 1.87
print(np.allclose(x, np.linalg.solve(A, b)))  # True

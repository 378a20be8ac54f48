import torch

x = torch.linspace(0, 100, 100, dtype=torch.float64)
X = torch.stack([x, x**2], dim=1)  # two features that nearly say the same

Z = X - X.mean(0)  # center
values, Q = torch.linalg.eigh(Z.T @ Z / len(Z))
M = Q / values.sqrt()  # rotate, then scale
white = Z @ M
eye = torch.eye(2, dtype=torch.float64)
print(torch.allclose(white.T @ white / len(white), eye))  # True

u, c = torch.tensor([1.0, -2.0], dtype=torch.float64), 3.0  # found on `white`
w, b = M @ u, c - X.mean(0) @ M @ u  # the same on X
print(torch.allclose(X @ w + b, white @ u + c))  # True

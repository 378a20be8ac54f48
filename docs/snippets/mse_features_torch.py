import numpy as np
import torch

rng = np.random.RandomState(0)
X = torch.tensor(rng.normal(size=(20, 3)))  # N = 20 examples, 3 features
y = torch.tensor(rng.normal(size=20))
w = torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64, requires_grad=True)
b = torch.tensor(0.25, dtype=torch.float64, requires_grad=True)

loss = torch.mean((X @ w + b - y) ** 2)
dw, db = torch.autograd.grad(loss, (w, b))

r = (X @ w + b - y).detach()  # shape (20,)
by_hand = 2 / len(y) * X.T @ r  # shape (3,)
print(torch.allclose(dw, by_hand))  # True
print(torch.allclose(db, 2 * r.mean()))  # True

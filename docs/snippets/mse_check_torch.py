import torch

x = torch.tensor([-1.0, 0.0, 1.0, 2.0, 3.0], dtype=torch.float64)
y = torch.tensor([-1.0, 2.0, 1.0, 3.0, 6.0], dtype=torch.float64)
w = torch.tensor(-1.0, dtype=torch.float64, requires_grad=True)
b = torch.tensor(4.0, dtype=torch.float64, requires_grad=True)


def loss(w, b):
    return torch.mean((w * x + b - y) ** 2)


dw, db = torch.autograd.grad(loss(w, b), (w, b))

r = (w * x + b - y).detach()
print(torch.allclose(dw, 2 * torch.mean(r * x)))  # True
print(torch.allclose(db, 2 * torch.mean(r)))  # True

# PyTorch's own check, autograd against central differences:
print(torch.autograd.gradcheck(loss, (w, b)))  # True

import torch

double = torch.float64
A = torch.tensor([[-2.4969e02, -4.1511e00], [-4.1511e00, -2.0755e-01]], dtype=double)
b = torch.tensor([0.0, 10.0], dtype=double)
B = torch.tensor([[-250, -4.2], [-4.2, -0.21]], dtype=double)  # A to two digits

phi = torch.zeros(2, dtype=double, requires_grad=True)  # descend in phi = B x
optimizer = torch.optim.SGD([phi], lr=0.45)
for _ in range(30):
    optimizer.zero_grad()
    x = torch.linalg.solve(B, phi)
    (A @ x - b).pow(2).sum().backward()
    optimizer.step()

x = torch.linalg.solve(B, phi.detach())
print(f"{x[0]:.4f} {x[1]:.4f}")  # 1.2000 -72.1824

import torch

A = torch.tensor([[-2.4969e02, -4.1511e00], [-4.1511e00, -2.0755e-01]])
b = torch.tensor([0.0, 10.0])

x0 = torch.zeros(1, requires_grad=True)
x1 = torch.zeros(1, requires_grad=True)
groups = [{"params": [x0], "lr": 1e-5}, {"params": [x1], "lr": 0.05}]
optimizer = torch.optim.SGD(groups, momentum=0.95)
for _ in range(1001):
    optimizer.zero_grad()
    loss = (A @ torch.cat([x0, x1]) - b).pow(2).sum()
    loss.backward()
    optimizer.step()

x = torch.cat([x0, x1]).detach()
print(f"{x[0]:.3f} {x[1]:.3f}")  # 1.200 -72.182

import torch

A = torch.tensor([[-249.69, -4.1511], [-4.1511, -0.20755]], dtype=torch.float64)
b = torch.tensor([0.0, 10.0], dtype=torch.float64)

s = torch.linalg.svdvals(A)
lr = 2 / (s[0] + s[-1]) ** 2  # for the sum of squares
beta = ((s[0] - s[-1]) / (s[0] + s[-1])) ** 2

x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.SGD([x], lr=lr.item(), momentum=beta.item())
for _ in range(20_000):
    optimizer.zero_grad()
    (A @ x - b).pow(2).sum().backward()
    optimizer.step()

print([round(v, 4) for v in x.tolist()])  # [1.2, -72.1824]

import torch

A = torch.tensor([[-249.69, -4.1511], [-4.1511, -0.20755]])
b = torch.tensor([0.0, 10.0])
x = torch.zeros(2, requires_grad=True)
optimizer = torch.optim.SGD([x], lr=1e-5)

for _ in range(1000):  # the thread takes 1,000,000
    optimizer.zero_grad()
    (A @ x - b).pow(2).sum().backward()
    optimizer.step()

loss = (A @ x - b).pow(2).sum().item()
print(f"{loss:.4f}")  # 99.8957

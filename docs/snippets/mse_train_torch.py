import torch

x = torch.tensor([-1.0, 0.0, 1.0, 2.0, 3.0])
y = torch.tensor([-1.0, 2.0, 1.0, 3.0, 6.0])
w = torch.tensor(-1.0, requires_grad=True)
b = torch.tensor(4.0, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.1)

for _ in range(200):
    optimizer.zero_grad()
    loss = torch.mean((w * x + b - y) ** 2)
    loss.backward()
    optimizer.step()

print(round(w.item(), 5), round(b.item(), 5))  # 1.5 0.7

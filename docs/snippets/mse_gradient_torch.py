import torch

x = torch.tensor([-1.0, 0.0, 1.0, 2.0, 3.0])
y = torch.tensor([-1.0, 2.0, 1.0, 3.0, 6.0])
w = torch.tensor(-1.0, requires_grad=True)
b = torch.tensor(4.0, requires_grad=True)

loss = torch.mean((w * x + b - y) ** 2)
loss.backward()
print(w.grad, b.grad)  # tensor(-8.4000) tensor(1.6000)

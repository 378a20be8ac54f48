import torch

x = torch.tensor([-1.0, 0.0, 1.0, 2.0, 3.0])
y = torch.tensor([-1.0, 2.0, 1.0, 3.0, 6.0])
w = torch.tensor(-1.0, requires_grad=True)
b = torch.tensor(4.0, requires_grad=True)

for _ in range(3):  # w and b stay where they are, and yet:
    loss = torch.mean((w * x + b - y) ** 2)
    loss.backward()
accumulated = w.grad.item()
print(round(accumulated, 4))  # -25.2

w.grad, b.grad = None, None  # what optimizer.zero_grad() does
loss = torch.mean((w * x + b - y) ** 2)
loss.backward()
print(round(w.grad.item(), 4))  # -8.4

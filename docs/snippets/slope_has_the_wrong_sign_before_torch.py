import torch

x = torch.arange(20.0, 240, 5)
y = 8000 - 20 * x
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=3e-5)
for _ in range(1000):
    optimizer.zero_grad()
    ((w * x + b - y) ** 2).mean().backward()
    optimizer.step()

w, b = w.item(), b.item()
print(f"w {w:.1f}, b {b:.0f}")  # w 29.7, b 95

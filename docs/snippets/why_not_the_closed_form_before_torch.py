import torch

torch.set_default_dtype(torch.float64)
x = torch.arange(50.0, 100.0)
y = 2 * x + 5
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=1e-4)
for _ in range(1000):
    optimizer.zero_grad()
    ((w * x + b - y) ** 2).mean().backward()
    optimizer.step()
w, b = w.item(), b.item()
print(f"w {w:.3f}, b {b:.3f}")  # w 2.064, b 0.063

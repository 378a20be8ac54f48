import torch

x = torch.arange(20.0, 240, 5)
y = 8000 - 20 * x
mean, deviation = x.mean(), x.std(correction=0)
z = (x - mean) / deviation
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.1)
for _ in range(1000):
    optimizer.zero_grad()
    ((w * z + b - y) ** 2).mean().backward()
    optimizer.step()

w = w.item() / deviation
b = b.item() - w * mean
print(f"w {w:.1f}, b {b:.0f}")  # w -20.0, b 8000

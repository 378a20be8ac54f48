import torch

x = torch.arange(-500.0, 500.0, 10.0)  # your Celsius
y = 1.8 * x + 32
mean, deviation = x.mean().item(), x.std(correction=0).item()
z = (x - mean) / deviation
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
lr = 0.4
for _ in range(5000):
    (w * z + b - y).pow(2).mean().backward()
    with torch.no_grad():
        for p in (w, b):
            p -= lr * p.grad
            p.grad.zero_()

w = w.item() / deviation
b = b.item() - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 1.800, b 32.000

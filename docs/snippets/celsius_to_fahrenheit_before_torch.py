import torch

x = torch.arange(-500.0, 500.0, 10.0)  # your Celsius
y = 1.8 * x + 32
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
lr = 1e-6  # 1e-4 explodes
for _ in range(5000):
    (w * x + b - y).pow(2).mean().backward()
    with torch.no_grad():
        for p in (w, b):
            p -= lr * p.grad
            p.grad.zero_()

w, b = w.item(), b.item()
print(f"w {w:.3f}, b {b:.3f}")  # w 1.798, b 0.318

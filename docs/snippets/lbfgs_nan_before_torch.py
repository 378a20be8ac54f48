import torch

x = torch.arange(6.0)
y = 2 * x + 1
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.LBFGS([w, b])


def closure():
    loss = ((w * x + b - y) ** 2).mean()
    loss.backward()
    return loss


for _ in range(20):
    optimizer.step(closure)
print(f"w {w.item():.3f}, b {b.item():.3f}")  # w nan, b nan

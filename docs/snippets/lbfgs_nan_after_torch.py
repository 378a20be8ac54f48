import torch

x = torch.arange(6.0)
y = 2 * x + 1
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.LBFGS([w, b], line_search_fn="strong_wolfe")


def closure():
    optimizer.zero_grad()
    loss = ((w * x + b - y) ** 2).mean()
    loss.backward()
    return loss


for _ in range(20):
    optimizer.step(closure)
print(f"w {w.item():.3f}, b {b.item():.3f}")  # w 2.000, b 1.000

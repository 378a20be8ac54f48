import numpy as np
import torch

np.random.seed(0)
slope, intercept = np.random.rand(), np.random.rand()
x = np.linspace(0, 100, 100)
y = slope * x + intercept + np.random.normal(size=100)
x, y = torch.tensor(x), torch.tensor(y)  # float64


def train(x, steps, optimizer_of):
    w = torch.zeros((), dtype=x.dtype, requires_grad=True)
    b = torch.zeros((), dtype=x.dtype, requires_grad=True)
    optimizer = optimizer_of(w, b)

    def closure():
        optimizer.zero_grad()
        loss = (w * x + b - y).pow(2).mean()
        loss.backward()
        return loss

    for _ in range(steps):
        optimizer.step(closure)
    return w.item(), b.item()


SGD, Adam, LBFGS = torch.optim.SGD, torch.optim.Adam, torch.optim.LBFGS
mean, sd = x.mean(), x.std(correction=0)

u, c = train(x - mean, 4000, lambda w, b: SGD([w, b], lr=1.17e-3))
centered = u, (c - u * mean).item()

u, c = train((x - mean) / sd, 1, lambda w, b: SGD([w, b], lr=0.5))
standardized = (u / sd).item(), (c - u * mean / sd).item()

each = [1 / (2 * x.square().mean()).item(), 1 / 2]  # a rate each
own_rates = train(
    x,
    100,
    lambda w, b: SGD([{"params": w, "lr": each[0]}, {"params": b, "lr": each[1]}]),
)
momentum = train(x, 800, lambda w, b: SGD([w, b], lr=5.8e-4, momentum=0.966))
adam = train(x, 5000, lambda w, b: Adam([w, b], lr=0.01))
lbfgs = train(x, 1, lambda w, b: LBFGS([w, b], line_search_fn="strong_wolfe"))

rows = torch.stack([x, torch.ones_like(x)], dim=1)
exact = torch.linalg.lstsq(rows, y).solution.tolist()
print(f"{standardized[1]:.3f} {lbfgs[1]:.3f} {exact[1]:.3f}")  # 0.834 0.834 0.834

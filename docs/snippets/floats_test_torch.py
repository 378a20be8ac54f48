import torch

x = torch.arange(11, dtype=torch.float64)
y = 2 * x + 300


def train(x, y, lr=0.005):  # your own, which returns the last loss
    w, b = x.new_zeros(2)
    for _ in range(8000):
        r = w * x + b - y
        w, b = w - lr * 2 * (r * x).mean(), b - lr * 2 * r.mean()
    return (w * x + b - y).pow(2).mean().item()


single = train(x.float(), y.float())
turned = train(x.flip(0).float(), y.flip(0).float())
print("float64 changes it:", train(x, y) < single / 2)  # float64 changes it: True
print("row order does:", abs(turned / single - 1) > 0.5)  # row order does: False

import torch

x = torch.arange(11, dtype=torch.float64)
y = 2 * x + 300


def train(x, y, lr=0.005):  # your own, which returns the last loss
    w, b = x.new_zeros(2)
    for _ in range(8000):
        r = w * x + b - y
        w, b = w - lr * 2 * (r * x).mean(), b - lr * 2 * r.mean()
    return (w * x + b - y).pow(2).mean().item()


a, b = x.float(), y.float()
single = train(a, b)
print("float64:", train(x, y) < single / 2)  # float64: True
print("order:", not 0.5 < train(a.flip(0), b.flip(0)) / single < 2)  # order: False

import torch

x = torch.linspace(0, 100, 100)[:, None]
y = 0.5 * x + 0.7
mean, sd = x.mean(), x.std(correction=0)
model = torch.nn.Linear(1, 1)
# before: lr=1e-5
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(100):
    opt.zero_grad()
    # before: model(x)
    r = model((x - mean) / sd) - y
    r.pow(2).mean().backward()
    opt.step()
w = model.weight.item() / sd
b = model.bias.item() - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 0.500, b 0.700

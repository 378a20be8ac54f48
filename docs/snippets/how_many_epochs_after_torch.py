import torch

x = torch.linspace(0, 20, 41)[:, None]  # your x
y = 3 * x + 4
mean, deviation = x.mean(), x.std(correction=0)
x = (x - mean) / deviation
model = torch.nn.Linear(1, 1)
for p in model.parameters():
    torch.nn.init.zeros_(p)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(100_000):
    opt.zero_grad()
    torch.nn.MSELoss()(model(x), y).backward()
    if max(p.grad.abs().max() for p in model.parameters()) < 1e-3:
        break
    opt.step()
w = model.weight.item() / deviation
b = model.bias.item() - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 3.000, b 4.000

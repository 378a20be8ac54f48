import torch

x = torch.arange(50.0, 250.0, 5.0)[:, None]  # your feature
y = 3 * x + 40
mean, deviation = x.mean().item(), x.std(correction=0).item()
z = (x - mean) / deviation
model = torch.nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), lr=0.4)
for _ in range(50):
    opt.zero_grad()
    (model(z) - y).pow(2).mean().backward()
    opt.step()

w, b = model.weight.item(), model.bias.item()
w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 3.000, b 40.000

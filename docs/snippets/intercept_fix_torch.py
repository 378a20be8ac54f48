import torch

x = torch.linspace(0, 100, 100)[:, None]
y = 0.5 * x + 0.7
mean, sd = x.mean(), x.std(correction=0)  # new
z = (x - mean) / sd  # new
model = torch.nn.Linear(1, 1)
lr = 0.1  # was 1e-5
opt = torch.optim.SGD(model.parameters(), lr)
for _ in range(100):  # epochs
    opt.zero_grad()
    (model(z) - y).pow(2).mean().backward()  # was x
    opt.step()
w = model.weight.item() / sd  # new
b = model.bias.item() - w * mean  # new
print(f"w {w:.3f}, b {b:.3f}")  # w 0.500, b 0.700

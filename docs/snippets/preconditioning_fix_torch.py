import torch

x = torch.linspace(0, 100, 100)[:, None]
y = 0.5 * x + 0.7
mean, sd = x.mean(), x.std(correction=0)
z = (x - mean) / sd
model = torch.nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), 0.5)
(model(z) - y).pow(2).mean().backward()
opt.step()  # one step
u, c = model.weight.item(), model.bias.item()
w, b = u / sd, c - u * mean / sd
print(f"w {w:.3f}, b {b:.3f}")  # w 0.500, b 0.700

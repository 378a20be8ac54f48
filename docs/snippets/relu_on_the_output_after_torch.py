import torch

x = torch.arange(-1.0, 6.0)[:, None]
y = 2 * x - 1
linear = torch.nn.Linear(1, 1)
torch.nn.init.constant_(linear.weight, -0.5)  # one of many starts
torch.nn.init.constant_(linear.bias, -0.5)
model = torch.nn.Sequential(linear)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for _ in range(1000):
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(model(x), y).backward()
    optimizer.step()
w, b = linear.weight.item(), linear.bias.item()
print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b -1.000

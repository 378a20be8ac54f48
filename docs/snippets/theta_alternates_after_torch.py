import torch

x = torch.linspace(-17, 18, 71).reshape(-1, 1)  # spread 10
y = 2 * x + 3
mean, deviation = x.mean().item(), x.std(correction=0).item()
z = (x - mean) / deviation
model = torch.nn.Linear(1, 1)
criterion = torch.nn.MSELoss()
lr = 0.1
optimizer = torch.optim.SGD(model.parameters(), lr=lr)
for _ in range(1000):
    loss = criterion(model(z), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

w, b = model.weight.item(), model.bias.item()
w = w / deviation
b = b - w * mean
print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 3.000

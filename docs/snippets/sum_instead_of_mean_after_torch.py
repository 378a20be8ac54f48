import torch

x = torch.linspace(0, 10, 100)[:, None]  # your x
y = 2 * x + 1
model = torch.nn.Linear(1, 1)
criterion = torch.nn.MSELoss(reduction="mean")
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for _ in range(3000):
    optimizer.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()

w, b = model.weight.item(), model.bias.item()
print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 1.000

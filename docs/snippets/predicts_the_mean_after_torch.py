import torch

torch.manual_seed(0)
x = torch.arange(1.0, 6.0)[:, None]  # shape (5, 1)
y = torch.tensor([3.0, 5.0, 7.0, 9.0, 11.0])  # shape (5,)
model = torch.nn.Linear(1, 1)
criterion = torch.nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for _ in range(700):
    optimizer.zero_grad()
    loss = criterion(model(x), y[:, None])
    loss.backward()
    optimizer.step()

w, b = model.weight.item(), model.bias.item()
print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 1.000

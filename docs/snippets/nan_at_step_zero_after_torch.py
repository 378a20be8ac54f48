import torch

x = torch.tensor([[0.0], [1.0], [2.0], [3.0], [4.0], [5.0]])  # your x
y = torch.tensor([[1.0], [3.0], [5.0], [torch.nan], [9.0], [11.0]])
whole = torch.isfinite(torch.hstack([x, y])).all(dim=1)
x, y = x[whole], y[whole]
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
for _ in range(1000):
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()

w, b = model.weight.item(), model.bias.item()
print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 1.000

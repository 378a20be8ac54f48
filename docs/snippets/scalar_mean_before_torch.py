import torch

X = torch.tensor([[100], [200], [300], [400], [500], [600.0]])  # your X
Y = 2 * X + 50
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-5)
for _ in range(1000):
    optimizer.zero_grad()
    loss = ((model(X) - Y) ** 2).sum().mean()
    loss.backward()
    optimizer.step()

w, b = model.weight.item(), model.bias.item()
print(f"w {w:.3f}, b {b:.1f}")  # w nan, b nan

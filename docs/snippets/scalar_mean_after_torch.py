import torch

X = torch.tensor([[100], [200], [300], [400], [500], [600.0]])  # your X
Y = 2 * X + 50
mean, deviation = X.mean(), X.std(correction=0)
X = (X - mean) / deviation
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(1000):
    optimizer.zero_grad()
    loss = ((model(X) - Y) ** 2).mean()
    loss.backward()
    optimizer.step()

w, b = model.weight.item(), model.bias.item()
w = w / deviation.item()
b = b - w * mean.item()
print(f"w {w:.3f}, b {b:.1f}")  # w 2.000, b 50.0

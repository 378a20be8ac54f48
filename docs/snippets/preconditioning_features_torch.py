import torch

torch.manual_seed(0)
scale, shift = torch.tensor([1.0, 20, 300]), torch.tensor([5.0, -40, 1000])
X = torch.randn(200, 3, dtype=torch.float64) * scale + shift  # three features
true_w = torch.tensor([2.0, -0.3, 0.01], dtype=torch.float64)
y = (X @ true_w + 7).unsqueeze(1)  # no noise: descent must find exactly this line

mean, sd = X.mean(0), X.std(0, correction=0)
Z = (X - mean) / sd

model = torch.nn.Linear(3, 1, dtype=torch.float64)
optimizer = torch.optim.SGD(model.parameters(), lr=0.4)
for _ in range(50):
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(model(Z), y).backward()
    optimizer.step()

with torch.no_grad():
    model.weight /= sd
    model.bias -= model.weight @ mean
w, b = model.weight.detach()[0], model.bias.item()
print([round(v, 4) for v in w.tolist()], round(b, 4))  # [2.0, -0.3, 0.01] 7.0

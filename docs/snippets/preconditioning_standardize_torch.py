import numpy as np
import torch

draw = np.random.RandomState(0)  # the forum's x; its slope, intercept and noise, seeded
slope, intercept = draw.rand(), draw.rand()
x = np.linspace(0, 100, 100)
y = slope * x + intercept + draw.normal(size=100)
x, y = (torch.tensor(v, dtype=torch.float32).unsqueeze(1) for v in (x, y))

mean, sd = x.mean(), x.std(correction=0)  # divided by n, as NumPy does
z = (x - mean) / sd

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for _ in range(3):  # one step is exact; two more wipe out float32 rounding
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(model(z), y).backward()
    optimizer.step()

with torch.no_grad():  # back to raw x, inside the model
    model.weight /= sd
    model.bias -= model.weight[0] * mean
w, b = model.weight.item(), model.bias.item()
print(f"{w:.4f} {b:.4f}")  # 0.5473 0.8339

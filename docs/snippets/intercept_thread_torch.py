import numpy as np
import torch

np.random.seed(0)  # the thread sets none
slope, intercept = np.random.rand(), np.random.rand()
x = np.linspace(0, 100, 100)
y = slope * x + intercept + np.random.normal(size=100)
x = torch.tensor(x, dtype=torch.float32)[:, None]
y = torch.tensor(y, dtype=torch.float32)[:, None]

model = torch.nn.Linear(1, 1)
for parameter in model.parameters():
    torch.nn.init.zeros_(parameter)  # the thread starts at random
optimizer = torch.optim.SGD(model.parameters(), lr=1e-5)
for _ in range(100):  # epochs
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimizer.step()
w, b = model.weight.item(), model.bias.item()
print(f"w {w:.4f}, b {b:.4f}")  # w 0.5591, b 0.0088

rows = torch.cat([x, torch.ones_like(x)], dim=1)
w_best, b_best = torch.linalg.lstsq(rows, y).solution.ravel()
print(f"w {w_best:.4f}, b {b_best:.4f}")  # w 0.5473, b 0.8339

import torch

x = torch.arange(11, dtype=torch.float32)
y = 2 * x + 300
theta = torch.zeros(2)
lost = torch.zeros(2)  # new: what the last update could not add

for _ in range(8000):
    r = theta[0] * x + theta[1] - y
    update = -0.005 * 2 * torch.stack([(r * x).mean(), r.mean()]) + lost
    moved = theta + update
    lost = update - (moved - theta)  # new
    theta = moved
loss = (theta[0] * x + theta[1] - y).pow(2).mean()
print("loss below 1e-8:", bool(loss < 1e-8))  # loss below 1e-8: True

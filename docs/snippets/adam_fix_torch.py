import torch

A = torch.tensor([[-249.69, -4.1511], [-4.1511, -0.20755]], dtype=torch.float64)
goal = torch.tensor([0.0, 10.0], dtype=torch.float64)
x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
adam = torch.optim.Adam([x], lr=0.1)
fall = torch.optim.lr_scheduler.LambdaLR(adam, lambda k: 0.999 ** max(0, k - 15_000))

for _ in range(20_000):
    adam.zero_grad()
    (A @ x - goal).square().sum().backward()
    adam.step()
    fall.step()  # new: hold, then let it fall
print(f"{x[0].item():.2f} {x[1].item():.2f}")  # 1.20 -72.18

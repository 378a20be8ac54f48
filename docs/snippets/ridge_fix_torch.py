import torch

x = torch.tensor([0.4, 0.8, 1.0, 1.9, 2.2, 2.5, 2.7, 4.0, 4.5, 5.6])
y = torch.tensor([0.8, -0.2, -0.1, 3.1, 0.8, 4.0, 0.5, 3.1, 4.3, 2.4])
z = (x - x.mean()) / x.std(correction=0)  # standardize first
u, c = (torch.zeros((), requires_grad=True) for _ in range(2))
slope = {"params": [u], "weight_decay": 2 * 0.4}  # 2 alpha
optimizer = torch.optim.SGD([slope, {"params": [c]}], lr=0.3)  # c: no penalty
for _ in range(200):
    optimizer.zero_grad()
    torch.nn.functional.mse_loss(u * z + c, y).backward()
    optimizer.step()
w = u.item() / x.std(correction=0).item()  # back to raw x
print(f"{w:.3f} {c.item() - w * x.mean().item():.3f}")  # 0.452 0.712

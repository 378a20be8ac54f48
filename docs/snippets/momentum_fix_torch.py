import torch

x = torch.arange(-25.0, 26, 2)  # put your x and y here
y = 0.3 * x + 5 + torch.sin(x)
X = torch.stack([x, torch.ones_like(x)], dim=1)
flat, steep = torch.linalg.eigvalsh(2 * X.T @ X / len(x))[[0, -1]].sqrt().tolist()
lr, beta = (2 / (steep + flat)) ** 2, ((steep - flat) / (steep + flat)) ** 2
p = torch.zeros(2, requires_grad=True)
opt = torch.optim.SGD([p], lr=lr, momentum=beta)
for _ in range(143):
    opt.zero_grad()
    (X @ p - y).pow(2).mean().backward()
    opt.step()
print(f"w {p[0].item():.3f}, b {p[1].item():.3f}")
# w {momentum.star_w:.3f}, b {momentum.star_b:.3f}

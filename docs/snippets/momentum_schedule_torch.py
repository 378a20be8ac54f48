import torch

p = torch.zeros(1, requires_grad=True)
opt = torch.optim.SGD([p], lr=0.1, momentum=0.9)


def step():
    before = p.item()
    p.grad = torch.ones(1)  # a gradient that never changes
    opt.step()
    return p.item() - before


for _ in range(100):
    last = step()
opt.param_groups[0]["lr"] = 0.01
print(f"{last:.3f}, then {step():.3f}")  # -1.000, then -0.100

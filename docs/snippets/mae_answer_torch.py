import torch

x = torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0])
y = torch.tensor([1.0, 2.0, 3.0, 4.0, 20.0])  # the last one is an outlier
w = torch.tensor(0.0, requires_grad=True)
b = torch.tensor(0.0, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=1.0)
shrink = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: (k + 1) ** -0.5)

for _ in range(2000):
    optimizer.zero_grad()
    torch.nn.functional.l1_loss(w * x + b, y).backward()
    optimizer.step()
    shrink.step()  # a step that shrinks

print(f"slope {w.item():.1f}")  # slope 1.0

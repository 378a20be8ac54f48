import numpy as np
import torch

draw = np.random.RandomState(3)
x = np.sort(50 * draw.rand(100))
y = 0.3 * x + 5 + 0.8 * draw.normal(size=100)
y[-10:] += 25  # ten outliers
x, y = torch.from_numpy(x), torch.from_numpy(y)  # float64

mean, sd = x.mean(), x.std(correction=0)
z = (x - mean) / sd
u = torch.zeros((), dtype=x.dtype, requires_grad=True)
c = torch.zeros((), dtype=x.dtype, requires_grad=True)
optimizer = torch.optim.SGD([u, c], lr=2.0)
shrink = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: (k + 1) ** -0.5)
for _ in range(2000):
    optimizer.zero_grad()
    torch.nn.functional.l1_loss(u * z + c, y).backward()
    optimizer.step()
    shrink.step()

w = u.item() / sd.item()  # back to raw x
b = c.item() - w * mean.item()
print(f"{w:.4f} {b:.4f}")  # 0.3308 4.3941

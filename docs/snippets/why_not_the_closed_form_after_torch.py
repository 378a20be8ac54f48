import torch

torch.set_default_dtype(torch.float64)
x = torch.arange(50.0, 100.0)
y = 2 * x + 5
X = torch.stack([x, torch.ones_like(x)], dim=1)
w, b = torch.linalg.lstsq(X, y[:, None]).solution[:, 0].tolist()
print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 5.000

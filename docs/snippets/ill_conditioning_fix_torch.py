import torch

A = torch.tensor([[-249.69, -4.1511], [-4.1511, -0.20755]])
b = torch.tensor([0.0, 10.0])

x = torch.linalg.lstsq(A, b).solution
print(x)  # tensor([  1.2000, -72.1824])

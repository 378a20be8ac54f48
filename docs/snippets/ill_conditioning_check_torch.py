import torch

A = torch.tensor([[-249.69, -4.1511], [-4.1511, -0.20755]], dtype=torch.float64)

s = torch.linalg.svdvals(A)  # singular values, largest first
limit = 1 / s[0] ** 2  # for the sum of squares; times len(A) for the mean
kappa = (s[0] / s[-1]) ** 2  # of the Hessian: the square of A's own
steps = torch.log(torch.tensor(100.0)) * kappa / 2  # to 1 % of the error

print(f"{limit:.4g}")  # 1.603e-05
print(f"{kappa:,.0f}")  # 3,251,962
print(f"{steps:,.0f}")  # 7,487,919

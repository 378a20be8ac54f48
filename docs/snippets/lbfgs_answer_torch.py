import torch

A = torch.tensor([[-249.69, -4.1511], [-4.1511, -0.20755]], dtype=torch.float64)
b = torch.tensor([0.0, 10.0], dtype=torch.float64)
x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
optimizer = torch.optim.LBFGS([x], line_search_fn="strong_wolfe")


def closure():
    optimizer.zero_grad()
    loss = (A @ x - b).pow(2).sum()
    loss.backward()
    return loss


optimizer.step(closure)  # up to max_iter steps, twenty by default
print([round(v, 4) for v in x.tolist()])  # [1.2, -72.1824]
print(optimizer.state[x]["func_evals"])  # 12

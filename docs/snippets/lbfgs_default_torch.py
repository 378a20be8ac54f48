import torch

A = torch.tensor([[-249.69, -4.1511], [-4.1511, -0.20755]], dtype=torch.float64)
b = torch.tensor([0.0, 10.0], dtype=torch.float64)


def solve(factor, search=None):
    x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([x], max_iter=1000, line_search_fn=search)

    def closure():
        optimizer.zero_grad()
        loss = factor * (A @ x - b).pow(2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return closure().item() / factor, optimizer.state[x]["func_evals"]


plain = solve(1)
scaled = solve(9)
searched = solve(1, "strong_wolfe")
print(plain, scaled, searched)

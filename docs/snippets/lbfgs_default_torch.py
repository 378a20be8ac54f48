import torch

A = torch.tensor([[-249.69, -4.1511], [-4.1511, -0.20755]], dtype=torch.float64)
b = torch.tensor([0.0, 10.0], dtype=torch.float64)
star = torch.linalg.solve(A, b)


def solve(factor, search=None):
    x = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([x], line_search_fn=search)
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = factor * (A @ x - b).pow(2).sum()
        loss.backward()
        losses.append(loss.item() / factor)
        return loss

    for _ in range(51):  # as in the thread
        if torch.allclose(x, star, atol=1e-4):
            break
        closure()
        optimizer.step(closure)
    return f"loss {losses[-1]:.2f}, {len(losses):,} evaluations"


print(solve(1))
# loss {lbfgs.default_loss:.2f}, {lbfgs.default_evaluations:,d} evaluations
print(solve(9))  # loss 0.00, {lbfgs.evaluations_scaled:d} evaluations
print(solve(1, "strong_wolfe"))  # loss 0.00, 13 evaluations

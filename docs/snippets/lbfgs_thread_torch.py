import torch

A = torch.tensor([[-249.69, -4.1511], [-4.1511, -0.20755]])
b = torch.tensor([0.0, 10.0])
star = torch.linalg.lstsq(A, b).solution


def solve(backward):
    x = torch.zeros(2, requires_grad=True)
    losses = []

    def forward():
        loss = (A @ x - b).pow(2).sum()
        losses.append(loss.item())
        return loss

    def closure():
        if backward:
            optimizer.zero_grad()
        loss = forward()
        if backward:
            loss.backward()
        return loss

    optimizer = torch.optim.LBFGS([x], lr=1)
    for _ in range(51):
        if torch.allclose(x, star, atol=1e-4):
            break
        optimizer.zero_grad()
        forward().backward()
        optimizer.step(closure)
    return f"{len(losses)} evaluations\nlargest loss {max(losses):.2e}"


print(solve(backward=True))
# {lbfgs.evaluations_right_closure:d} evaluations
# largest loss {lbfgs.largest_loss_right_closure:.2e}
print(solve(backward=False))
# not compared: {lbfgs.evaluations_thread_closure:d} evaluations
# not compared: largest loss {lbfgs.largest_loss_thread_closure:.2e}

import torch

x = torch.linspace(0, 10, 50, dtype=torch.float64)[:, None]  # your table
y = 0.5 * x + 2
model = torch.nn.Linear(1, 1).double()
theta = torch.cat([p.detach().flatten() for p in model.parameters()])


def gradient(theta):
    torch.nn.utils.vector_to_parameters(theta, model.parameters())
    loss = torch.nn.MSELoss()(model(x), y)
    grads = torch.autograd.grad(loss, model.parameters())
    return torch.cat([g.flatten() for g in grads])


g, v = gradient(theta), torch.ones_like(theta)
for _ in range(20):
    v = gradient(theta + v / v.norm()) - g  # power iteration: this line
print(f"limit {2 / v.norm().item():.6f}")  # limit 0.029052

import torch


def train(kind, lr=0.005):
    x = torch.arange(11, dtype=kind)[:, None]  # put your own x and y here
    y = 2 * x + 300
    model = torch.nn.Linear(1, 1, dtype=kind)  # or model.double()
    opt = torch.optim.SGD(model.parameters(), lr)
    for _ in range(8000):
        opt.zero_grad()
        loss = (model(x) - y).pow(2).mean()
        loss.backward()
        opt.step()
    return loss.item()


print(f"{train(torch.float32):.0e}")  # 8e-06
print(train(torch.float64) < 1e-12)  # True

import torch

x = torch.tensor([[-1.0], [0.0], [1.0], [2.0], [3.0]])  # shape (5, 1)
y = torch.tensor([-1.0, 2.0, 1.0, 3.0, 6.0])  # shape (5,)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def fit(target):
    for _ in range(300):
        optimizer.zero_grad()
        loss = torch.mean((model(x) - target) ** 2)
        loss.backward()
        optimizer.step()
    return round(model.weight.item(), 4), round(model.bias.item(), 4)


wrong = fit(y)  # (5, 1) - (5,) is (5, 5)
right = fit(y[:, None])  # (5, 1) - (5, 1) is (5, 1)
print(wrong)  # (0.0, 2.2)
print(right)  # (1.5, 0.7)

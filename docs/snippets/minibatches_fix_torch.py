import torch

torch.manual_seed(0)
x = torch.linspace(-1, 1, 100)[:, None]
y = 2 * x + 1 + torch.randn(100, 1)
model = torch.nn.Linear(1, 1)
opt = torch.optim.SGD(model.parameters(), 0.2)
decay = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: 1 / (1 + 0.05 * k))  # new
for i in [i for _ in range(100) for i in torch.randperm(100).split(10)]:
    opt.zero_grad()
    (model(x[i]) - y[i]).pow(2).mean().backward()
    opt.step()
    decay.step()  # new
print("arrived:", abs((model(x) - y).mean().item()) < 0.05)  # arrived: True

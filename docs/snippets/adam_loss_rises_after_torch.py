import torch

torch.set_default_dtype(torch.float64)
x = torch.linspace(50, 80, 50)[:, None]  # your x
y = 0.3 * x + 0.4
model = torch.nn.Linear(1, 1)
for p in model.parameters():
    torch.nn.init.zeros_(p)
opt = torch.optim.Adam(model.parameters(), lr=0.5)
rate = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: 0.999 ** max(0, k - 1000))
for _ in range(1410):
    opt.zero_grad()
    torch.nn.MSELoss()(model(x), y).backward()
    opt.step()
    rate.step()

w, b = model.weight.item(), model.bias.item()
print(f"w {w:.3f}, b {b:.3f}")  # w 0.300, b 0.400

import torch

target = torch.tensor([12.0, 4.0], dtype=torch.float64)


def end(method, **options):
    theta = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimizer = method([theta], lr=0.1, **options)
    fall = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda k: 0.999 ** max(0, k - 2000)
    )
    for _ in range(6000):
        optimizer.zero_grad()
        (theta - target).square().sum().backward()
        optimizer.step()
        fall.step()
    return [round(v, 1) for v in theta.tolist()]


print(end(torch.optim.Adam, weight_decay=0.5))  # [9.6, 3.2]
print(end(torch.optim.AdamW, weight_decay=0.5))  # [2.0, 2.0]

import torch

model = torch.nn.Linear(1, 1)
groups = [
    {"params": [model.weight], "weight_decay": 2.0},  # 2 alpha
    {"params": [model.bias], "weight_decay": 0.0},  # the intercept: none
]
optimizer = torch.optim.SGD(groups, lr=0.05)

print([group["weight_decay"] for group in optimizer.param_groups])  # [2.0, 0.0]

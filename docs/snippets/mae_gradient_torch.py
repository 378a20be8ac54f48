import torch

x = torch.tensor([1.0, 2.0, 3.0, 4.0])
y = torch.tensor([1.0, 3.0, 5.0, 30.0])
w = torch.tensor(1.0, requires_grad=True)
b = torch.tensor(1.0, requires_grad=True)

loss = torch.nn.functional.l1_loss(w * x + b, y)
loss.backward()
dw, db = w.grad, b.grad
print(dw.item(), db.item())  # -1.5 -0.25

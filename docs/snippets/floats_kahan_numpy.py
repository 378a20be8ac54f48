import numpy as np

x = np.arange(11, dtype=np.float32)
y = 2 * x + 300
theta = np.zeros(2, np.float32)
lost = np.zeros(2, np.float32)  # new: what the last update could not add

for _ in range(8000):
    r = theta[0] * x + theta[1] - y
    update = -0.005 * 2 * np.array([np.mean(r * x), np.mean(r)]) + lost
    moved = theta + update
    lost = update - (moved - theta)  # new
    theta = moved
loss = np.mean((theta[0] * x + theta[1] - y) ** 2)
print(theta.dtype, "loss below 1e-8:", loss < 1e-8)  # float32 loss below 1e-8: True

import numpy as np

x = np.linspace(0, 100, 100)  # put your x here
lr = 1e-5

mean, v = x.mean(), x.var()
T = 1 + mean**2 + v
steep = T + np.sqrt(T**2 - 4 * v)
flat = 4 * v / steep  # T - sqrt(...) would cancel
epochs = np.ceil(np.log(0.01) / np.log1p(-lr * flat))
print(f"{flat:.4f} {steep:.1f}")  # 0.5074 6701.8
print(f"lr must stay below {2 / steep:.3e}")  # lr must stay below 2.984e-04
print(f"{epochs:,.0f} epochs to one percent")  # 907,556 epochs to one percent

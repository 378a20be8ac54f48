import numpy as np

x = np.arange(10.0, 60.0, 2.0)  # your training x
y = 2 * x + 5
mean, deviation = x.mean(), x.std()
z = (x - mean) / deviation
u = c = 0.0
for _ in range(50):
    r = u * z + c - y
    u -= 0.4 * 2 * np.mean(r * z)
    c -= 0.4 * 2 * np.mean(r)

w = u / deviation
b = c - w * mean
new = np.array([0.0, 1.0, 30.0])  # your test x
z_new = (new - mean) / deviation
# u and c are the fit on scaled x; w and b want raw x
guess = u * z_new + c  # or w * new + b, never both
print(f"at 30: {guess[2]:.3f}")  # at 30: 65.000
w, b = guess[1] - guess[0], guess[0]  # the line of the predictions
print(f"w {w:.3f}, b {b:.3f}")  # w 2.000, b 5.000

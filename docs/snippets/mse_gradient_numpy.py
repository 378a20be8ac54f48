import numpy as np

x = np.array([-1.0, 0.0, 1.0, 2.0, 3.0])
y = np.array([-1.0, 2.0, 1.0, 3.0, 6.0])
w, b = -1.0, 4.0

r = w * x + b - y  # residuals
dw = 2 * np.mean(r * x)
db = 2 * np.mean(r)
print(dw, db)  # -8.4 1.6

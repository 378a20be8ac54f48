import numpy as np
from sklearn.linear_model import SGDRegressor

x = np.linspace(0, 100, 51)[:, None]  # your x
y = 3 * x.ravel() + 20
line = SGDRegressor(random_state=0)
line.fit(x, y)

w, b = line.coef_.item(), line.intercept_.item()
print(f"w {w:.0e}, b {b:.0e}")  # not compared: w 1e+10, b 1e+10

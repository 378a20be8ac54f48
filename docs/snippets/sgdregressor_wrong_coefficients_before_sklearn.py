import numpy as np
from sklearn.linear_model import SGDRegressor

x = np.linspace(0, 100, 51)[:, None]  # your x
y = 3 * x.ravel() + 20
model = SGDRegressor(random_state=0)
model.fit(x, y)

w, b = model.coef_.item(), model.intercept_.item()
print(f"w {w:.0e}, b {b:.0e}")  # not compared: w 1e+10, b 1e+10

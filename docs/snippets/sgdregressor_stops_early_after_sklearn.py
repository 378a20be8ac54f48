import numpy as np
from sklearn.linear_model import SGDRegressor

x = np.linspace(-1, 1, 50)[:, None]  # your x
y = 0.03 * x.ravel() + 0.02
model = SGDRegressor(random_state=0, tol=1e-9 * y.var())
model.fit(x, y)

print(model.n_iter_ > 100)  # True
w, b = model.coef_.item(), model.intercept_.item()
print(f"w {w:.4f}, b {b:.4f}")  # w 0.0300, b 0.0200

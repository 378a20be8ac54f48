import numpy as np
from sklearn.linear_model import SGDRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

x = np.linspace(0, 100, 51)[:, None]  # your x
y = 3 * x.ravel() + 20
line = SGDRegressor(random_state=0)
scaler = StandardScaler()
model = make_pipeline(scaler, line)
model.fit(x, y)

w, b = line.coef_.item(), line.intercept_.item()
w = w / scaler.scale_.item()
b = b - w * scaler.mean_.item()
print(f"w {w:.2f}, b {b:.1f}")  # w 3.00, b 20.0

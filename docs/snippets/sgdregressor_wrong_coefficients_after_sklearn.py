import numpy as np
from sklearn.linear_model import SGDRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

x = np.linspace(0, 100, 51)[:, None]  # your x
y = 3 * x.ravel() + 20
model = make_pipeline(StandardScaler(), SGDRegressor(random_state=0))
model.fit(x, y)

scaler, line = model
w = line.coef_.item() / scaler.scale_.item()
b = line.intercept_.item() - w * scaler.mean_.item()
print(f"w {w:.2f}, b {b:.1f}")  # w 3.00, b 20.0

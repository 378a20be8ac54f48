import numpy as np

draw = np.random.RandomState(3)
x = np.sort(50 * draw.rand(100))
y = 0.3 * x + 5 + 0.8 * draw.normal(size=100)
y[-10:] += 25  # ten outliers

i, j = np.triu_indices(len(x), 1)  # every pair of points
slopes = (y[j] - y[i]) / (x[j] - x[i])
intercepts = y[i] - slopes * x[i]
losses = np.abs(np.outer(slopes, x) + intercepts[:, None] - y).mean(axis=1)

best = losses.argmin()
w, b = slopes[best], intercepts[best]
print(f"{w:.6f} {b:.6f}")  # 0.330799 4.393471

import keras
import numpy as np

x = np.linspace(0, 300, 50)[:, None]  # your x
y = 0.05 * x + 7
dense = keras.layers.Dense(1)
scale = keras.layers.Normalization()
scale.adapt(x)
model = keras.Sequential([scale, dense])
sgd = keras.optimizers.SGD(0.1)
model.compile(sgd, loss="mse")
model.fit(x, y, epochs=100, batch_size=50, verbose=0)

w, b = (p.item() for p in dense.get_weights())
w = w / x.std()
b = b - w * x.mean()
print(f"w {w:.3f}, b {b:.3f}")  # w 0.050, b 7.000

import keras
import numpy as np

x = np.linspace(0, 300, 50)[:, None]  # your x
y = 0.05 * x + 7
dense = keras.layers.Dense(1)
model = keras.Sequential([dense])
sgd = keras.optimizers.SGD(0.01)
model.compile(sgd, loss="mse")
model.fit(x, y, epochs=100, batch_size=50, verbose=0)

w, b = (p.item() for p in dense.get_weights())
print(f"w {w:.3f}, b {b:.3f}")  # w nan, b nan

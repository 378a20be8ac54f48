import numpy as np

A = np.array([[-249.69, -4.1511], [-4.1511, -0.20755]])
b = np.array([0.0, 10.0])

x, *_ = np.linalg.lstsq(A, b)
print(x.round(4))  # [  1.2    -72.1824]

import numpy as np

x = np.array([-1.0, 0.0, 1.0, 2.0, 3.0])
y = np.array([-1.0, 2.0, 1.0, 3.0, 6.0])
w, b, lr = -1.0, 4.0, 0.1

for _ in range(200):
    r = w * x + b - y
    dw = 2 * np.mean(r * x)
    db = 2 * np.mean(r)
    w -= lr * dw
    b -= lr * db

print(round(w, 6), round(b, 6))  # 1.5 0.7
print(np.polyfit(x, y, 1).round(6))  # [1.5 0.7]

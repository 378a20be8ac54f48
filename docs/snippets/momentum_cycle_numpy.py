def slope(x):  # curvature 25, but 1 between 1 and 2
    return 25 * x if x < 1 else x + 24 if x < 2 else 25 * x - 24


lr, beta = 1 / 9, 4 / 9  # the best for curvatures from 1 to 25
x, v, path = 3.3, 0.0, []
for _ in range(300):
    v = beta * v + slope(x)
    x = x - lr * v
    path.append(round(x, 4))
print(path[-3:])
# [{momentum.cycle_first:.4f}, {momentum.cycle_second:.4f}, {momentum.cycle_third:.4f}]

# Rosenbrock's curved valley instead of a line's loss: x and y play no part.
# Try Momentum(1e-3, 0.95) or GradientDescent(1e-3) for LBFGS().
from gdcore.optimizers import LBFGS, GradientDescent, Momentum  # noqa: F401
from gdcore.problems import Rosenbrock
from gdcore.runs import iterate

states = iterate(Rosenbrock(), LBFGS(), [w, b])
next(states)  # the start itself


def loss(x, y, w, b):
    return (1 - w) ** 2 + 100 * (b - w**2) ** 2


def gradient(x, y, w, b):
    bend = 200 * (b - w**2)
    return -2 * (1 - w) - 2 * w * bend, bend


def step(w, b, dw, db, lr):
    return next(states).x

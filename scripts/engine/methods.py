"""The methods at a rate that is set in advance: their entries in the catalog.

The one rule: an entry has the name of the class in gdcore.optimizers whose it is.
"""

from scripts.engine.method import BATCHES, EPOCHS, Method, Program
from scripts.engine.searched_methods import SEARCHED

SHRINKING = (
    "shrink = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: {factor})\n"
)
OF_POWER = SHRINKING.replace("{factor}", "(k + 1) ** -{power}")
OF_DECAY = SHRINKING.replace("{factor}", "(1 + {decay_rate} * k) ** -{power}")

METHODS = {
    "GradientDescent": Method(
        title="Gradient descent",
        words="gradient descent",
        numpy="""for k in range(epochs):
    p = p - lr * gradient(p)
""",
        optim="SGD({parameters})",
        plain_rate=True,
        compared={"learning_rate": 0.01},
    ),
    "Momentum": Method(
        title="Momentum",
        words="momentum",
        numpy="""beta, v = {beta}, np.zeros_like(p)
for k in range(epochs):
    v = beta * v + gradient(p)
    p = p - lr * v
""",
        optim="SGD({parameters}, momentum={beta})",
        plain_rate=True,
        compared={"learning_rate": 0.01, "beta": 0.9},
    ),
    "Nesterov": Method(
        title="Nesterov",
        words="Nesterov",
        numpy="""beta, v = {beta}, np.zeros_like(p)
for k in range(epochs):
    g = gradient(p)
    v = beta * v + g
    p = p - lr * (g + beta * v)
""",
        optim="SGD({parameters}, momentum={beta}, nesterov=True)",
        special=(
            Program(
                f"optimizer = torch.optim.SGD({{parameters}})\n{EPOCHS}",
                when={"beta": 0},
            ),
        ),
        plain_rate=True,
        compared={"learning_rate": 0.01, "beta": 0.8},
    ),
    "Adam": Method(
        title="Adam",
        words="Adam",
        numpy="""beta1, beta2, eps = {beta1}, {beta2}, {eps}
m, s = np.zeros_like(p), np.zeros_like(p)
for k in range(1, epochs + 1):
    g = gradient(p)
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * g * g
    size = np.sqrt(s) / (1 - beta2**k) ** 0.5 + eps
    p = p - lr * (m / (1 - beta1**k) / size)
""",
        optim="Adam({parameters}, betas=({beta1}, {beta2}), eps={eps})",
        compared={"learning_rate": 0.1, "beta1": 0.85, "beta2": 0.97, "eps": 1e-2},
    ),
    "RMSProp": Method(
        title="RMSProp",
        words="RMSProp",
        numpy="""decay, eps, s = {decay}, {eps}, np.zeros_like(p)
for k in range(epochs):
    g = gradient(p)
    s = decay * s + (1 - decay) * g * g
    p = p - lr * (g / (np.sqrt(s) + eps))
""",
        optim="RMSprop({parameters}, alpha={decay}, eps={eps})",
        compared={"learning_rate": 0.02, "decay": 0.9, "eps": 0.4},
    ),
    "AdaGrad": Method(
        title="AdaGrad",
        words="AdaGrad",
        numpy="""eps, s = {eps}, np.zeros_like(p)
for k in range(epochs):
    g = gradient(p)
    s = s + g * g
    p = p - lr * (g / (np.sqrt(s) + eps))
""",
        optim="Adagrad({parameters}, eps={eps})",
        compared={"learning_rate": 0.3, "eps": 0.4},
    ),
    "MinibatchGradientDescent": Method(
        title="Minibatch gradient descent",
        words="minibatches",
        numpy="""for epoch in range(epochs):
    order = np.random.RandomState([{seed}, epoch]).permutation(len(y))
    for first in range(0, len(y), {batch_size}):
        p = p - lr * gradient(p, order[first : first + {batch_size}])
""",
        optim="SGD({parameters})",
        loop=BATCHES,
        plain_rate=True,
    ),
    "DecayingSGD": Method(
        title="SGD with a decaying rate",
        words="SGD with a decaying rate",
        numpy="""k = 0
for epoch in range(epochs):
    order = np.random.RandomState([{seed}, epoch]).permutation(len(y))
    for first in range(0, len(y), {batch_size}):
        rate = lr / (1 + {decay_rate} * k) ** {power}
        p = p - rate * gradient(p, order[first : first + {batch_size}])
        k += 1
""",
        optim="SGD({parameters})",
        loop=f"{OF_DECAY}{BATCHES}        shrink.step()\n",
        plain_rate=True,
    ),
    "SubgradientDescent": Method(
        title="Subgradient descent",
        words="subgradient descent",
        numpy="""for k in range(epochs):
    p = p - lr * (k + 1) ** -{power} * gradient(p)
""",
        optim="SGD({parameters})",
        loop=f"{OF_POWER}{EPOCHS}    shrink.step()\n",
        plain_rate=True,
    ),
    "Averaged": Method(
        title="Averaged subgradient descent",
        words="averaging",
        numpy="""total = p.copy()
for k in range(epochs):
    p = p - lr * (k + 1) ** -{power} * gradient(p)
    total += p
p = total / (epochs + 1)  # the mean of all iterates
""",
        optim="SGD({parameters})",
        loop=f"""{OF_POWER}total = [u.detach().clone(), c.detach().clone()]
{EPOCHS}    shrink.step()
    total = [total[0] + u.detach(), total[1] + c.detach()]
u, c = (t / ({{epochs}} + 1) for t in total)  # the mean
""",
        plain_rate=True,
    ),
    **SEARCHED,
}
"""By name, in the order of the list that the explorer shows."""

"""What to paste for a fix, in numpy and in torch.

The one rule: the numbers are those at which the fix was counted; X holds the features
as columns, without a column of ones.
"""

from typing import Any

from gdcore.diagnosis import wording
from gdcore.diagnosis.fix import Fix

SGD = "optimizer = torch.optim.SGD(model.parameters(), lr={rate})"
STANDARD = """\
mean, std = X.mean({axis}=0), X.std({axis}=0{unbiased})
X = (X - mean) / std
{rate}
# after the training, back to the units of X:
w = w / std
b = b - (w * mean).sum()"""
CENTERED = """\
mean = X.mean({axis}=0)
X = X - mean
{rate}
# after the training:
b = b - (w * mean).sum()"""
DIRECT = """\
A = np.column_stack([X, np.ones(len(X))])
scale = np.linalg.norm(A, axis=0)
theta = np.linalg.lstsq(A / scale, y, rcond=None)[0] / scale"""
DIRECT_TORCH = """\
A = torch.cat([X, torch.ones(len(X), 1)], dim=1)
scale = torch.linalg.norm(A, dim=0)
theta = torch.linalg.lstsq(A / scale, y.reshape(-1, 1)).solution[:, 0] / scale"""
MATRIX = "x = np.linalg.lstsq(A, b, rcond=None)[0]"
MATRIX_TORCH = "x = torch.linalg.lstsq(A, b.reshape(-1, 1)).solution[:, 0]"
ADAM = """\
m = 0.9 * m + 0.1 * grad          # m and s start at zero, k at 1
s = 0.999 * s + 0.001 * grad**2
step = (m / (1 - 0.9**k)) / (np.sqrt(s / (1 - 0.999**k)) + 1e-8)
theta = theta - {rate} * step"""
LBFGS = """\
from scipy.optimize import minimize
theta = minimize(loss, theta, jac=grad, method="L-BFGS-B").x"""
LBFGS_TORCH = """\
optimizer = torch.optim.LBFGS(model.parameters(), line_search_fn="strong_wolfe")
def closure():
    optimizer.zero_grad()
    loss = loss_fn(model(X), y)
    loss.backward()
    return loss
for _ in range(20):
    optimizer.step(closure)"""
ABSOLUTE = """\
from gdcore import LeastAbsolute, best_absolute_fit
A = np.column_stack([X, np.ones(len(X))])
theta = best_absolute_fit(LeastAbsolute(A, y))"""


def lines(fix: Fix, *, intercept: bool, absolute: bool) -> dict[str, str]:
    """Lines for numpy and torch; "" where one of them has none."""
    rate = _written(fix.learning_rate)
    beta = wording.rate(getattr(fix.optimizer, "beta", 0.0))
    numpy_rate, sgd = f"lr = {rate}", SGD.format(rate=rate)
    match fix.name:
        case "standardize" if absolute:
            return _both(STANDARD, f"{numpy_rate}\n{_shrinking('')}", _decaying(rate))
        case "standardize":
            return _both(STANDARD, numpy_rate, sgd)
        case "center":
            return _both(CENTERED, numpy_rate, sgd)
        case "momentum" | "Nesterov":
            return _accelerated(fix.name, rate, beta)
        case "a rate each":
            return _each(rate)
        case "Adam":
            torch = f"optimizer = torch.optim.Adam(model.parameters(), lr={rate})"
            return {"numpy": ADAM.format(rate=rate), "torch": torch}
        case "L-BFGS":
            return {"numpy": LBFGS, "torch": LBFGS_TORCH}
        case "shrinking rate":
            shrinking = f"{numpy_rate}\n{_shrinking('')}"
            return {"numpy": shrinking, "torch": _decaying(rate)}
        case "direct solution" if absolute:
            return {"numpy": ABSOLUTE, "torch": ""}
        case "direct solution" if intercept:
            return {"numpy": DIRECT, "torch": DIRECT_TORCH}
        case "direct solution":
            return {"numpy": MATRIX, "torch": MATRIX_TORCH}
    return {"numpy": numpy_rate, "torch": sgd}


def _written(rate: Any) -> str:
    text = wording.rate(rate)
    return f"[{text}]" if isinstance(rate, tuple) else text


def _both(form: str, numpy_rate: str, torch_rate: str) -> dict[str, str]:
    return {
        "numpy": form.format(axis="axis", unbiased="", rate=numpy_rate),
        "torch": form.format(axis="dim", unbiased=", unbiased=False", rate=torch_rate),
    }


def _accelerated(name: str, rate: str, beta: str) -> dict[str, str]:
    step = "v" if name == "momentum" else "(grad + beta * v)"
    numpy = (
        f"lr, beta = {rate}, {beta}\n"
        "v = beta * v + grad  # v starts at zero\n"
        f"theta = theta - lr * {step}"
    )
    more = ", nesterov=True" if name == "Nesterov" else ""
    torch = (
        "optimizer = torch.optim.SGD(\n"
        f"    model.parameters(), lr={rate}, momentum={beta}{more})"
    )
    return {"numpy": numpy, "torch": torch}


def _each(rates: str) -> dict[str, str]:
    return {
        "numpy": f"lr = np.array({rates})  # the intercept's is the last one\n"
        "theta = theta - lr * grad",
        "torch": f"lr = torch.tensor({rates})\n"
        "with torch.no_grad():\n    theta -= lr * theta.grad",
    }


def _shrinking(indent: str) -> str:
    return (
        f"{indent}theta = theta - lr / np.sqrt(k + 1) * grad  # k counts steps from 0"
    )


def _decaying(rate: str) -> str:
    return (
        f"{SGD.format(rate=rate)}\n"
        "scheduler = torch.optim.lr_scheduler.LambdaLR(\n"
        "    optimizer, lambda k: (k + 1) ** -0.5)\n"
        "# scheduler.step() after each optimizer.step()"
    )

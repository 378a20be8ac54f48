"""The names of Python itself, and those that a missing import would give.

The one rule: a function is there because it is on a list; the rest is Unknown.
"""

from collections.abc import Callable
from typing import Any

from gdcore.programs.iterating import items_of
from gdcore.programs.library import resolve
from gdcore.programs.machine import Machine
from gdcore.programs.values import Native, Space, Tensor, Unknown, plain

MODULES = {
    "np": "numpy", "numpy": "numpy", "torch": "torch", "nn": "torch.nn",
    "F": "torch.nn.functional", "optim": "torch.optim", "math": "math", "sp": "scipy",
    "pd": "pandas", "plt": "matplotlib.pyplot", "random": "random", "tf": "tensorflow",
    "keras": "keras", "tqdm": "tqdm", "sklearn": "sklearn", "init": "torch.nn.init",
    "functional": "torch.nn.functional", "layers": "keras.layers", "time": "time",
}  # fmt: skip


TORCH = "Variable tensor Tensor zeros ones randn rand mm matmul no_grad manual_seed"
LAYERS = "Linear Sequential MSELoss Module Parameter L1Loss"
SKLEARN = """
StandardScaler MinMaxScaler RobustScaler PolynomialFeatures LinearRegression
SGDRegressor Ridge Lasso train_test_split make_pipeline Pipeline mean_squared_error
r2_score mean_absolute_error make_regression load_diabetes load_boston
fetch_california_housing
"""
SHORT = {
    name: module
    for names, module in (
        (TORCH, "torch"),
        (LAYERS, "torch.nn"),
        ("SGD Adam RMSprop LBFGS Adagrad AdamW", "torch.optim"),
        ("TensorDataset DataLoader Dataset", "torch.utils.data"),
        (SKLEARN, "sklearn"),
        ("Dense", "keras.layers"),
        ("array arange linspace dot sqrt loadtxt transpose", "numpy"),
    )
    for name in names.split()
}


def builtin(m: Machine, name: str) -> Any:
    """A name that Python knows, or that a missing import would give."""
    if name in BUILTINS:
        return Native(name, BUILTINS[name](m))
    if name in MODULES:
        return Space(MODULES[name])
    if name in SHORT:
        return resolve(m, f"{SHORT[name]}.{name}")
    if name == "__name__":
        return "__main__"
    if name in ("Exception", "ValueError", "object", "str", "bool", "input", "open"):
        return Unknown(name)
    return None


def _length(value: Any) -> Any:
    from gdcore.programs.iterating import length

    return length(value)


def _total(m: Machine) -> Callable[..., Any]:
    def call(values: Any, start: Any = 0) -> Any:
        if isinstance(values, Unknown):
            return values
        total = start
        for value in items_of(m, values):
            if isinstance(value, Unknown):
                return value
            both = isinstance(value, Tensor) or isinstance(total, Tensor)
            total = m.lift(lambda a, b: a + b, total, value) if both else total + value
        return total

    return call


def _float(m: Machine) -> Callable[..., Any]:
    def call(value: Any = 0.0) -> Any:
        if isinstance(value, Tensor):
            return value.a.item()
        if isinstance(value, str):
            known = value.strip().lower().lstrip("+-") in ("nan", "inf", "infinity")
            return float(value) if known else Unknown("a text")
        return float(value)

    return call


def _pairs(m: Machine) -> Callable[..., Any]:
    def call(source: Any, start: int = 0) -> Any:
        return enumerate(items_of(m, source), start)

    return call


def _print(m: Machine) -> Callable[..., Any]:
    return lambda *a, **k: None


def _range(*ends: Any) -> Any:
    if any(isinstance(e, Unknown) for e in ends):
        return range(10)
    return range(*(int(plain(e)) for e in ends))


BUILTINS: dict[str, Callable[[Machine], Callable[..., Any]]] = {
    "range": lambda m: _range,
    "xrange": lambda m: _range,
    "len": lambda m: _length,
    "print": _print,
    "float": _float,
    "int": lambda m: lambda v=0: Unknown() if isinstance(v, str) else int(plain(v)),
    "abs": lambda m: lambda v: m.lift(abs, v) if isinstance(v, Tensor) else abs(v),
    "round": lambda m: lambda v, *n: round(plain(v), *n),
    "sum": _total,
    "min": lambda m: lambda *v, **k: min(*[plain(a) for a in v], **k),
    "max": lambda m: lambda *v, **k: max(*[plain(a) for a in v], **k),
    "enumerate": _pairs,
    "zip": lambda m: lambda *v, **k: list(zip(*[items_of(m, a) for a in v])),  # noqa: B905
    "list": lambda m: lambda v=(): list(items_of(m, v)),
    "tuple": lambda m: lambda v=(): tuple(items_of(m, v)),
    "dict": lambda m: lambda *a, **k: dict(*a, **k),
    "map": lambda m: (
        lambda f, *v: [
            _called(m, f, a)
            for a in zip(*[items_of(m, s) for s in v])  # noqa: B905
        ]
    ),
    "pow": lambda m: lambda a, b: a**b if isinstance(a, float) else Unknown(),
    "isinstance": lambda m: lambda *a: Unknown(),
    "next": lambda m: lambda v, *d: next(iter(items_of(m, v)), *d),
    "iter": lambda m: lambda v: v,
    "reversed": lambda m: lambda v: list(items_of(m, v))[::-1],
    "sorted": lambda m: lambda v, **k: sorted(items_of(m, v)),
    "super": lambda m: lambda *a: None,
    "all": lambda m: lambda v: all(bool(plain(a)) for a in items_of(m, v)),
    "any": lambda m: lambda v: any(bool(plain(a)) for a in items_of(m, v)),
    "tqdm": lambda m: lambda v, *a, **k: v,
    "trange": lambda m: lambda *a, **k: range(*a),
    "deepcopy": lambda m: lambda v: v.copy() if hasattr(v, "copy") else v,
    "hasattr": lambda m: lambda *a: Unknown(),
    "str": lambda m: lambda *a: "text",
    "type": lambda m: lambda *a: Unknown(),
    "id": lambda m: lambda *a: Unknown(),
}


def _called(m: Machine, function: Any, args: tuple[Any, ...]) -> Any:
    return m.hooks.call(m, function, args, {})

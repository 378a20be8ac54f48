"""Scalers, models and splits of scikit-learn and Keras.

The one rule: which scaler has made an array is remembered with the array.
"""

from typing import Any

import numpy as np

from gdcore.programs.machine import Machine
from gdcore.programs.values import Layer, Native, Space, Unknown

SCALERS = frozenset(["StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler"])
MODELS_WORDS = """
LinearRegression SGDRegressor Ridge Lasso ElasticNet make_pipeline Pipeline
"""
MODELS = frozenset(MODELS_WORDS.split())


def resolve(m: Machine, path: str) -> Any:
    """A name of scikit-learn or Keras."""
    name = path.rpartition(".")[2]
    if name in SCALERS or name in MODELS:
        return Native(name, lambda *a, **k: made(m, name, a, k))
    if name == "train_test_split":
        return Native(name, lambda *a, **k: _split(m, a, k))
    if name == "make_regression":
        return Native(name, lambda *a, **k: _regression(m, a, k))
    if name.startswith(("load_", "fetch_")):
        return Native(name, lambda *a, **k: _loaded(m, k))
    if name in ("mean_squared_error", "mean_absolute_error"):
        return Native(name, _error(name))
    if name in ("Dense", "Input", "Normalization", "InputLayer", "Lambda"):
        return Native(name, lambda *a, **k: Layer(name, {"args": a, **k}, line=m.line))
    if name == "Sequential":
        return Native(name, lambda parts=(), *a, **k: _sequential(m, parts))
    if path.endswith(("optimizers." + name,)) and name[:1].isupper():
        return Native(
            name,
            lambda *a, **k: Layer(
                "keras optimizer", {"name": name, "args": a, **k}, line=m.line
            ),
        )
    if name[:1].islower() and name not in ("r2_score", "constant"):
        return Space(path)
    return Unknown(path)


def made(m: Machine, name: str, args: Any, named: Any) -> Layer:
    """A scaler or model, with what it was made with."""
    layer = Layer(name, {"args": args, "options": named}, line=m.line)
    parts = args if name == "make_pipeline" else ()
    if name == "Pipeline" and args and isinstance(args[0], list):
        parts = tuple(p[1] for p in args[0] if isinstance(p, tuple))
    layer.names["parts"] = list(parts)
    m.note("model", layer)
    return layer


def _sequential(m: Machine, parts: Any) -> Layer:
    layer = Layer("keras model", {"parts": list(parts or [])}, line=m.line)
    m.note("model", layer)
    return layer


def _error(name: str) -> Any:
    def call(truth: Any, guess: Any, **named: Any) -> Any:
        off = np.asarray(truth) - np.asarray(guess)
        return float(np.mean(np.abs(off) if "absolute" in name else off**2))

    return call


def _split(m: Machine, arrays: Any, named: Any) -> Any:
    if any(isinstance(a, Unknown) for a in arrays):
        return [Unknown("a split") for _ in range(2 * len(arrays))]
    out: list[Any] = []
    for a in arrays:
        if isinstance(a, Layer) and a.kind == "frame":
            a = a.names["rows"]
        if not isinstance(a, np.ndarray | list):
            return [Unknown("a split") for _ in range(2 * len(arrays))]
        cut = max(1, len(a) - max(1, len(a) // 4))
        out += [a[:cut], a[cut:]]
    return out


def _regression(m: Machine, args: Any, named: Any) -> Any:
    m.note("random")
    columns = named.get("n_features", args[1] if len(args) > 1 else 100)
    columns = min(int(columns), 10)
    x = m.rng.normal(0, 1, (12, columns))
    y = x @ np.arange(1.0, columns + 1) + m.rng.normal(0, 1, 12)
    return x, y


def _loaded(m: Machine, named: Any) -> Any:
    m.note("random")
    m.note("guess", "rows")
    x, y = m.rng.normal(0, 1, (12, 10)), m.rng.normal(2, 1, 12)
    if named.get("return_X_y"):
        return x, y
    return Layer("data", {"data": x, "target": y, "feature_names": ["x"] * 10})


def of_model(m: Machine, held: Layer, name: str) -> Any:
    """The methods of scalers and models; None for other objects."""
    if held.kind in SCALERS:
        return _of_scaler(m, held, name)
    if held.kind == "keras model" and name == "add":
        return Native(name, lambda part: held.names["parts"].append(part))
    if held.kind == "keras model" and name == "compile":
        return Native(name, lambda *a, **k: held.names.update(compiled=(a, k)))
    if held.kind in MODELS or held.kind == "keras model":
        return _of_regressor(m, held, name)
    if held.kind in ("Dense", "Normalization", "data", "keras optimizer"):
        return Native(name, lambda *a, **k: Unknown(name))
    return None


def _numbers(value: Any) -> Any:
    if isinstance(value, Layer) and value.kind == "frame":
        return value.names["rows"]
    return value


def _of_scaler(m: Machine, held: Layer, name: str) -> Any:
    def transform(a: Any, *rest: Any, **k: Any) -> Any:
        numbers = _numbers(a)
        if not isinstance(numbers, np.ndarray):
            return Unknown("scaled")
        if numbers.ndim == 1:
            m.note("scaler of one axis", held)
        low, size = held.names.get("fit", (0.0, 1.0))
        out = np.asarray((numbers - low) / size)
        if name in ("fit_transform", "transform"):
            m.note("transform", (held, name, numbers, out))
            m.tags["scaled", id(out)] = (held, held.names.get("fitted"))
            m.keep.append(out)
        return out

    def fit(a: Any, *rest: Any, **k: Any) -> Any:
        numbers = _numbers(a)
        if isinstance(numbers, np.ndarray):
            held.names["fit"] = (numbers.mean(axis=0), numbers.std(axis=0) + 1e-3)
            held.names["fitted"] = held.names.get("fitted", 0) + 1
            m.note("fit scaler", (held, numbers, name))
        return transform(a) if name == "fit_transform" else held

    if name in ("fit", "fit_transform"):
        return Native(name, fit)
    if name in ("transform", "inverse_transform"):
        return Native(name, transform)
    return Unknown(name)


def _of_regressor(m: Machine, held: Layer, name: str) -> Any:
    def fit(x: Any = None, y: Any = None, *a: Any, **k: Any) -> Any:
        x, y = _numbers(x), _numbers(y)
        m.note("fit", (held, x, y, m.tags.get(("scaled", id(x))), k))
        held.names["x"] = x
        return held

    def predict(x: Any = None, *a: Any, **k: Any) -> Any:
        x = _numbers(x)
        m.note("predict", (held, x, m.tags.get(("scaled", id(x)))))
        return Unknown("a prediction")

    if name in ("fit", "partial_fit"):
        return Native(name, fit)
    if name in ("predict", "score", "evaluate"):
        return Native(name, predict)
    return Unknown(name)

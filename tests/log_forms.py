"""The forms in which runs print their lines, for tests of `gdcore.logs`.

The one rule: a form gets numbers as texts and adds words; it changes no digit.
"""

from collections.abc import Callable
from typing import NamedTuple


class Line(NamedTuple):
    """What is printed of one step, each number as a text."""

    k: int
    last: int
    loss: str
    parameters: dict[str, str]
    gradients: dict[str, str]
    rate: str


Form = Callable[[list[Line]], str]


def _each(line: Callable[[Line], str]) -> Form:
    return lambda lines: "\n".join(map(line, lines))


def _pairs(values: dict[str, str], mark: str = "=", gap: str = " ") -> str:
    return gap.join(f"{name}{mark}{text}" for name, text in values.items())


def _keras(lines: list[Line]) -> str:
    return "\n".join(
        f"Epoch {r.k}/{r.last}\n\r1/1 [==============================] - 0s 2ms/step"
        f" - loss: {r.loss}\x08\x08\r1/1 [=============================] - 0s 12ms/step"
        f" - loss: {r.loss} - mae: 2.1"
        for r in lines
    )


def _keras_new(lines: list[Line]) -> str:
    bar = "\x1b[32m━━━━━━━━━━━━━━━━━━━━\x1b[0m\x1b[37m\x1b[0m"
    return "\n".join(
        f"Epoch {r.k}/{r.last}\n\x1b[1m1/1\x1b[0m {bar} \x1b[1m0s\x1b[0m 25ms/step - "
        f"loss: {r.loss}"
        for r in lines
    )


def _sklearn(lines: list[Line]) -> str:
    return "\n".join(
        f"-- Epoch {r.k}\nNorm: 0.13, NNZs: 1, "
        f"Bias: {next(iter(r.parameters.values()))}, T: {10 * r.k}, "
        f"Avg. loss: {r.loss}\nTotal training time: 0.00 seconds."
        for r in lines
    )


def _bars(lines: list[Line]) -> str:
    return "\r".join(
        f"Epoch {r.k}: 100%|██████████| 1/1 [00:00<00:00, 123.31it/s, loss={r.loss}, "
        "v_num=0]"
        for r in lines
    )


def _table(gap: str) -> Form:
    def form(lines: list[Line]) -> str:
        head = gap.join(["epoch", "loss", *lines[0].parameters])
        rows = [gap.join([str(r.k), r.loss, *r.parameters.values()]) for r in lines]
        return "\n".join([head, *rows])

    return form


def _german(lines: list[Line]) -> str:
    return "\n".join(f"Epoche {r.k}: Verlust {r.loss.replace('.', ',')}" for r in lines)


def _listed(lines: list[Line]) -> str:
    return f"losses = [{', '.join(r.loss for r in lines)}]"


def _array(lines: list[Line]) -> str:
    texts = [r.loss for r in lines]
    rows = ["  ".join(texts[i : i + 5]) for i in range(0, len(texts), 5)]
    return "[" + "\n ".join(rows) + "]"


FIRST: dict[str, Form] = {
    "epoch, loss": _each(lambda r: f"Epoch {r.k}, loss {r.loss}"),
    "epoch: loss= w=": _each(
        lambda r: f"epoch: {r.k} loss={r.loss} {_pairs(r.parameters)}"
    ),
    "[k/n] Loss": _each(lambda r: f"[{r.k}/{r.last}] Loss: {r.loss}"),
    "Keras": _keras,
    "Keras 3": _keras_new,
    "tensor": _each(
        lambda r: (
            f"{r.k} tensor({r.loss}, grad_fn=<MseLossBackward0>) "
            + " ".join(
                f"{name} tensor([[{text}]], requires_grad=True)"
                for name, text in r.parameters.items()
            )
        )
    ),
    "blanks": _table("  "),
    "csv": _table(","),
    "Iteration: Cost": _each(lambda r: f"Iteration {r.k}: Cost {r.loss}"),
    "step | loss | grads": _each(
        lambda r: f"step {r.k} | loss {r.loss} | {_pairs(r.gradients, ' ', ' | ')}"
    ),
    "scikit-learn": _sklearn,
    "bars": _bars,
    "logging": _each(
        lambda r: (
            f"2024-01-01 12:{r.k % 60:02d}:07,123 - INFO - root - Epoch {r.k}, "
            f"loss: {r.loss}, {_pairs(r.gradients, ': ', ', ')}"
        )
    ),
    "Epoche": _german,
    "cost after": _each(lambda r: f"Cost after iteration {r.k}: {r.loss}"),
}
"""The forms with which the judge was tuned."""

SECOND: dict[str, Form] = {
    "json lines": _each(lambda r: f'{{"epoch": {r.k}, "loss": {r.loss}}}'),
    "train_loss": _each(
        lambda r: (
            f"[2024-03-01 08:00:{r.k % 60:02d}] iter={r.k}; train_loss={r.loss}; "
            f"lr={r.rate}"
        )
    ),
    "markdown": lambda lines: "\n".join(
        ["| step | mse |", "|---:|---:|", *(f"| {r.k} | {r.loss} |" for r in lines)]
    ),
    "tuple": _each(
        lambda r: (
            f"{r.k}: loss {r.loss}, ({', '.join(r.parameters)}) = "
            f"({', '.join(r.parameters.values())})"
        )
    ),
    "semicolons": _table(";"),
    "tabs": _table("\t"),
    "INFO:root": _each(
        lambda r: (
            f"INFO:root:Epoch {r.k}/{r.last} - error: {r.loss} "
            f"{_pairs(r.gradients, '=', ' ')}"
        )
    ),
    "quoted": _each(
        lambda r: f"> Step #{r.k}: J = {r.loss} {_pairs(r.parameters, ' = ', ', ')}"
    ),
    "several lines": _each(
        lambda r: f"Epoch {r.k}\nLoss: {r.loss}\n{_pairs(r.parameters, ': ', chr(10))}"
    ),
    "minus": _each(
        lambda r: f"epoch={r.k} loss={r.loss} {_pairs(r.parameters)}".replace("-", "−")
    ),
    "tqdm": lambda lines: "\r".join(
        f" 50%|█████     | {r.k}/{r.last} [00:01<00:01, 49.1it/s, loss={r.loss}]"
        for r in lines
    ),
    "loss at": _each(lambda r: f"loss at step {r.k} is {r.loss}"),
}
"""Others, of which the first failures were looked at, too."""

LAST: dict[str, Form] = {
    "Ep": _each(lambda r: f"Ep {r.k} | train loss {r.loss} | lr {r.rate}"),
    "brackets": _each(lambda r: f"[Epoch {r.k}] objective={r.loss};"),
    "k of n": _each(lambda r: f"iteration {r.k} of {r.last}, loss = {r.loss}"),
    "arrow, quoted": _each(
        lambda r: f"{r.k}) loss -> {r.loss} {_pairs(r.parameters, ' is ', ', ')}"
    ),
    "tensor theta": _each(
        lambda r: (
            f"Iter: {r.k} | MSE: {r.loss} | theta: "
            f"tensor([{', '.join(r.parameters.values())}])"
        )
    ),
    "INFO glog": _each(
        lambda r: (
            f"I0612 12:34:56.789012 1234 train.py:12] step={r.k} loss={r.loss} "
            f"{_pairs(r.gradients)}"
        )
    ),
    "seconds": _each(lambda r: f"Step {r.k}/{r.last}, cost={r.loss} (0.02 sec)"),
    "R": _each(lambda r: f"[1] {r.k} {r.loss}"),
    "dict": _each(lambda r: f"{{'loss': {r.loss}, 'epoch': {r.k}.0}}"),
}
"""Forms that were written after the judge was done."""

UNNUMBERED: dict[str, Form] = {
    "bare": _each(lambda r: r.loss),
    "list": _listed,
    "array": _array,
}
"""Forms without steps, for lines at each step."""

"""Logs whose numbers are easy to take for each other, and what is refused.

The one rule: a loss is read as printed, or a problem says what to do.
"""

import pytest

from gdcore.logs import judge, read_log

LOSSES = [102.5, 82.25, 66.125, 53.5, 43.25, 34.5, 28.125, 23.0]
BAR = "4/4 [==============================]"


def each(line):
    return "\n".join(line(k, v) for k, v in enumerate(LOSSES))


READ = {
    "R, one by one": each(lambda k, v: f"[1] {v:.1f}0"),
    "R, in quotes": each(lambda k, v: f'[1] "epoch {k} loss {v}"'),
    "R, a vector in rows": " [1] 102.5 82.25 66.125\n [4] 53.5 43.25 34.5\n"
    " [7] 28.125 23.0",
    "R, a named vector": "losses\n[1] 102.5 82.25 66.125 53.5\n"
    "[5] 43.25 34.5 28.125 23",
    "Spanish": each(lambda k, v: f"época {k} · pérdida: {v}"),
    "Spanish, apart": each(lambda k, v: f"e\u0301poca {k} · pe\u0301rdida: {v}"),
    "Portuguese": each(lambda k, v: f"iteração {k}, perda = {v}"),
    "Chinese": each(lambda k, v: f"第{k}轮，损失：{v}"),
    "an unknown counter": each(lambda k, v: f"wiederholung {k} ergebnis {v}"),
    "vector, loss": each(lambda k, v: f"{k} [{0.1 * k:.2f} {0.2 * k:.2f}] {v}"),
    "loss, vector": each(lambda k, v: f"{v} [{0.1 * k:.2f} {0.2 * k:.2f}]"),
    "two arrays, loss": each(lambda k, v: f"{k} [[{0.1 * k:.2f}]] [{0.2 * k:.2f}] {v}"),
    "a tuple, loss": each(lambda k, v: f"{k} ({0.1 * k:.2f}, {-0.2 * k:.2f}) {v}"),
    "loss in brackets": each(lambda k, v: f"{k} [{v}]"),
    "Keras with an estimate": each(
        lambda k, v: (
            f"Epoch {k + 1}/8\n\r{BAR} - ETA: 0s - loss: {9 * v}\b\b\b\b\r"
            f"{BAR} - 0s 2ms/step - loss: {v} - mae: 2"
        )
    ),
    "on one line": " ".join(map(str, LOSSES)),
    "on one line, commas": ", ".join(map(str, LOSSES)),
    "on one line, named": f"losses: {' '.join(map(str, LOSSES))}",
    "wrapped": "102.5 82.25 66.125 53.5\n43.25 34.5 28.125 23.0",
    "wrapped, uneven": "102.5 82.25 66.125 53.5 43.25\n34.5 28.125 23.0",
    "glued": each(lambda k, v: f"Epoch{k} Loss{v:.4f}"),
}


@pytest.mark.parametrize("name", READ)
def test_the_loss_is_read(name):
    log = read_log(READ[name])
    assert log.problem == ""
    assert log.loss is not None
    assert list(log.loss.values) == pytest.approx(LOSSES, abs=0.051)


def test_vectors_in_brackets_are_parameters():
    log = read_log(READ["vector, loss"])
    assert [one.name for one in log.parameters] == ["theta", "theta[1]"]
    assert log.steps == tuple(range(8))


def test_a_table_is_not_one_series():
    log = read_log(each(lambda k, v: f"{k} {v} {0.1 * k:.2f} {-0.2 * k:.2f}"))
    assert log.loss is not None
    assert list(log.loss.values) == LOSSES


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (each(lambda k, v: f"foo {v} bar {v / 2}"), "no name says which is the loss"),
        (each(lambda k, v: f"{v} {k % 3} 5.5 {k % 2} 7"), "5 numbers and no names"),
    ],
)
def test_what_is_ambiguous_is_refused_with_what_to_do(text, says):
    log = read_log(text)
    assert says in log.problem
    assert "write the word loss" in log.problem
    assert judge(log) is None


def test_entries_printed_a_line_each_before_the_step_are_apart():
    text = each(
        lambda k, v: f"Grads: [[{-v}]]\nGrads: [{v / 2}]\nEpoch {k} -- loss = {v}"
    )
    log = read_log(text)
    assert [one.name for one in log.gradients] == ["grads", "grads[1]"]
    assert log.numbered
    for series in log.series:
        assert series.steps == tuple(range(8))


def test_several_losses_an_epoch_count_as_lines():
    log = read_log(
        "\n".join(f"Epoch {k}\nloss {9 - k}\nloss {8.5 - k}" for k in range(4))
    )
    assert log.loss is not None
    assert list(log.loss.values) == [9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5]
    assert not log.numbered


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("\n".join(f"x{'abcdefghij'[k % 9]}{k}y=3" for k in range(3000)), "change all"),
        ("loss 3\n" * 9000, "lines the first and last"),
        ("a" * 100_000 + " loss 3\nloss 2", "ends are read"),
        ("loss 3.25\n" * 90_000, "above 400 kB"),
    ],
)
def test_what_is_too_long_is_cut_with_a_note(text, note):
    assert any(note in one for one in read_log(text).notes)


def test_a_cut_breaks_no_line():
    text = "\n".join(f"epoch {k} loss {1000 + k}.25" for k in range(30_000))
    log = read_log(text)
    assert log.loss is not None
    steps, values = log.loss.steps, log.loss.values
    assert [v - k for k, v in zip(steps, values, strict=True)] == [1000.25] * len(steps)
    assert (steps[0], steps[-1]) == (0, 29_999)

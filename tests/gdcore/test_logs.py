"""Logs in the forms that people post, and what reading them gives.

The one rule: each form is written as it is posted, with what is read of it beside it.
"""

import math
import random

import pytest

from gdcore.logs import judge, read_log

BAR = "[==============================]"
FORMS = {
    "Epoch 1, loss 0.5\nEpoch 2, loss 0.25": ([1, 2], {"loss": [0.5, 0.25]}),
    "epoch: 3 loss=1.2e+05 w=0.3 b=-1\nepoch: 4 loss=1.2e+06 w=0.4 b=−1.5": (
        [3, 4],
        {"loss": [1.2e5, 1.2e6], "w": [0.3, 0.4], "b": [-1, -1.5]},
    ),
    "[10/100] Loss: 0.5\n[20/100] Loss: 0.25": ([10, 20], {"loss": [0.5, 0.25]}),
    f"Epoch 1/9\n5/5 {BAR} - 0s 2ms/step - loss: 12.3 - acc: 0.1\nEpoch 2/9\n"
    f"1/5 [=====>....] - ETA: 0s - loss: 12.0\r5/5 {BAR} - 0s 2ms/step - loss: 11.3 - "
    "acc: 0.2": ([1, 2], {"loss": [12.3, 11.3]}),
    "Epoch 1/2\n\x1b[1m5/5\x1b[0m \x1b[32m━━━━\x1b[0m\x1b[37m\x1b[0m \x1b[1m0s\x1b[0m "
    "25ms/step - loss: 13.2 \nEpoch 2/2\n\x1b[1m5/5\x1b[0m \x1b[32m━━━━\x1b[0m 0s "
    "2ms/step - loss: 3.2": ([1, 2], {"loss": [13.2, 3.2]}),
    "tensor(0.12, grad_fn=<MseLossBackward0>)\ntensor(0.02, grad_fn=<MseLossBackward0>)"
    "\ntensor(nan)": ([0, 1, 2], {"column 1": [0.12, 0.02, math.nan]}),
    "w: tensor([[0.5]], requires_grad=True) loss 3\nw: tensor([[0.6]], "
    "requires_grad=True) loss 2": ([0, 1], {"w": [0.5, 0.6], "loss": [3, 2]}),
    "1.5\n0.5\n0.25\n0.1": ([0, 1, 2, 3], {"column 1": [1.5, 0.5, 0.25, 0.1]}),
    "epoch,loss,w\n0,12.5,0.1\n10,2.5,0.2": (
        [0, 10],
        {"loss": [12.5, 2.5], "w": [0.1, 0.2]},
    ),
    "0 12.5 0.1\n1 2.5 -0.2\n2 1.5 0.3": ([0, 1, 2], {"column 2": [12.5, 2.5, 1.5]}),
    "losses = array([12.3, 4.5, 2.1,\n       1.2, 0.9])": (
        [0, 1, 2, 3, 4],
        {"losses": [12.3, 4.5, 2.1, 1.2, 0.9]},
    ),
    "{'loss': [5.0, 4.0, 3.0, 2.0, 1.0], 'mae': [1, 2, 3, 4, 5]}": (
        [0, 1, 2, 3, 4],
        {"loss": [5, 4, 3, 2, 1], "mae": [1, 2, 3, 4, 5]},
    ),
    "[(0, 1.5), (1, 0.75), (2, 0.5)]": ([0, 1, 2], {"column 2": [1.5, 0.75, 0.5]}),
    "Iteration 5: Cost 1.2\nIteration 6: Cost 1.1": ([5, 6], {"cost": [1.2, 1.1]}),
    "Cost after iteration 0: 0.69\nCost after iteration 100: 0.58": (
        [0, 100],
        {"cost": [0.69, 0.58]},
    ),
    "loss after 10 epochs: 0.5\nloss after 20 epochs: 0.4": (
        [10, 20],
        {"loss": [0.5, 0.4]},
    ),
    "step 10 | loss 3.4 | grad norm 0.3\nstep 20 | loss 2.4 | grad norm 0.2": (
        [10, 20],
        {"loss": [3.4, 2.4], "grad norm": [0.3, 0.2]},
    ),
    "-- Epoch 1\nNorm: 0.13, NNZs: 1, Bias: 0.1, T: 10, Avg. loss: 123.4\nTotal "
    "training time: 0.00 seconds.\n-- Epoch 2\nNorm: 0.2, NNZs: 1, Bias: 0.2, T: 20, "
    "Avg. loss: 100.4": ([1, 2], {"avg. loss": [123.4, 100.4], "bias": [0.1, 0.2]}),
    "Epoch 3: 100%|███| 10/10 [00:00<00:00, 123.3it/s, loss=0.53]\rEpoch 4: 100%|███| "
    "10/10 [00:00<00:00, loss=0.43]": ([3, 4], {"loss": [0.53, 0.43]}),
    " 50%|██  | 50/99 [00:01<00:01, 49.1it/s, loss=0.5]\r 51%|██  | 51/99 "
    "[00:01<00:01, loss=0.4]": ([50, 51], {"loss": [0.5, 0.4]}),
    "2024-01-01 12:00:00,123 - INFO - Epoch 1 loss: 0.5\n2024-01-01 12:00:01,123 - "
    "INFO - Epoch 2 loss: 0.4": ([1, 2], {"loss": [0.5, 0.4]}),
    "[12:00:01] epoch 1 - loss: 1.#INF\n[12:00:02] epoch 2 - loss: -1.#IND": (
        [1, 2],
        {"loss": [math.inf, math.nan]},
    ),
    "Epoch 1, loss: 1e+38\nEpoch 2, loss: -inf": ([1, 2], {"loss": [1e38, -math.inf]}),
    "Epoch 1, Loss: 1,234,567.89\nEpoch 2, Loss: 34,567.89": (
        [1, 2],
        {"loss": [1234567.89, 34567.89]},
    ),
    "Epoche 1: Verlust 1.012,5\nEpoche 2: Verlust 8,25": (
        [1, 2],
        {"verlust": [1012.5, 8.25]},
    ),
    "epoch;loss\n1;0,5\n2;0,25": ([1, 2], {"loss": [0.5, 0.25]}),
    "Epoch 0 loss 5.0\nEpoch 1 loss 4.0\n...\nEpoch 99 loss 0.1": (
        [0, 1, 99],
        {"loss": [5, 4, 0.1]},
    ),
    "| epoch | loss |\n|---|---|\n| 1 | 0.5 |\n| 2 | 0.4 |": (
        [1, 2],
        {"loss": [0.5, 0.4]},
    ),
    "   epoch  loss     w\n0      0  12.5  0.1\n1      1   2.3  0.2": (
        [0, 1],
        {"loss": [12.5, 2.3], "w": [0.1, 0.2]},
    ),
    "(w, b) = (0.3, -1.0) loss 3\n(w, b) = (0.4, -1.1) loss 2": (
        [0, 1],
        {"w": [0.3, 0.4], "b": [-1, -1.1], "loss": [3, 2]},
    ),
    "iter 0: dw = -4.5, db = -1.0, w = 0.1\niter 1: dw = -2.5, db = -0.5, w = 0.2": (
        [0, 1],
        {"dw": [-4.5, -2.5], "db": [-1, -0.5], "w": [0.1, 0.2]},
    ),
}
"""Text, its steps, and the series that it holds."""


@pytest.mark.parametrize("text", FORMS)
def test_each_form_is_read(text):
    steps, series = FORMS[text]
    log = read_log(text)
    assert log.problem == ""
    found = {one.name: one for one in log.series}
    for name, values in series.items():
        assert list(found[name].steps) == steps
        assert list(found[name].values) == pytest.approx(values, nan_ok=True)


def test_roles_and_why():
    log = read_log(
        "\n".join(
            f"epoch {k} val_loss {k + 9} loss {9 - k} w {k} grad_w {-k} lr 0.01 acc 0.5"
            for k in range(4)
        )
    )
    assert log.loss is not None
    assert log.loss.name == "loss"
    assert log.why == "it is named the loss"
    assert [one.name for one in log.parameters] == ["w"]
    assert [one.name for one in log.gradients] == ["grad_w"]
    assert log.learning_rate == 0.01
    assert [one.name for one in log.of("other")] == ["acc"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("theta", "parameter"),
        ("beta_1", "parameter"),
        ("linear.weight", "parameter"),
        ("dL/dw", "gradient"),
        ("dJ_db", "gradient"),
        ("grad norm", "gradient"),
        ("MSE", "loss"),
        ("J(theta)", "loss"),
        ("learning_rate", "learning rate"),
        ("val_acc", "other"),
    ],
)
def test_a_name_tells_the_role(name, role):
    log = read_log(f"epoch 1 cost: 3, {name}: 0.5\nepoch 2 cost: 2, {name}: 0.25")
    assert [one.role for one in log.series] == ["loss", role]


def test_an_index_as_r_prints_it_is_no_column():
    log = read_log("[1] 0 3.5\n[1] 1 2.5\n[1] 2 1.5")
    assert log.steps == (0, 1, 2)
    assert log.loss is not None
    assert log.loss.values == (3.5, 2.5, 1.5)


def test_a_full_bar_says_how_many_steps_an_epoch_has():
    log = read_log(f"Epoch 1/9\n5/5 {BAR} - loss: 3\nEpoch 2/9\n5/5 {BAR} - loss: 2")
    assert log.updates == 5


def test_the_last_of_several_runs_is_read():
    log = read_log("\n".join(f"epoch {k} loss {k + 1}" for k in (0, 1, 2, 0, 1, 2, 3)))
    assert log.steps == (0, 1, 2, 3)
    assert any("start again" in note for note in log.notes)


def test_lines_without_steps_are_counted_and_this_is_said():
    log = read_log("loss 3\nloss 2\nloss 1")
    assert not log.numbered
    assert any("no steps are printed" in note for note in log.notes)


def test_a_unit_of_the_last_digit_is_kept():
    fixed = read_log("loss 12.50\nloss 1.25").loss
    free = read_log("loss 12.5\nloss 1.25\nloss 0.00125").loss
    assert fixed is not None
    assert free is not None
    assert fixed.units == pytest.approx((0.01, 0.01))
    assert free.units == pytest.approx((0.1, 0.01, 1e-5))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "there is no text"),
        (" \n\t", "there is no text"),
        (None, "there is no text"),
        (3.5, "there is no text"),
        ("hello world", 'there is no number in "hello world"'),
        ("Epoch 1/50\nEpoch 2/50\nEpoch 3/50", "there are steps but no values"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_what_to_do(text, says):
    log = read_log(text)
    assert says in log.problem
    assert "paste" in log.problem or "print" in log.problem
    assert judge(log) is None


def test_the_plain_values_are_json():
    log = read_log("epoch 1 loss nan\nepoch 2 loss inf").as_dict()
    assert log["series"][0]["values"] == ["nan", "inf"]


@pytest.mark.parametrize("seed", range(8))
def test_no_text_raises(seed):
    draw = random.Random(seed)
    pieces = [*"0123456789.,;:=|[](){}<>%/-+eE \n\r\t\x08\x1b#'\"∂∇−…", "nan", "inf"]
    pieces += ["loss", "epoch ", "w=", "1e400", "tensor(", "\n", "5/5 [==", "...", "é"]
    whole = list(FORMS)
    for _ in range(40):
        if draw.random() < 0.5:
            text = "".join(draw.choices(pieces, k=draw.randint(1, 200)))
        else:
            text = list(draw.choice(whole) * draw.randint(1, 4))
            for _ in range(draw.randint(1, 20)):
                text[draw.randrange(len(text))] = draw.choice(pieces)
            text = "".join(text)
        log = read_log(text)
        assert log.problem or log.series
        found = judge(log, learning_rate=draw.choice([None, 0.1, -1.0, math.nan]))
        assert found is None or (found.says and found.fix)

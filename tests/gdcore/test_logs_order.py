"""Lines in another order, steps within epochs, and numbers as their writers mark them.

The one rule: each text is one run of known losses, and they are read in its order.
"""

import pytest

from gdcore.logs import judge, read_log
from gdcore.logs.rows import scaled


def loss(k):
    """Falls by a fifth a line, to 0.1."""
    return 5 * 0.8**k + 0.1


def epochs(order, line="epoch {k} loss {v:.5f}"):
    return "\n".join(line.format(k=k, v=loss(k)) for k in order)


def read(text):
    log = read_log(text)
    assert log.problem == ""
    assert log.loss is not None
    return log


@pytest.mark.parametrize(
    "text",
    [
        epochs(range(11, -1, -1)),
        epochs(range(11, -1, -1), "{k} {v:.5f}"),
        epochs((0, 1, 2, 3, 4, 5, 6, 8, 7, 9, 10, 11)),
        epochs((11, 10, 9, 7, 8, 6, 5, 4, 3, 2, 1, 0)),
        epochs((*range(6, 12), *range(6))),
    ],
    ids=["newest first", "without names", "two swapped", "both", "two blocks"],
)
def test_lines_in_another_order_are_put_in_that_of_their_steps(text):
    log = read(text)
    assert log.steps == tuple(range(12))
    assert log.loss.values == pytest.approx([loss(k) for k in range(12)], abs=1e-4)
    assert any("in the order of their steps" in note for note in log.notes)
    found = judge(log)
    assert found is not None
    assert found.kind == "converging"
    assert found.factor == pytest.approx(0.8**0.5, rel=1e-3)


@pytest.mark.parametrize("late", [range(5, 105, 10), range(0, 100, 10)])
def test_two_runs_whose_steps_lie_among_each_other_stay_two(late):
    log = read(epochs([*range(10, 110, 10), *late]))
    assert log.steps == tuple(late)
    assert any("start again" in note for note in log.notes)


def test_a_short_even_fall_without_names_is_a_loss():
    assert read("3 0.5\n2 0.4\n1 0.3").loss.values == (3, 2, 1)


def test_a_count_of_samples_within_an_epoch_is_no_step():
    def line(k, epoch, i):
        share = f"{i % 4 * 640}/2560 ({i % 4 * 25}%)"
        return f"Train Epoch: {epoch} [{share}]\tLoss: {loss(k):.6f}\n"

    for text in (
        "".join(line(k, 1 + k // 4, k) for k in range(12)),
        "".join(line(k, 1, k) for k in range(4)),
    ):
        log = read(text)
        lines = text.count("\n")
        assert log.steps == tuple(range(lines))
        assert log.loss.values == pytest.approx([loss(k) for k in range(lines)])
        assert not log.numbered
    each = "".join(line(k, k + 1, 4 * k) for k in range(8))
    assert read(each).steps == tuple(range(1, 9))


@pytest.mark.parametrize(
    "form",
    [
        "Epoch [{e}/3], Step [{i}/600], Loss: {v:.6f}",
        "Epoch {e} batch {i} loss {v:.6f}",
        "Epoch {e} [{i}/600] loss {v:.6f}",
        "Step {i} Epoch {e}, Loss: {v:.6f}",
    ],
)
@pytest.mark.parametrize("first", [0, 100])
def test_steps_that_start_again_in_each_epoch_are_counted_through(form, first):
    lines = [(e, first + 100 * j) for e in (1, 2, 3) for j in range(6)]
    text = "\n".join(form.format(e=e, i=i, v=loss(k)) for k, (e, i) in enumerate(lines))
    log = read(text)
    assert log.steps == tuple(range(first, first + 1800, 100))
    assert log.loss.values == pytest.approx([loss(k) for k in range(18)], rel=1e-4)


def test_no_comma_before_an_exponent_parts_thousands():
    texts = ["5,100E-01", "4,100E-01", "3,300E-01", "2,660E-01", "2,148E-01"]
    log = read("\n".join(f"Schritt {k}: Kosten {v}" for k, v in enumerate(texts)))
    assert log.loss.values == pytest.approx((0.51, 0.41, 0.33, 0.266, 0.2148))
    assert read("epoch 0 loss 5,100\nepoch 1 loss 4,100").loss.values == (5100, 4100)


@pytest.mark.parametrize("power", [3, -11])
def test_all_numbers_are_times_the_factor_above_them(power):
    scale = f"   1.0e{power:+03d} *\n\n"
    column = "".join(f"    {loss(k):.4f}\n" for k in range(12))
    parts = [range(6), range(6, 12)]
    row = "\n".join(
        f"  Columns {p[0] + 1} through {p[-1] + 1}\n\n"
        + "".join(f"    {loss(k):.4f}" for k in p)
        for p in parts
    )
    expected = [loss(k) * 10.0**power for k in range(12)]
    for values in (column, row):
        log = read(f"J_history =\n\n{scale}{values}")
        assert log.loss.values == pytest.approx(expected, rel=1e-3)
        assert log.loss.units == pytest.approx([10.0 ** (power - 4)] * 12)
        assert any("multiplied by the factor" in note for note in log.notes)


def test_a_factor_ends_with_the_numbers_below_it():
    theta = "theta =\n\n   1.0e+05 *\n\n    3.4041\n    1.1063\n\n"
    log = read(theta + epochs(range(12), "Iteration {k} | Cost: {v:.5f}"))
    assert log.steps == tuple(range(12))
    assert log.loss.values == pytest.approx([loss(k) for k in range(12)], abs=1e-4)


def test_a_huge_factor_writes_no_long_numbers():
    values = "    0.0010\n    0.1000\n    9.5000\n       Inf\n"
    log = read(f"J =\n\n   1.0e+150 *\n\n{values}")
    assert log.loss.values == pytest.approx((1e147, 1e149, 9.5e150, float("inf")))
    for scale, number in (("1e+999", "1"), ("1e-999", "1e9999"), ("1e5", "1e-999")):
        lines, _ = scaled([f"{scale} *", number])
        assert len(lines) == 1
        assert len(lines[0]) < 30

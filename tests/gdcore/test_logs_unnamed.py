"""Lines of numbers without names: which column is the step, which the loss, which none.

The one rule: a parameter is never called the loss, whatever it does.
"""

import pytest

from gdcore.logs import judge, read_log

STEPS = (0, 500, 1000, 1500, 2000)
LOSS = (28.5, 4.5, 1.25, 0.5, 0.3)
W = (0.5, 2.02, 2.004, 2.0007, 2.0001)
B = (0.14, 0.92, 0.986, 0.997, 0.9995)


def table(*columns):
    rows = zip(*columns, strict=True)
    return "\n".join(" ".join(map(str, row)) for row in rows)


@pytest.mark.parametrize(
    "below",
    [
        "2.0001 0.9995",
        "2 1",
        "2.0001",
        "2.0001\n0.9995",
        "[2.0001 0.9995]",
        "[2.0001 -0.25] 0.09993",
        "2.0001 0.9995 0.3",
        "w 2.0001 b 0.9995",
    ],
)
@pytest.mark.parametrize("columns", [(STEPS, LOSS), (STEPS, W, B, LOSS)])
def test_a_line_of_another_kind_below_leaves_the_steps(columns, below):
    log = read_log(f"{table(*columns)}\n{below}")
    assert log.loss is not None
    assert log.loss.steps == STEPS
    assert log.loss.values == LOSS


def test_parameters_below_a_lone_column_are_no_loss():
    log = read_log(f"{table(LOSS)}\n2.0001 0.9995")
    assert log.loss is not None
    assert log.loss.values == LOSS


def test_lines_of_another_run_are_not_left_out():
    log = read_log(table((*STEPS, *STEPS), (*LOSS, *LOSS)))
    assert not any("another kind" in note for note in log.notes)


@pytest.mark.parametrize(
    "columns",
    [
        (STEPS, W, B, LOSS),
        (STEPS, LOSS, W, B),
        (STEPS, LOSS, W),
        (STEPS, W, LOSS),
        (STEPS, W[::-1], B[::-1], LOSS),
        (W, B, LOSS),
        (LOSS, W),
    ],
)
def test_the_loss_is_the_column_that_is_no_parameter(columns):
    log = read_log(table(*columns))
    assert log.loss is not None
    assert log.loss.values == LOSS


@pytest.mark.parametrize(
    "columns",
    [(STEPS, W, B), (W, B), (STEPS, W[::-1], B[::-1]), (STEPS, W, [-b for b in B])],
)
def test_parameters_alone_are_no_loss(columns):
    log = read_log(table(*columns))
    assert log.loss is None
    assert judge(log) is None
    assert "write the word loss" in log.problem


def test_steps_of_parameters_are_not_called_the_loss():
    found = judge(
        read_log("\n".join(f"epoch {k} w {2 - 2 * 0.9**k}" for k in range(9)))
    )
    assert found is not None
    assert "the square of the step" in found.says
    assert "the loss" not in found.says


def test_numbers_above_a_table_leave_it():
    log = read_log(f"2\n100\n{table(STEPS, LOSS)}")
    assert not any("another kind" in note for note in log.notes)

"""What logs show: figures over many runs, and each kind by a log of a few lines.

The one rule: what is asserted of a log was computed without the judge.
"""

import math

import pytest

from gdcore.logs import KINDS, judge, read_log
from tests.log_forms import FIRST, SECOND
from tests.logs import measured


@pytest.fixture(scope="module", params=[(1, FIRST), (20261128, SECOND)])
def figures(request):
    return measured(*request.param, 55)


def test_the_kind_is_right_in_ninety_five_of_a_hundred(figures):
    right = sum(good for good, _ in figures.kinds.values())
    every = sum(count for _, count in figures.kinds.values())
    assert every == 55
    assert right >= 0.95 * every, figures.wrong


def test_the_eigenvalue_is_within_five_percent(figures):
    _, either, told = figures.eigenvalues
    assert told >= 12
    assert either >= 0.95 * told, figures.wrong


def printed(values, name="loss", every=1):
    return "\n".join(f"epoch {every * k}: {name} {v:.8g}" for k, v in enumerate(values))


def found(text, **kinds):
    finding = judge(read_log(text), **kinds)
    assert finding is not None
    assert finding.kind in KINDS
    return finding


def test_growth_by_a_constant_factor_implies_the_eigenvalue():
    # eta lambda = 2.4: the error goes by q = -1.4, the loss by 1.96.
    finding = found(printed([3 * 1.96**k for k in range(9)]), learning_rate=0.3)
    assert finding.kind == "divergence"
    assert finding.growth == pytest.approx(1.4, rel=1e-4)
    assert finding.eigenvalues == pytest.approx((8.0,), rel=1e-4)
    assert finding.limit == pytest.approx(0.25, rel=1e-4)
    assert finding.share == pytest.approx(1.2, rel=1e-4)
    assert "1.4" in finding.says
    assert "0.25" in finding.fix


def test_parameters_give_the_factor_with_its_sign():
    text = printed([2 + (-0.95) ** k for k in range(20)], "w")
    finding = found(text, learning_rate=0.1)
    assert finding.kind == "oscillation"
    assert finding.factor == pytest.approx(-0.95, rel=1e-4)
    assert finding.eigenvalues == pytest.approx((19.5,), rel=1e-4)


def test_an_even_spacing_hides_the_sign():
    finding = found(
        printed([2 + 0.95**k for k in range(0, 200, 10)], "w", 10), learning_rate=0.1
    )
    assert not finding.signed
    assert finding.factor == pytest.approx(0.95, rel=1e-4)
    assert finding.eigenvalues == pytest.approx((0.5, 19.5), rel=1e-3)


def test_the_level_of_the_loss_is_fitted():
    finding = found(printed([3 + 5 * 0.9**k for k in range(30)]), learning_rate=0.1)
    assert finding.kind == "converging"
    assert finding.level == pytest.approx(3, rel=1e-4)
    assert finding.growth == pytest.approx(math.sqrt(0.9), rel=1e-4)
    steps = math.log(100) / -math.log(math.sqrt(0.9))
    assert finding.steps_to_1_percent == pytest.approx(steps, rel=1e-3)


def test_a_heavy_ball_implies_another_eigenvalue():
    # q = -1.2 with beta = 0.5 and eta = 0.1: (1.5 + 1.2 + 0.5 / 1.2) / 0.1.
    text = printed([2 + (-1.2) ** k for k in range(12)], "w")
    finding = found(text, learning_rate=0.1, momentum=0.5)
    value = (1.5 + 1.2 + 0.5 / 1.2) / 0.1
    assert finding.eigenvalues == pytest.approx((value,), rel=1e-4)
    assert finding.limit == pytest.approx(3 / value, rel=1e-4)


def test_several_updates_an_epoch_are_counted():
    bar = "5/5 [==============================] - 0s 2ms/step - loss:"
    lines = [f"Epoch {k}/9\n{bar} {0.5**k:.7g}" for k in range(1, 9)]
    finding = found("\n".join(lines))
    assert finding.growth == pytest.approx(0.5**0.1, rel=1e-4)


def test_nan_at_once_is_the_data_and_after_growth_the_rate():
    assert found(printed([math.nan] * 3)).cause == "data"
    grown = found(printed([4.0**k for k in range(6)] + [math.inf, math.nan]))
    assert (grown.kind, grown.cause) == ("nan", "rate")
    assert grown.growth == pytest.approx(2, rel=1e-4)
    fallen = found(printed([3.0, 2.0, 1.5, math.nan]))
    assert (fallen.kind, fallen.cause) == ("nan", "data")


@pytest.mark.parametrize("name", ["w", "grad", "rmse"])
def test_values_whose_squares_overflow_still_grow(name):
    text = printed([3 * 5.0**k for k in range(400)], name)
    finding = found(text)
    assert finding.kind == "divergence"
    assert finding.growth == pytest.approx(5, rel=1e-3)


KERAS = "[==============================] - 0s 2ms/step - loss:"


@pytest.mark.parametrize("every", [100, 1000])
def test_nan_after_steps_that_no_line_shows_blames_neither(every):
    finding = found(printed([440000.0, math.nan, math.nan], every=every))
    assert (finding.kind, finding.cause) == ("nan", "between")
    assert "data rather than the rate" not in finding.fix
    uneven = "step 0 loss 3\nstep 1 loss 2\nstep 2 loss 1.8\nstep 100 loss nan"
    assert found(uneven).cause == "between"
    assert found("loss 440000.0\nloss nan\nloss nan").cause == "between"
    assert found("loss 3\nloss 2\nloss 1.5\nloss nan").cause == "data"
    assert found(printed([440000.0, math.nan])).cause == "data"


def test_an_epoch_of_many_batches_hides_the_steps_before_a_nan():
    def epochs(batches, *values):
        lines = (f"{batches} {KERAS} {value}" for value in values)
        text = "\n".join(f"Epoch {k}/3\n{line}" for k, line in enumerate(lines, 1))
        return found(text).cause

    assert epochs("32/32", 44000.0, math.nan, math.nan) == "between"
    assert epochs("32/32", math.nan, math.nan, math.nan) == "unseen"
    assert epochs("1/1", 44000.0, math.nan, math.nan) == "data"
    assert epochs("1/1", math.nan, math.nan, math.nan) == "data"


def test_steps_that_go_uphill_do_not_swing():
    lines = [f"epoch {k} loss {1.44**k:.8g} w {1.2**k:.8g}" for k in range(12)]
    finding = found("\n".join(lines), learning_rate=0.1)
    assert (finding.kind, finding.cause) == ("divergence", "ascent")
    assert "subtract" in finding.fix


def test_parameters_that_move_on_outweigh_a_loss_at_rest():
    lines = [f"epoch {k} loss 1.23 b {5 - 4 * 0.99**k:.8g}" for k in range(40)]
    finding = found("\n".join(lines))
    assert finding.kind == "converging"
    assert finding.growth == pytest.approx(0.99, rel=1e-3)


@pytest.mark.parametrize(
    ("values", "kind", "cause"),
    [
        ([2.5] * 6, "flat", "gradient"),
        ([9, 5, 3.1, 3.01, 3, 3, 3, 3, 3], "floor", "digits"),
        ([9, 1, 0.1, 1e-3, 0, 0, 0, 0, 0], "floor", "zero"),
        ([2.0 ** (2**k) for k in range(8)], "divergence", "faster"),
        ([3 + 0.1 * (-1) ** k for k in range(20)], "oscillation", "loss"),
        ([3 + 9 * 0.2**k + 0.999**k for k in range(40)], "plateau", ""),
        ([9 * 0.99999**k for k in range(40)], "slow", "unknown factor"),
        ([9, 4, 2, 1, 1.5, 2.2, 2.6, 2.7, 2.75], "rising again", ""),
    ],
)
def test_each_kind_by_a_short_log(values, kind, cause):
    finding = found(printed(values))
    assert (finding.kind, finding.cause) == (kind, cause)
    assert any(c.isdigit() for c in finding.says)
    assert set(finding.as_dict()) >= {"kind", "growth", "lambda", "says", "fix"}


def test_two_lines_show_nothing():
    assert judge(read_log("loss 3\nloss 2")) is None


def heavy_ball(curvatures, rate, steps):
    """Losses of momentum 0.9 on a quadratic, all modes from 1."""
    x = [1.0 for _ in curvatures]
    v = [0.0 for _ in curvatures]
    losses = []
    for _ in range(steps):
        losses.append(sum(c * e * e / 2 for c, e in zip(curvatures, x, strict=True)))
        v = [0.9 * s - rate * c * e for s, c, e in zip(v, curvatures, x, strict=True)]
        x = [e + s for e, s in zip(x, v, strict=True)]
    return losses


@pytest.mark.parametrize("curvatures", [(2.0, 0.2), (2.0, 1.4, 0.02), (2.0, 0.6, 0.2)])
def test_momentum_of_several_modes_goes_in_waves(curvatures):
    finding = found(printed(heavy_ball(curvatures, 0.1, 60)))
    assert finding.kind == "oscillation"
    assert "beta" in finding.fix


@pytest.mark.parametrize("curvatures", [(2.0, 0.2), (2.0, 0.6, 0.2)])
@pytest.mark.parametrize("every", [3, 5])
def test_waves_between_the_printed_lines_are_no_plateau(curvatures, every):
    losses = heavy_ball(curvatures, 0.1, 20 * every)[::every]
    finding = found(printed(losses, every=every))
    assert (finding.kind, finding.cause) == ("converging", "uneven")
    assert "goes up and down on the way" in finding.says


@pytest.mark.parametrize("after", [7, 13])
def test_a_loss_that_stands_at_the_end_is_at_rest(after):
    falling = [round(5 * 0.9**k + 0.3, 4) for k in range(13 * after // 2)]
    assert after < (len(falling) + after) / 5
    assert found(printed([*falling, *[falling[-1]] * after])).kind == "floor"


def test_a_slow_fall_by_single_digits_is_not_at_rest():
    slow = [round(10 - 0.001 * (k // 7), 3) for k in range(60)]
    assert found(printed(slow)).kind != "floor"


def straight(offset=3.0, *, b_moves, digits=4, lines=40):
    """Descent on y = 2 x + offset, x = 1 to 5, with or without the steps of b."""
    x = [1.0, 2.0, 3.0, 4.0, 5.0]
    w = b = 0.0
    out = []
    for k in range(lines):
        r = [w * one + b - 2 * one - offset for one in x]
        loss = sum(one * one for one in r) / 5
        out.append(f"step {k} loss {loss:.4f} w {w:.{digits}f} b {b:.{digits}f}")
        w -= 0.004 * sum(one * left for one, left in zip(x, r, strict=True))
        b -= 0.004 * sum(r) * b_moves
    return "\n".join(out)


def test_a_parameter_that_stands_still_while_another_moves_is_named():
    finding = found(straight(b_moves=False))
    assert finding.says.endswith("; b stays at 0 in all 40 lines")
    assert finding.fix.startswith("print more digits of b, and check that each step")
    assert "unless x and y are centered" in finding.fix


@pytest.mark.parametrize(
    "log",
    [
        straight(b_moves=True),
        straight(b_moves=False, lines=4),
        straight(b_moves=False).replace(" b 0.0000", ""),
        straight(b_moves=False).replace(" b 0", " seed 0"),
        "\n".join(f"step {k} loss {9 * 0.9**k:.4f} w 0 b 0" for k in range(40)),
    ],
    ids=["it moves", "few lines", "not printed", "no parameter", "none moves"],
)
def test_no_parameter_is_named_that_moves_or_of_which_little_is_known(log):
    assert "stays at" not in found(log).says

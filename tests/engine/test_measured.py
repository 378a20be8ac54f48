"""What is said of runs without a theory: made from rows whose story is known.

The one rule: each row of a frame here is written by a formula, so that what was left,
how it went on and what to try are known without a run.
"""

import numpy as np
import pytest

from scripts import engine
from scripts.engine.measured import Tries, measured
from scripts.engine.messages import messages
from scripts.engine.methods import METHODS
from scripts.engine.settings import complete
from scripts.engine.setup import set_up
from scripts.engine.theory import theory

NOTHING = Tries(rate=False, larger=False, batches=False, coordinates=False)
RATED = NOTHING._replace(rate=True)
K = np.arange(101)


def frame(above, x=None, status="OUT_OF_STEPS", best=1.0, mean=0.0):
    """A run with this loss above its least; its optimum is (1, 2)."""
    above = np.asarray(above, float)
    x = np.stack([1 - above, 2 - 2 * np.sqrt(above)], axis=1) if x is None else x
    return {
        "k": K[: len(above)],
        "x": x,
        "loss": above + (best or 0.0),
        "best": best,
        "optimum": None if best is None else np.array([1.0, 2.0]),
        "status": status,
        "data": {"x": np.array([mean - 1, mean + 1])},
    }


def test_what_is_left_of_each_error_and_of_the_loss():
    first, _ = measured(frame(0.99**K), "Adam", NOTHING)
    assert first == (
        "After 100 steps of Adam, 36.6 % of w's error, 60.5 % of b's error and 36.6 % "
        "of the loss above its least are left."
    )


def test_a_loss_that_still_falls_is_given_more_epochs_or_a_larger_rate():
    falling = frame(0.99**K)
    words = "Over the last fifth of the steps the loss still fell by 18.2 %."
    assert measured(falling, "Adam", RATED)[1] == f"{words} Try more epochs."
    larger = measured(falling, "Adam", RATED._replace(larger=True))[1]
    assert larger == f"{words} Try more epochs, or twice the learning rate."


def test_other_coordinates_are_advised_where_x_is_far_from_zero():
    tries = RATED._replace(coordinates=True, larger=True)
    for mean, advised in ((0.0, False), (30.0, True)):
        words = measured(frame(0.99**K, mean=mean), "Adam", tries)[1]
        assert ("standardized x" in words) == advised


def test_a_slow_fall_is_not_taken_for_hovering():
    words = measured(frame(0.99999**K), "Adam", RATED)[1]
    assert "still fell by 0.02 %" in words


def test_a_run_that_swings_is_told_to_take_a_smaller_rate():
    swing = np.where(K % 2, 1.1, 0.9) * 0.5
    x = np.stack([1 + swing * (-1.0) ** K, 2 - 0.3 * np.ones(101)], axis=1)
    words = measured(frame(swing, x), "descent", RATED)[1]
    assert words == (
        "The second half of the run gained nothing, and w turns around at nearly every "
        "step. Try a tenth of the learning rate."
    )


def test_noise_is_blamed_on_the_batches():
    noise = 0.1 + 0.05 * np.random.RandomState(0).uniform(size=101)
    words = measured(frame(noise), "minibatches", RATED._replace(batches=True))[1]
    assert words.startswith("The second half of the run gained nothing. That is the")
    assert "larger batches" in words


def test_noise_that_still_falls_is_no_hovering():
    noise = np.random.RandomState(0).uniform(0.9, 1.1, 101)
    words = measured(frame(noise * 0.993**K), "minibatches", RATED)[1]
    assert words.startswith("Over the last fifth of the steps the loss still fell")


def test_a_loss_that_rises_again_has_not_fallen():
    wave = 0.5 - 0.4 * np.cos(K / 10)
    wave[51] = 0.01
    words = measured(frame(wave), "Adam", RATED)[1]
    assert words.startswith("Over the last fifth of the steps the loss did not fall.")


@pytest.mark.parametrize(("tries", "advice"), [(NOTHING, ""), (RATED, " Try a tenth")])
def test_a_divergence_is_told_with_its_step(tries, advice):
    (words,) = measured(frame(2.0**K, status="DIVERGED"), "your program", tries)
    assert words.startswith(
        f"The run diverged after 100 steps of your program.{advice}"
    )


def test_a_run_that_has_arrived_is_told_so_and_no_digit_of_rounding():
    words = measured(frame(0.5 ** (K * 1.0), status="CONVERGED"), "LBFGS", RATED)
    assert words == [
        "The run has arrived: after 100 steps of LBFGS, less than 0.0001 % of each "
        "error is left."
    ]


@pytest.mark.parametrize("tries", [NOTHING, RATED])
def test_a_run_that_leaves_again_is_told_so_and_not_how_far(tries):
    """How far hangs on the last bit, where rounding has started it."""
    said = "After 100 steps of Adam, the run had arrived and has left again."
    advice = " Let the rate fall once the loss is low." if tries.rate else ""
    arrived = np.minimum(0.5**K, 1.0)
    for end in (1.1e-4, 84.0):
        away = np.where(K > 95, end, arrived)
        assert measured(frame(away), "Adam", tries) == [said + advice]
    near = np.where(K > 95, 0.9e-4, arrived)
    assert "left again" not in measured(frame(near), "Adam", tries)[0]
    never = np.where(K > 95, 1.0, np.maximum(arrived, 2e-6))
    assert "left again" not in measured(frame(never), "Adam", tries)[0]


def test_one_error_that_is_gone_is_not_the_end():
    x = np.stack([np.ones(101), 2 - 0.5 ** (K / 20)], axis=1)
    x[0] = 0, 1
    words = measured(frame(0.99**K, x), "Adam", RATED)[0]
    assert words.startswith("After 100 steps of Adam, less than 0.0001 % of w's error")


def test_a_loss_without_a_known_least_is_told_as_it_is():
    words = measured(frame(8 * 0.99**K, best=None), "your program", RATED)
    assert words[0] == (
        "After 100 steps of your program, the loss is 2.928; it was 8 at the start."
    )
    assert "still fell by 18.2 %" in words[1]


@pytest.mark.parametrize("loss", ["mse", "mae"])
@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_told_what_was_left(name, loss):
    answer = engine.call("frame", {"optimizer": {"name": name}, "loss": loss})
    if "error" in answer:
        assert METHODS[name].curved
        return
    words = " ".join(answer["messages"])
    assert words
    if answer["share"] is None:
        assert "steps of" in words
    if answer["status"] == "DIVERGED" and answer["share"] is None:
        assert "Try a tenth of the learning rate." in words


def of(**settings):
    answer = engine.call("frame", settings)
    return answer["messages"]


def test_batches_past_the_limit_hear_of_the_limit_first_and_of_no_tenth():
    batches = {"name": "MinibatchGradientDescent", "learning_rate": 0.1}
    words = of(optimizer=batches, epochs=20)
    assert "times the limit" in words[0]
    assert not any("a tenth" in sentence for sentence in words)


def test_batches_below_the_limit_hear_of_their_run_first():
    batches = {"name": "MinibatchGradientDescent", "learning_rate": 1e-4}
    assert of(optimizer=batches, epochs=20)[0].startswith("After 200 steps")


def test_a_rate_that_decays_ends_in_no_band():
    for name, band in (("DecayingSGD", False), ("MinibatchGradientDescent", True)):
        optimizer = {"name": name, "learning_rate": 0.01}
        words = of(optimizer=optimizer, loss="mae", epochs=5)
        assert any("band" in sentence for sentence in words) == band


def test_a_divergence_that_theory_has_not_foreseen_is_told():
    setup = set_up(complete({"epochs": 30}))
    known = theory(setup.exact, setup.optimizer, setup.z0)
    values = engine.call("frame", {"epochs": 30})
    words = messages(setup, known, {**values, "status": "DIVERGED"})
    assert words[0].startswith("The run diverged after 30 steps of gradient descent.")

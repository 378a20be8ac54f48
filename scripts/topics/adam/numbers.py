"""The numbers of the page on Adam, each with what it means.

The one rule: a value is read off the data; only shares, counts and medians are taken
here.
"""

import math

import numpy as np

from gdcore.optimizers import Adam
from scripts.drawing.declarations import Rows, listed
from scripts.reference_problems.cases import ADAM_RATE, ADAM_STEPS
from scripts.topics.adam.data import Data
from scripts.topics.adam.data.thread import FALL, FASTER, SETTLED, SHORT
from scripts.topics.adam.data.walk import limit
from scripts.topics.checked.data.adam import NEAR

NONE, STEPS = "dimensionless", "steps"
RUN = f"Adam at rate {ADAM_RATE} on the thread's problem"
ARRIVED = "First step with one percent of the distance left"
LEFT = "Median share of the distance left in the last thousand steps"


def _thread(data: Data) -> Rows:
    thread, root = data.thread, math.sqrt(Adam.beta2)
    least, most = thread.troughs.min(), thread.peaks.max()
    climb = math.log(most / least) / -math.log(root)
    short = math.log(thread.peaks.min() / thread.troughs.max()) / -math.log(root)
    yield "steps", ADAM_STEPS, STEPS, "Steps of the thread's run"
    yield "settled", SETTLED, STEPS, "Steps after which every tooth is alike"
    yield "glitches", int(thread.glitches.sum()), "rows", "Glitches the thread printed"
    printed = len(thread.printed) - NEAR
    yield "printed", printed, "rows", f"Rows that the thread printed after {SETTLED:,}"
    yield "limit", limit(ADAM_RATE), NONE, "Largest stable preconditioned sharpness"
    yield "edge", limit(1.0), NONE, "The same times the learning rate"
    yield "beta1", Adam.beta1, NONE, "Decay of the mean of the gradients"
    yield "steepest", data.steepest, NONE, "Largest eigenvalue of the thread's Hessian"
    size = data.steepest / limit(ADAM_RATE)
    yield "size", size, NONE, "Root of the steep second moment at the limit"
    yield "trough_least", least, NONE, f"Lowest sharpness between spikes, {RUN}"
    yield "peak_most", most, NONE, f"Highest sharpness at a spike, {RUN}"
    yield "spikes", len(thread.teeth) + 1, "spikes", f"After {SETTLED:,} steps, {RUN}"
    middle = float(np.median(thread.teeth))
    yield "period", middle, STEPS, f"Median from spike to spike, {RUN}"
    yield "climb_least", short, STEPS, "Fewest from lowest to highest sharpness, by law"
    yield "climb_most", climb, STEPS, "Most of the same, by law"
    yield "growth", thread.growth, NONE, f"Median growth of the sharpness a step, {RUN}"
    yield "growth_predicted", 1 / root, NONE, "One over the root of beta2"
    yield "root_beta2", root, NONE, "Root of beta2: how fast a rate must fall"


def _changed(data: Data) -> Rows:
    thread = data.thread
    for rate, run in thread.rates.items():
        at = f"Adam at rate {rate:g} on the thread's problem"
        yield f"first_rate_{rate:g}", run.first, STEPS, f"{ARRIVED}, {at}"
        yield f"highest_rate_{rate:g}", run.highest, NONE, f"Highest late loss, {at}"
    for eps, run in thread.epsilons.items():
        at = f"{RUN}, epsilon {eps:g}"
        yield f"first_eps_{eps:g}", run.first, STEPS, f"{ARRIVED}, {at}"
        late = f"Spikes in the later half of {SHORT:,} steps, {at}"
        yield f"spikes_eps_{eps:g}", run.crossings, "spikes", late
        yield f"left_eps_{eps:g}", run.left, NONE, f"{LEFT}, {at}"
    for name, run in thread.uncorrected.items():
        at = f"{RUN}, uncorrected: {name}"
        yield f"first_without_{name}", run.first, STEPS, f"{ARRIVED}, {at}"
        yield f"step_without_{name}", run.first_step, NONE, f"First step's length, {at}"
        yield f"loss_without_{name}", run.overshoot, NONE, f"Highest early loss, {at}"
    own = thread.rates[ADAM_RATE]
    yield "first", own.first, STEPS, f"{ARRIVED}, {RUN}"
    yield "step_with", own.first_step, NONE, f"Length of the first step, {RUN}"
    yield "loss_with", own.overshoot, NONE, f"Highest early loss, {RUN}"


def _turned(data: Data) -> Rows:
    yield "short", SHORT, STEPS, "Steps of the turned runs"
    for angle, run in data.thread.turned.items():
        at = f"coordinates turned by {angle} degrees"
        yield f"first_{angle}", run.first, STEPS, f"{ARRIVED}, {at}"
        yield f"left_{angle}", run.left, NONE, f"{LEFT}, {at}"
    yield "left_descent", data.descent_left, NONE, "The same by gradient descent"
    yield "axis", data.axis, "degrees", "From the first axis to the steep eigenvector"


def _dials(data: Data) -> Rows:
    yield "fall", FALL, STEPS, "Steps before the rate falls"
    yield "faster", FASTER, NONE, "Factor of the rate a step"
    for name, run in data.thread.dials.items():
        late = f"in the later half of {ADAM_STEPS:,} steps, rate: {name}"
        yield f"spikes_{name}", run.crossings, "spikes", f"Spikes {late}"
        yield f"highest_{name}", run.highest, NONE, f"Highest loss {late}"


def _others(data: Data) -> Rows:
    at = f"{LEFT}, at rate {ADAM_RATE}"
    yield "left_adagrad", data.adagrad, NONE, f"{at}, AdaGrad"
    yield "left_rmsprop", data.rmsprop, NONE, f"{at}, RMSProp"
    line, decay = data.line, data.decay
    yield "line_limit", line.limit, NONE, "Limit of gradient descent's rate on clean"
    yield "line_exploded", line.exploded, STEPS, "Steps until no number is left"
    yield "line_descent", line.descent, STEPS, "Gradient descent at its best rate"
    for rate, count in line.adam.items():
        yield f"line_adam_{rate:g}", count, STEPS, f"Adam at rate {rate:g} on clean"
    for name, value in zip(("slope", "height"), decay.free, strict=True):
        yield f"free_{name}", float(value), NONE, f"Least squares on clean: {name}"
    ends = {"penalty": decay.penalty, "ridge": decay.ridge, "adamw": decay.decoupled}
    for name, rows in ends.items():
        for alpha, (slope, height) in zip(decay.alphas, rows.tolist(), strict=True):
            at = f"at weight decay {alpha:g}: {name}"
            yield f"slope_{name}_{alpha:g}", slope, NONE, f"Slope {at}"
            yield f"height_{name}_{alpha:g}", height, NONE, f"Height {at}"


def _hand(data: Data) -> Rows:
    for name, hand in (("one", data.hand), ("thousand", data.scaled)):
        for key in ("theta", "grad", "mean", "square", "step"):
            for k, value in enumerate(getattr(hand, key), 1):
                words = f"{key} at step {k}, the loss times {name}"
                yield f"{name}_{key}_{k}", float(value), NONE, words.capitalize()


numbers = listed(_thread, _changed, _turned, _dials, _others, _hand)

"""Rates by their share of the limit.

The one rule: what is kept or named is held against the limit and the rate of gdcore.
"""

import numpy as np
import pytest

from gdcore import datasets
from gdcore.diagnosis import diagnose
from gdcore.diagnosis.wording import typed
from gdcore.optimizers import GradientDescent, Momentum
from gdcore.problems import line_fit
from gdcore.spectral import best_gradient_descent, learning_rate_limit, rate
from scripts import engine
from scripts.engine.numerals import number
from scripts.engine.rates import named, short
from scripts.engine.settings import complete

BETA = 0.8


def asked(share: float, **settings: object) -> dict:
    answer = engine.call("shared", {"settings": complete(settings), "share": share})
    assert "error" not in answer, answer
    return answer


@pytest.mark.parametrize("name", [*datasets.TEACHING, "intercept_thread"])
@pytest.mark.parametrize("share", [0.4038, 0.9999, 1.0001, 1.3])
def test_the_share_is_kept_on_its_side_of_the_limit(name, share):
    answer = asked(share, data={"name": name})
    assert answer["share"] == pytest.approx(share, rel=5e-3)
    assert (answer["share"] < 1) == (share < 1)
    assert abs(answer["share"] - share) <= 0.1 * abs(1 - share) + 1e-12
    sample = getattr(datasets, name)()
    limit = learning_rate_limit(line_fit(sample.x, sample.y))
    given = answer["settings"]["optimizer"]["learning_rate"]
    assert given / limit == pytest.approx(answer["share"], rel=1e-9)


def test_standardized_at_the_same_share_leaves_less_loss():
    raw = engine.call("frame", {})
    inner = asked(raw["share"], coordinates="standardized")
    slow, fast = (frame["loss"] - frame["best"] for frame in (raw, inner))
    assert inner["status"] == "CONVERGED"
    assert (fast[1:] < slow[1 : len(fast)]).all()


def test_rates_of_each_parameter_keep_their_proportions():
    given = {"name": "GradientDescent", "learning_rate": [1e-4, 0.2]}
    answer = asked(0.5, optimizer=given)
    w, b = answer["settings"]["optimizer"]["learning_rate"]
    assert b / w == pytest.approx(2000, rel=1e-2)
    assert answer["share"] == pytest.approx(0.5, rel=5e-3)


@pytest.mark.parametrize("name", ["Adam", "LBFGS"])
def test_without_a_limit_nothing_changes(name):
    settings = complete({"optimizer": {"name": name}})
    answer = engine.call("shared", {"settings": settings, "share": 0.4})
    assert answer["settings"] == settings
    assert answer["rates"] is None


def test_what_is_no_question_is_refused():
    for argument in ({"share": 0.4}, {"settings": {"epochs": 0}, "share": 0.4}, None):
        assert "error" in engine.call("shared", argument)


@pytest.mark.parametrize("kind", [GradientDescent, lambda r: Momentum(r, BETA)])
def test_no_rate_beside_the_best_is_faster(kind):
    sample = datasets.clean()
    problem = line_fit(sample.x, sample.y)
    limit = learning_rate_limit(problem, kind(1.0))
    values = np.linalg.eigvalsh(problem.hess(np.zeros(2)))
    best = named(kind(1.0), limit, values[1] / values[0])["best"]
    exact = limit * values[1] / values.sum()
    assert best == typed(exact)
    assert 0.99 * exact < best <= exact
    for factor in (0.999, 1.0002):
        assert rate(problem, kind(exact)) < rate(problem, kind(factor * exact))
    if kind is GradientDescent:
        assert exact == pytest.approx(best_gradient_descent(problem).learning_rate)


@pytest.mark.parametrize("name", [*datasets.TEACHING, "intercept_thread"])
def test_the_best_rate_is_the_one_whose_steps_are_told(name):
    """What the button sets takes the steps that the diagnosis counts for the best."""
    data = {"name": name}
    rates = engine.call("frame", {"data": data})["rates"]
    sample = getattr(datasets, name)()
    problem = line_fit(sample.x, sample.y)
    fix = diagnose(problem, GradientDescent(rates["past"])).fix("best learning rate")
    assert rates["best"] == fix.learning_rate
    taken = diagnose(problem, GradientDescent(rates["best"])).steps_to_1_percent
    assert taken == fix.steps
    method = {"name": "GradientDescent", "learning_rate": rates["past"]}
    says = " ".join(
        engine.call("frame", {"data": data, "optimizer": method})["messages"]
    )
    if "the best, " in says:
        told = f"the best, {number(rates['best'], 3)}, takes {fix.steps:,} steps"
        assert told in says


def test_a_batch_has_no_best_rate():
    batches = {"name": "MinibatchGradientDescent", "learning_rate": 1e-4}
    rates = engine.call("frame", {"optimizer": batches})["rates"]
    assert set(rates) == {"half", "past"}


@pytest.mark.parametrize("share", [0.3, 0.99987654, 1.00012345])
def test_a_rate_is_as_short_as_its_distance_from_the_limit_allows(share):
    limit = 0.00123822786539974
    value = short(share * limit, limit)
    assert abs(value - share * limit) <= 0.1 * abs(1 - share) * limit
    assert len(f"{value:.17g}") >= 3
    assert short(0.4, 1.0) == 0.4

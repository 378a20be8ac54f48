"""The front page's picture: its rows are runs of gdcore, its sentences count them."""

import json

import numpy as np
import pytest

from gdcore.datasets import clean
from gdcore.optimizers import GradientDescent
from gdcore.problems import line_fit
from gdcore.runs import run
from gdcore.spectral import closed_form, learning_rate_limit, minimizer
from scripts.explorer import hero
from scripts.topics.hero import data, picture
from scripts.topics.hero.numbers import at
from tests.conftest import ROOT, computed

LARGEST = 60_000  # bytes of the data file and the scripts together, uncompressed


@pytest.fixture(scope="module")
def runs() -> data.Data:
    return computed("hero")


@pytest.fixture(scope="module")
def described(runs):
    return picture.described(runs)


@pytest.fixture(scope="module")
def problem():
    points = clean()
    return line_fit(points.x, points.y)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.98, 1.05])
def test_rows_of_the_raw_run_are_steps_of_gdcore(runs, problem, share):
    mine = at(runs.raw, share)
    method = GradientDescent(share * learning_rate_limit(problem))
    assert mine.rate == method.learning_rate
    first = mine.k[mine.k <= 400]
    path = run(problem, method, [0.0, 0.0], max_steps=int(first[-1])).x
    np.testing.assert_allclose(mine.theta[: len(first)], path[first], rtol=1e-12)
    far = closed_form(problem, method, [0.0, 0.0], mine.k)
    np.testing.assert_allclose(mine.theta, far, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("share", data.STABLE + data.DIVERGING)
def test_a_standardized_run_is_descent_on_standardized_x(runs, share):
    """By hand: x less its mean over its deviation, and two gradients."""
    points, mine = clean(), at(runs.standardized, share)
    mean, sd = points.x.mean(), points.x.std()
    z, (u, v), path = (points.x - mean) / sd, (0.0, 0.0), [(0.0, 0.0)]
    for _ in range(mine.k[-1]):
        r = u * z + v - points.y
        u, v = u - share * 2 * np.mean(r * z), v - share * 2 * np.mean(r)
        path.append((u / sd, v - u * mean / sd))
    assert mine.rate == pytest.approx(2 * share / 2)  # both curvatures are two
    np.testing.assert_allclose(mine.theta, np.array(path)[mine.k], rtol=1e-8, atol=1e-9)


@pytest.mark.usefixtures("site")  # the build after which the data stand
def test_the_file_of_the_picture_is_made_of_data_that_stand(described, monkeypatch):
    """A cold build computes the runs once."""
    monkeypatch.setattr(data, "run", lambda *_, **__: pytest.fail("computed again"))
    (content,) = hero.file(ROOT / ".build").values()
    assert json.loads(content) == json.loads(json.dumps(described))


def test_half_the_limit_arrives_in_one_step_once_x_is_standardized(runs, problem):
    raw, standardized = at(runs.raw, data.HALF), at(runs.standardized, data.HALF)
    assert standardized.arrives == 1
    np.testing.assert_allclose(standardized.theta[1], minimizer(problem), rtol=1e-12)
    assert raw.fits == 1
    assert raw.arrives > 10_000
    best = minimizer(problem)
    first, last = raw.theta[1], raw.theta[-1]
    assert problem.value(first) - problem.value(best) < 0.05 * (
        problem.value([0.0, 0.0]) - problem.value(best)
    )
    assert abs(first[1] - best[1]) > 0.99 * best[1]
    assert np.all(abs(last - best) <= data.NEAR * abs(best))


def test_each_stop_is_the_same_share_in_both_coordinates(runs, problem):
    limits = learning_rate_limit(problem), 1.0
    assert len(runs.raw) == len(runs.standardized) == len(data.STABLE + data.DIVERGING)
    for pair in zip(runs.raw, runs.standardized, strict=True):
        for one, limit in zip(pair, limits, strict=True):
            assert one.rate / limit == pytest.approx(one.share)
            assert (one.overflows is None) == (one.share < 1)


def test_past_the_limit_the_error_grows_until_the_loss_overflows(runs, problem):
    for one in (*runs.raw, *runs.standardized):
        if one.share > 1:
            error = np.abs(one.theta - minimizer(problem)).max(axis=1)
            assert error[-1] > error[0]
    last = at(runs.raw, data.DIVERGING[-1])
    w, b, k = 0.0, 0.0, 0
    points = clean()
    with np.errstate(over="ignore", invalid="ignore"):
        while np.isfinite(np.mean((r := w * points.x + b - points.y) ** 2)):
            w, b = (
                w - last.rate * 2 * np.mean(r * points.x),
                b - last.rate * 2 * r.mean(),
            )
            k += 1
    assert abs(last.overflows - k) <= 1


def test_kept_rows_begin_one_by_one_and_turn_from_odd_to_even():
    rows = data.rows(13_852)
    assert rows[:9].tolist() == list(range(9))
    assert rows[-1] == 13_852
    assert np.all(np.diff(rows) > 0)
    assert np.all(np.diff(rows[:-1]) % 2 == 1)


def test_sentences_count_what_the_runs_did(described):
    stories = {run["share"]: run["story"] for run in described["raw"]["runs"]}
    assert stories["0.5"] == (
        "The line looks right after 1 step. Its intercept is right after 13,852."
    )
    assert "After 100,000 its intercept is 2.4, not 5.0." in stories["0.01"]
    assert "inf after 1,920 steps, then NaN" in stories["1.1"]
    standardized = described["standardized"]["runs"][described["first"]]
    assert standardized["story"] == "Slope and intercept are both right after 1 step."


@pytest.mark.parametrize("name", ["raw", "standardized"])
def test_circles_of_the_surface_are_level_lines_of_the_loss(
    runs, described, problem, name
):
    a, c, d, e, left, top = described[name]["surface"]
    p, q, r, s, across, down = described[name]["point"]
    back = np.linalg.inv([[p, r], [q, s]])
    angles = np.linspace(0, 2 * np.pi, 9)
    for radius in described["radii"]:
        z = radius * np.stack([np.cos(angles), np.sin(angles)])
        drawn = np.array([[a, d], [c, e]]) @ z + np.array([[left], [top]])
        theta = (back @ (drawn - np.array([[across], [down]]))).T
        above = problem.value(theta) - problem.value(runs.best)
        np.testing.assert_allclose(above, radius**2, rtol=0.02, atol=1e-3)


def test_in_standardized_coordinates_they_are_circles_and_in_raw_ones_a_hair(described):
    def widths(name: str) -> np.ndarray:
        a, c, d, e, *_ = described[name]["surface"]
        return np.linalg.svd([[a, d], [c, e]], compute_uv=False)

    wide, thin = widths("raw")
    assert wide / thin > 50
    assert np.ptp(widths("standardized")) == 0


def test_data_and_scripts_are_light(described):
    text = json.dumps(described, separators=(",", ":"))
    scripts = (ROOT / "docs/javascripts").glob("hero/*.js")
    sizes = [len(path.read_bytes()) for path in scripts]
    assert len(sizes) >= 3
    assert len(text) + sum(sizes) < LARGEST

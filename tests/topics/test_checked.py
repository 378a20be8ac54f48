"""The page "How this site is checked": it tells the truth, and would not hide a fault.

The one rule: what a comparison finds is found here another way; a fault put in is seen.
"""

import dataclasses
import importlib.metadata
import json
import re
from fractions import Fraction

import numpy as np
import pytest

from gdcore import datasets
from gdcore.optimizers import Adam
from gdcore.problems import line_fit
from gdcore.spectral import minimizer
from scripts.pages import environment
from scripts.pages.macros import load, render
from scripts.pipeline.snapshot import RECORDED, Snapshot
from scripts.reference_problems import cases, tolerances
from scripts.reference_problems import nist as certified
from scripts.reference_problems.record import recorded, torch_datasets
from scripts.topics.checked import TOPIC
from scripts.topics.checked.data import adam, claims, comparisons, nist, thread
from tests.conftest import ROOT, computed

PAGE = ROOT / "docs/reference/checked.md"


@pytest.fixture(scope="module")
def data():
    return computed("checked")


@pytest.fixture(scope="module")
def numbers(data):
    return {number.key: number.value for number in TOPIC.numbers(data)}


def test_every_comparison_is_within_the_tolerance_of_the_tests(data):
    checks = {check.key: check for check in data.comparisons.checks}
    assert {f"torch.{name}" for name in recorded("torch_paths")} < checks.keys()
    allowed = {value for name, value in vars(tolerances).items() if name.isupper()}
    for check in checks.values():
        assert check.worst <= check.tolerance
        assert check.tolerance in allowed
    # As many as there are: a line for each dataset, other quadratics, two surfaces.
    assert checks["differences"].cases == len(cases.quadratics()) + 2 >= 12
    kept = [*recorded("torch_gradients"), *recorded("torch_datasets")]
    assert checks["autograd"].cases == len(kept) >= 19
    assert checks["torch.adam"].cases == cases.STEPS
    assert checks["lbfgs_scipy"].cases == len(recorded("evaluations"))


@pytest.mark.parametrize(
    ("name", "faulty", "key"),
    [
        ("numerical_grad", lambda f, x: np.full(len(x), 0.5), "differences"),
        ("lbfgs_direction", lambda g, pairs: -1.0001 * g, "lbfgs_dense"),
        ("closed_form", lambda p, m, x, k: np.zeros((len(k), 2)), "closed.momentum"),
        ("minimizer", lambda p: np.full(2, 1e-4), "minimizer"),
        ("best_absolute_line", lambda p: np.array([0.3, 5.0]), "linear_program"),
    ],
)
def test_a_fault_stops_the_build_and_is_named(monkeypatch, name, faulty, key):
    monkeypatch.setattr(comparisons, name, faulty)
    with pytest.raises(ValueError, match=rf"beyond tolerance: .*\b{key}: "):
        comparisons.compute()


def test_a_method_that_drifts_from_torch_is_named(monkeypatch):
    slower = {**cases.SAME_AS_TORCH, "adam": Adam(0.1, 0.85, 0.97, 1.1e-2)}
    monkeypatch.setattr(cases, "SAME_AS_TORCH", slower)
    with pytest.raises(ValueError, match=r"torch\.adam: .*, allowed 1e-12$"):
        comparisons.compute()


def test_a_difference_that_is_not_a_number_does_not_pass():
    check = comparisons.Check("odd", "Odd", 1, float("nan"), 1.0)
    with pytest.raises(ValueError, match="odd: nan, allowed 1e"):
        comparisons.passed([check])


def test_the_gap_is_relative_to_large_numbers_and_absolute_for_small_ones():
    assert comparisons.gap([1001.0, 0.1], [1000.0, 0.0]) == pytest.approx(0.1 / 1.0)
    assert comparisons.gap([1010.0], [1000.0]) == pytest.approx(10 / 1001)


def test_minimizers_are_those_of_exact_rational_arithmetic():
    for data in cases.lines().values():
        x, y = [Fraction(v) for v in data.x], [Fraction(v) for v in data.y]
        m, sx, sy = len(x), sum(x), sum(y)
        sxx = sum(v * v for v in x)
        sxy = sum(v * u for v, u in zip(x, y, strict=True))
        w = (m * sxy - sx * sy) / (m * sxx - sx * sx)
        exact = [float(w), float((sy - w * sx) / m)]
        got = minimizer(line_fit(data.x, data.y))
        np.testing.assert_allclose(got, exact, tolerances.MINIMIZER, 0)


def test_the_recorded_gradients_are_those_of_autograd(torch):
    live = torch_datasets(torch)
    assert live.keys() == recorded("torch_datasets").keys()
    for name, expected in recorded("torch_datasets").items():
        tolerance = tolerances.AUTOGRAD
        np.testing.assert_allclose(live[name], expected, tolerance, tolerance)


def test_every_digit_of_adam_is_printed_again(data, numbers):
    printed = adam.PRINTED.split()
    rows = adam.as_torch()
    assert rows.shape == (50, 4)
    for value, text in zip(rows.ravel(), printed, strict=True):
        form = f".{len(text.partition('e')[0].partition('.')[2])}"
        again = format(value, form + ("e" if "e" in text else "f"))
        assert float(again) == float(text)
    assert numbers["adam.same.numpy"] == numbers["adam.rows"] == 50


def test_the_printed_gradients_belong_to_the_printed_parameters():
    # So no digit of the transcript is mistyped beyond what the rounding of x hides.
    thread = np.array(adam.PRINTED.split(), float).reshape(50, 4)
    A = cases.thread().X
    gradient = 2 * (thread[:, 2:] @ A - [0.0, 10.0]) @ A
    hidden = 2 * np.abs(A) @ np.abs(A) @ [0.5e-4, 0.5e-4]
    slack = 0.5e-4 + 1e-5 * np.abs(thread[:, :2])  # float32 and the digits printed
    assert np.all(np.abs(gradient - thread[:, :2]) <= hidden + slack + 0.02)


def test_runs_of_adam_that_round_otherwise_stay_near_the_threads(numbers):
    for name in ("torch", "gdcore", "float64"):
        assert 1e-5 < numbers[f"adam.apart.{name}"] <= tolerances.ADAM_PATH
        assert numbers[f"adam.glitches.{name}"] > 0
        assert numbers[f"adam.same.{name}"] < 50
    assert numbers["adam.tolerance"] == tolerances.ADAM_PATH


@pytest.mark.parametrize(
    ("value", "text", "same"),
    [
        (-13.86708, "-13.8671", True),
        (-13.86704, "-13.8671", False),
        (1.58349e-4, "1.5835e-04", True),
        (1.5836e-4, "1.5835e-04", False),
        (0.4, "0.", True),
        (0.6, "0.", False),
        (float("nan"), "0.", False),
    ],
)
def test_agreement_is_to_the_last_printed_digit(value, text, same):
    assert adam.agrees(value, text) is same


def test_the_residual_of_the_thread_is_one_spacing():
    direct = thread.direct()
    assert np.float32(10 + direct.spacing) > np.float32(10)
    assert np.float32(10 + direct.spacing / 3) == np.float32(10)
    assert direct.spacing_squared == direct.spacing**2
    assert direct.residual in (0.0, direct.spacing)
    A, c, s = cases.thread().X, direct.eigenvector_large, direct.eigenvector_small
    np.testing.assert_allclose(A @ [c, s], direct.eigenvalue_0 * np.array([c, s]))
    np.testing.assert_allclose(A @ [-s, c], direct.eigenvalue_1 * np.array([-s, c]))
    steep = np.linalg.eigvalsh(2 * A.T @ A)[-1] * np.spacing(np.float32(1.2))
    assert direct.one_spacing == pytest.approx(steep)


def limit(x):
    """2 / lambda_max of a line's mean squared error, by numpy."""
    X = np.stack([x, np.ones_like(x)], axis=1)
    return 2 / np.linalg.eigvalsh(2 * X.T @ X / len(x))[-1]


def test_no_x_up_to_fifty_has_the_thresholds_of_the_explorer_page(numbers):
    claim = {k.removeprefix("claim."): v for k, v in numbers.items() if "claim." in k}
    draw = np.random.RandomState(0)
    for power in (0.01, 0.1, 1.0, 5.0):
        assert limit(50 * draw.rand(40) ** power) > claim["any_limit"] > 3e-4
    assert limit(np.array([50.0, 49.999])) == pytest.approx(
        claim["any_limit"], rel=1e-4
    )
    assert claim["any_swing"] == claim["any_limit"] / 2
    assert claim["even_limit"] == pytest.approx(
        limit(np.linspace(0, 50, 100_001)), rel=1e-4
    )
    for key, wanted in (("reach_diverges", 3e-4), ("reach_swings", 4e-4)):
        even = np.linspace(0, claim[key], 100_001)
        assert limit(even) == pytest.approx(wanted, rel=1e-4)
    of_ours = [limit(make().x) for make in datasets.TEACHING.values()]
    assert [claim["least_limit"], claim["most_limit"]] == pytest.approx(
        [min(of_ours), max(of_ours)]
    )


def test_the_epochs_and_paths_of_the_claims_by_a_plain_loop(numbers):
    data = datasets.clean()
    w_star, b_star = np.polyfit(data.x, data.y, 1)
    for start, key in (((0.0, 0.0), "zero"), ((0.65, 14.0), "corner")):
        k = numbers[f"claim.epochs_{key}"]
        for steps, inside in ((k - 1, False), (k, True)):
            H = 2 * np.array(
                [[np.mean(data.x**2), data.x.mean()], [data.x.mean(), 1.0]]
            )
            values, vectors = np.linalg.eigh(H)
            error = vectors.T @ (np.array(start) - [w_star, b_star])
            left = np.linalg.norm((1 - 5e-5 * values) ** steps * error)
            assert (left <= 0.01 * np.linalg.norm(error)) is np.bool_(inside)
    assert numbers["claim.corner_over_slope"] == pytest.approx(0.65 / w_star)
    w = b = v_w = v_b = length = 0.0
    for _ in range(numbers["claim.way_epochs_momentum"]):
        r = w * data.x + b - data.y
        v_w = 0.9 * v_w - 5e-5 * 2 * np.mean(r * data.x)
        v_b = 0.9 * v_b - 5e-5 * 2 * np.mean(r)
        w, b, length = w + v_w, b + v_b, length + np.hypot(v_w, v_b)
    distance = np.hypot(w_star, b_star)
    assert np.hypot(w - w_star, b - b_star) <= 0.01 * distance
    assert numbers["claim.way_momentum"] == pytest.approx(length / distance, rel=1e-9)
    assert numbers["claim.way_momentum"] > numbers["claim.way_descent"] > 0.99


def test_a_path_that_does_not_arrive_is_refused():
    data = datasets.clean()
    with pytest.raises(ValueError, match="not within 1% after 10 steps"):
        claims.travelled(line_fit(data.x, data.y), Adam(1e-4), 10)


def test_the_heavy_balls_roots(numbers):
    root = numbers["claim.root"]
    assert root == pytest.approx(np.sqrt(0.9)) == numbers["claim.root_sqrt"]
    assert numbers["claim.root_run"] == pytest.approx(root, rel=1e-3)
    assert numbers["claim.root_twice"] == pytest.approx(2 * root)


def test_versions_are_those_of_this_machine_and_of_the_lock():
    versions = environment.versions(ROOT)
    assert versions["build"]["scipy"] == importlib.metadata.version("scipy")
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert versions["browser"]["pyodide"] == package["dependencies"]["pyodide"]
    numpy = package["dependencies"]["@emscripten-forge/numpy"]
    assert numpy.startswith(versions["browser"]["numpy"] + "-py")
    assert f"-py{versions['browser']['python'].replace('.', '')}" in numpy
    assert re.fullmatch(r"\d+\.\d+\.\d+", versions["recorded"]["torch"])


def test_notebooks_are_counted_by_what_is_compared():
    names = {path.stem for path in (ROOT / "docs/notebooks").glob("*.ipynb")}
    notebooks = environment.notebooks(ROOT)
    assert {book["name"] for book in notebooks} == names
    assert all(book["numbers"] > 20 for book in notebooks)


def test_what_is_recorded_anew_is_computed_anew(tmp_path):
    folder = tmp_path / "scripts/reference_problems/recorded"
    folder.mkdir(parents=True)
    before = Snapshot.take(tmp_path).digest(RECORDED)
    (folder / "torch_paths.json").write_text("{}", encoding="utf-8")
    after = Snapshot.take(tmp_path).digest(RECORDED)
    (folder / "torch_paths.json").write_text('{"adam": 1}', encoding="utf-8")
    assert len({before, after, Snapshot.take(tmp_path).digest(RECORDED)}) == 3
    assert comparisons.READS == (RECORDED,)


class Noted(dict):
    """Numbers that remember which of them a page asked for."""

    asked: set[str]

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.fixture(scope="module")
def page(site):
    """The page with its macros carried out; and the numbers, with what it asked.

    The site is asked for because its build writes the numbers of the other pages.
    """
    macros = load(ROOT, ROOT / ".build", "reference/checked/")
    noted = Noted(macros.numbers)
    noted.asked = set()
    body = PAGE.read_text(encoding="utf-8").split("---\n", 2)[2]
    return render(body, dataclasses.replace(macros, numbers=noted)), noted


def test_every_printed_run_is_shown_and_agrees(page):
    table = page[0].split("{#runs}")[1].split("The losses are")[0]
    verdicts = re.findall(r"^\|[^|]*\| (\w[\w ]*) \|", table, re.MULTILINE)[1:]
    assert sorted(set(verdicts)) == ["diverges", "in words", "lost", "yes"]
    assert verdicts.count("yes") == 16
    assert verdicts.count("diverges") == 3
    assert len(verdicts) == 21


def test_the_page_shows_every_number_that_was_computed_for_it(page, numbers):
    shown = {key.removeprefix("checked.") for key in page[1].asked}
    same_for_all = re.compile(r"check\..*\.count|adam\.(same|same_x|apart)\..*")
    assert not [k for k in numbers.keys() - shown if not same_for_all.fullmatch(k)]


def test_right_digits_are_those_of_the_certified_values(numbers):
    """NIST prints fifteen digits; half a unit of the last one is left out."""
    for name, entry in certified.entries().items():
        case = certified.case(entry)
        digits = certified.digits(minimizer(case.problem), case.certified)
        shown = numbers[f"nist.{name}.digits"]
        assert min(digits, 14) >= min(shown, 14)
        assert numbers[f"nist.{name}.trusted"] <= shown
        assert case.problem.X.shape == (
            numbers[f"nist.{name}.rows"],
            numbers[f"nist.{name}.parameters"],
        )


def test_a_promise_of_digits_that_are_not_there_stops_the_build(monkeypatch):
    monkeypatch.setattr(nist, "trusted_digits", lambda problem: 15)
    with pytest.raises(ValueError, match="7 digits are right, and 15 were promised"):
        nist._certified(certified.case(certified.entries()["Filip"]))

"""What opens in the explorer is the run that the page shows, and it is there at once.

The one rule: the end of a frame is held against the data from which the topic draws.
"""

import gzip
import json

import numpy as np
import pytest

from gdcore import datasets
from gdcore.optimizers import Adam, SubgradientDescent
from gdcore.problems import LeastAbsolute, line_design, line_fit
from gdcore.runs import PATIENCE
from scripts import engine
from scripts.drawing import explorer_settings
from scripts.engine.settings import complete
from scripts.explorer import first_frames, frames
from scripts.pipeline import files, links, plan
from scripts.pipeline.builder import topics
from scripts.pipeline.reach import Sources
from scripts.pipeline.snapshot import Snapshot
from scripts.topics import presets
from scripts.topics.mae.data.runs import RAW_STEPS
from tests.conftest import ROOT, copy_sources

ALL = topics(Snapshot.take(ROOT))
TOPICS = [name for name in ALL if name not in ("exercises", "explorer")]
LARGEST = 60_000  # bytes of a first frame, gzipped


@pytest.fixture(scope="module")
def build(site):
    """Where the build leaves what the site is made of."""
    return ROOT / ".build"


@pytest.fixture(scope="module")
def built(build):
    """The data of each topic, by its name."""
    return {name: plan.computed(ROOT, build, name) for name in ALL}


@pytest.fixture(scope="module")
def figures(build):
    return json.loads((build / "figures.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shown(figures):
    """The answer to a figure's link, by the figure's key; each is asked for once."""
    known = {}

    def answer(key, question="frame"):
        if (key, question) not in known:
            settings, problem = links.decode(figures[key]["explorer"])
            assert problem == ""
            known[key, question] = engine.call(question, settings)
        made = known[key, question]
        assert "error" not in made, (key, made)
        return made

    return answer


def test_every_figure_and_film_opens(figures, shown):
    drawn = [key for key in figures if key.partition(".")[0] in TOPICS]
    assert len(drawn) >= 54
    for key in drawn:
        made = shown(key)
        assert np.isfinite(made["x"]).all(), key
        if made["settings"]["compare"]:
            assert np.isfinite(made["other"]["x"]).all(), key


def same(found, expected, rtol=1e-9):
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=1e-12)


def test_the_page_on_gradients_opens_its_own_runs(built, shown):
    data = built["mse"]
    path = data.training.path
    run = shown("mse.slices")
    same(run["x"], path[: len(run["x"])])
    assert run["k"][-1] == 200 or run["status"] == "CONVERGED"
    assert shown("mse.descent")["k"][-1] == data.film.max()
    for key in ("chain", "pulls", "bowl", "differences"):
        same(shown(f"mse.{key}")["grad"][0], data.grad)
    same(shown("mse.datasets")["x"][-1], data.datasets["clean"].optimum)
    level = shown("mse.shapes")["x"][-1]
    np.testing.assert_allclose(level, data.broadcast.end, atol=1e-9)
    wrong = shown("mse.mistakes", "trace")["frame"]
    same(wrong["x"], data.accumulated.path[wrong["k"]], rtol=1e-6)


def test_the_page_on_the_intercept_opens_the_thread(built, shown):
    data = built["intercept"]
    run = shown("intercept.thread-run")
    same(run["x"], data.run.x)
    same(run["grad"], data.run.grad)
    for key in ("terms", "eigenvalues"):
        same(shown(f"intercept.{key}")["x"], run["x"])
    same(shown("intercept.gradients")["grad"][-1], data.late.quoted)
    for key in ("steps", "pivoting", "valley", "pivot"):
        frame = shown(f"intercept.{key}")
        assert list(frame["steps"].values()) == data.steps.predicted
        same(frame["x"][-1] - frame["optimum"], data.pivot.errors[-1], rtol=1e-6)
    race = data.race.remedies
    assert shown("intercept.race")["k"][-1] <= race["lbfgs"].steps + 3
    same(shown("intercept.race")["x"][-1], race["lbfgs"].end, rtol=1e-6)
    same(shown("intercept.race")["other"]["x"][1], race["standardizing"].end)
    left = abs(shown("intercept.scaling")["x"][-1, 1] / data.best[1] - 1)
    assert left == pytest.approx(data.race.fixed, rel=1e-3)


def test_the_page_on_two_variables_opens_the_thread(built, shown):
    data = built["ill_conditioning"]
    for key in ("valley", "descent", "directions"):
        same(shown(f"ill_conditioning.{key}")["x"][-1], data.converging[1e-5].x)
    first, last = data.film.path[[0, -1], ::-1]  # flat, steep
    start = shown("ill_conditioning.descent")
    same(np.abs(start["modes"]["left"][-1] * first), last, rtol=1e-6)
    for key in ("directions", "cliff"):
        made = shown(f"ill_conditioning.{key}")
        near = made["other"] if key == "directions" else made
        same(near["x"][-1], data.converging[1.603e-5].x, rtol=1e-6)
    assert shown("ill_conditioning.cliff")["other"]["status"] == "DIVERGED"
    swing = shown("ill_conditioning.zigzag")
    for made, rate in ((swing, 1.603e-5), (swing["other"], 1.61e-5)):
        steps = made["k"][-1]
        left = data.theory.factors[rate].steep ** steps
        same(made["modes"]["left"][-1, 1], left, rtol=1e-6)
    heavy = shown("ill_conditioning.squared")
    assert heavy["k"][-1] == data.theory.steps_momentum
    for key, rate in (("rounding", 1e-7), ("course", 1e-5)):
        made = shown(f"ill_conditioning.{key}")
        assert made["settings"]["precision"] == "float32"
        assert made["settings"]["optimizer"]["learning_rate"] == rate
        same(made["k"][-1], made["other"]["k"][-1])


def test_the_page_on_preconditioning_opens_its_own_runs(built, shown):
    data = built["preconditioning"]
    film = shown("preconditioning.pictures")
    raw, standard = (data.film.runs[name] for name in ("raw", "standardized"))
    same(film["x"][-1], raw.paths["raw"][-1])
    length = len(film["other"]["x"])
    same(film["other"]["x"], standard.paths["raw"][:length], rtol=1e-8)
    for key, name in (("ladder", "raw"), ("jacobi", "jacobi")):
        made = shown(f"preconditioning.{key}")
        gap = np.sqrt(made["loss"][[0, -1]] - made["best"])
        assert gap[1] <= 0.01 * gap[0]
        assert made["k"][-1] == data.systems[name].steps_counted
        assert made["other"]["condition_number"] == pytest.approx(1)
    two = shown("preconditioning.two-rates")
    both, alone = data.two_rates.both, data.two_rates.rates_alone
    same(np.sqrt(two["loss"]), both[: len(two["k"])], rtol=1e-6)
    same(np.sqrt(two["other"]["loss"][: len(alone)]), alone, rtol=1e-6)
    claimed = shown("preconditioning.epochs")
    least, share = claimed["best"], data.epochs.share
    same(
        np.sqrt((claimed["loss"] - least) / (claimed["loss"][0] - least)),
        share,
        rtol=1e-6,
    )
    plain = shown("preconditioning.steps")
    assert plain["steps"]["w"] > 1_000_000


def test_the_page_on_lbfgs_opens_the_same_problems(built, shown):
    data = built["lbfgs"]
    small = shown("lbfgs.conjugate")
    conjugate = data.conjugate
    for frame, path in ((small, conjugate.cg), (small["other"], conjugate.lbfgs)):
        same(frame["x"][:, ::-1], path, rtol=1e-9)
    stuck = shown("lbfgs.kinks")
    assert stuck["status"] == "STALLED"
    assert stuck["loss"][-1] == pytest.approx(data.kinks.value)
    assert stuck["best"] == pytest.approx(data.kinks.least)
    banana = shown("lbfgs.banana", "trace")["frame"]
    path = data.rosenbrock.path
    same(banana["x"][: len(path)], path)
    for key in ("default", "methods", "thread", "threshold"):
        frame = shown(f"lbfgs.{key}")
        same(frame["x"][-1], frame["optimum"], rtol=1e-6)
    batches = shown("lbfgs.noise")
    assert batches["k"][-1] == len(data.noise.runs["sgd"]) - 1


def test_the_page_on_absolute_errors_opens_its_own_runs(built, shown):
    data = built["mae"]
    for key in ("six", "creases", "balance"):
        run = shown(f"mae.{key}")
        same(run["x"][-1], data.trained.line)
        same(run["optimum"], data.fits["outliers"].mae.theta)
    film = shown("mae.descent")
    same(film["x"], data.film["mae"])
    same(film["other"]["x"], data.film["mse"])
    shrinking = shown("mae.decay")
    gap = shrinking["loss"][-1] - shrinking["best"]
    assert gap < shrinking["other"]["loss"][-1] - shrinking["other"]["best"]
    circling = shown("mae.oscillation")
    assert circling["k"][-1] == RAW_STEPS - 1
    # The page's run ends where rounding takes it; its floor is what the two share.
    assert circling["loss"][100:].mean() - circling["best"] == pytest.approx(
        data.raw.floor[0], rel=0.05
    )
    floor = shown("mae.floor")
    same(floor["x"][0], data.fits["outliers"].mae.theta)
    rate = floor["settings"]["optimizer"]["learning_rate"]
    assert rate in data.floor.rates
    same(shown("mae.kink")["x"][0], [1, 1])
    more = shown("mae.leverage")
    assert more["optimum"][0] == pytest.approx(data.leverage.lifted[-1][0])
    other = more["other"]["optimum"][0]
    assert other == pytest.approx(data.leverage.lifted[-1][1])


def test_a_method_of_gdcore_is_said_in_plain_values():
    from gdcore.optimizers import LBFGS, Averaged, GradientDescent

    rates = GradientDescent(np.array([1e-5, 0.05]))
    assert explorer_settings.optimizer(rates)["learning_rate"] == [1e-5, 0.05]
    assert explorer_settings.optimizer(LBFGS(3)) == {
        "name": "LBFGS",
        "history": 3,
        "search": "StrongWolfe",
    }
    mean = explorer_settings.optimizer(Averaged(SubgradientDescent(0.5, 0.25)))
    assert mean == {"name": "Averaged", "learning_rate": 0.5, "power": 0.25}
    json.dumps(explorer_settings.optimizer(Adam(np.float64(0.1))))


def test_each_page_has_its_preset():
    pages = {path.stem for path in (ROOT / "docs/topics").glob("*.md")}
    pages |= {path.stem for path in (ROOT / "docs/answers").glob("*.md")}
    assert presets.PAGES.keys() == pages | {"start"}


def test_each_preset_has_a_small_first_frame_that_is_the_frame(build):
    folder = build / "data/explorer"
    for name, settings in presets.presets().items():
        text = (folder / f"{name}.json").read_bytes()
        assert len(gzip.compress(text)) <= LARGEST, name
        first = json.loads(text)
        assert first["settings"] == complete(settings)
        made = engine.call("frame", settings)
        k, own = np.array(first["frame"]["k"]), np.array(made["k"])
        x = np.array(first["frame"]["x"])
        shared, here, there = np.intersect1d(k, own, return_indices=True)
        np.testing.assert_allclose(x[here], made["x"][there], 1e-6, err_msg=name)
        assert first["frame"]["status"] == made["status"]
        # An end is noticed at a row, a standstill at the tenth.
        spacing, late = max(np.diff(k)), k[-1] - own[-1]
        if made["status"] == "DIVERGED":  # the first row beyond all bounds is cut off
            assert -spacing < late < spacing
            assert shared[-1] >= k[-1] - spacing
        else:
            assert 0 <= late < PATIENCE * spacing
            np.testing.assert_allclose(x[-1], made["x"][-1], 1e-6, err_msg=name)
        assert set(first["frame"]) == set(made) - {"other"}
        assert ("other" in first) == ("other" in made)


def test_numbers_of_a_first_frame_are_short_and_finite():
    found = frames.first_frame({"epochs": 3, "start": [0, 5.003]})
    row = found["frame"]["x"][1][0]
    assert row == float(f"{row:.9g}")
    assert found["frame"]["surface"]["loss"][0][0] == pytest.approx(
        float(f"{found['frame']['surface']['loss'][0][0]:.4g}")
    )
    data = datasets.clean()
    problem = line_fit(data.x, data.y)
    at = np.array(found["frame"]["x"][-1])
    assert found["frame"]["loss"][-1] == pytest.approx(float(problem.value(at)))


def test_the_catalog_brings_the_program_and_the_exercises_are_there(build):
    folder = build / "data/explorer"
    catalog = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
    code = (ROOT / "docs/snippets/explorer_default.py").read_text(encoding="utf-8")
    assert catalog["code"] == code
    tasks = json.loads((folder / "exercises.json").read_text(encoding="utf-8"))
    names = {f"exercise-{task['id']}" for task in tasks["exercises"]}
    assert names == presets.presets().keys() - presets.PAGES.keys()


def test_first_frames_are_made_anew_when_a_number_or_gdcore_changes(tmp_path):
    project, build = copy_sources(tmp_path), tmp_path / ".build"

    def key() -> str:
        part, _ = first_frames.parts(Sources(Snapshot.take(project)), build)
        return part.key

    keys = [key()]
    source = project / "gdcore/runs.py"
    text = source.read_text(encoding="utf-8")
    source.write_text(f"# A remark.\n{text}", encoding="utf-8")
    assert key() == keys[0]
    source.write_text(f"{text}\nEDITED = 1\n", encoding="utf-8")
    keys.append(key())
    with (project / "docs/snippets/explorer_default.py").open("a") as file:
        file.write("# A remark.\n")
    keys.append(key())
    files.write(build / "numbers.json", "{}")
    assert len({*keys, key()}) == 4


def test_the_explorers_least_absolute_error_is_the_pages(built):
    for name, fit in built["mae"].fits.items():
        data = getattr(datasets, name)()
        problem = LeastAbsolute(line_design(data.x), data.y)
        frame = engine.call("frame", {"data": {"name": name}, "loss": "mae"})
        assert frame["best"] == pytest.approx(float(problem.value(fit.mae.theta)))

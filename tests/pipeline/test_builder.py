"""The builder draws what changed and nothing else, and survives being killed."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scripts.pipeline import files
from scripts.pipeline.manifest import Manifest
from tests import many, toy
from tests.faults import orphans
from tests.toy import Project, edit

pytestmark = pytest.mark.xdist_group("toy project")

TWO = ("--jobs", "2")  # workers
DRAWN = ("light", "dark", "light-narrow", "dark-narrow")
FILM = {
    *(
        f"animations/valley/film-{part}.{kind}"
        for part in DRAWN
        for kind in ("mp4", "png")
    ),
    "animations/valley/film.gif",
}


def figure(topic: str, *names: str) -> set[str]:
    return {f"figures/{topic}/{name}-{part}.svg" for name in names for part in DRAWN}


WAITING = """
import time

from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Part

WORD = b"one"


def parts(sources, build):
    def slow():
        time.sleep(1)
        return {"slow.txt": WORD}

    def both():
        return {"both.txt": b"".join((build / n).read_bytes() for n in NAMES)}

    yield Part("slow", digest(WORD), slow)
    yield Part("quick", digest("."), lambda: {"quick.txt": b"."})
    yield Part("both", digest(WORD, "."), both, after=("quick", "slow"))


NAMES = ("slow.txt", "quick.txt")
"""

VALLEY = figure("valley", "path", "loss", "point") | FILM


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that is built once; tests work on copies of it."""
    project = toy.made(shared, tmp_path_factory.mktemp("builder") / "project")
    assert project.files().keys() == VALLEY | figure("plain", "line")
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    shutil.copytree(built.root, tmp_path / "copy", symlinks=True)
    return Project(tmp_path / "copy")


def published(project: Project, name: str) -> dict:
    return json.loads((project.build_folder / name).read_text(encoding="utf-8"))


def test_a_second_build_writes_nothing(project):
    dates = {p: p.stat().st_mtime_ns for p in project.build_folder.rglob("*")}
    assert project.build().returncode == 0
    assert dates == {p: p.stat().st_mtime_ns for p in project.build_folder.rglob("*")}


def test_a_second_build_imports_neither_numpy_nor_matplotlib(project):
    code = (
        "import sys; from scripts import build; assert build.main([]) == 0;"
        "print({'numpy', 'matplotlib', 'PIL', 'multiprocessing.pool'} & {*sys.modules})"
    )
    assert project.python("-c", code).stdout == "set()\n"


def test_a_worker_parses_no_module_that_its_build_has_parsed(built):
    code = (
        "from scripts.pipeline import reach, worker; reach.Module = None;"
        "print(len(worker._sources().closure('scripts.pipeline.plan')))"
    )
    done = built.python("-c", code)
    assert (done.stdout, done.stderr) == ("64\n", "")


def test_a_preview_outlives_a_build(project):
    """`make figure` writes it, for eyes that may look later."""
    preview = project.build_folder / "preview/valley/path-light.png"
    preview.parent.mkdir(parents=True)
    preview.write_bytes(b"drawn")
    edit(project.valley, 'marker="*"', 'marker="o"')
    assert project.drawn() == figure("valley", "point")
    assert preview.read_bytes() == b"drawn"


def test_a_comment_draws_nothing(project):
    edit(project.gdcore, "    points = [", "    # From the right.\n    points = [")
    edit(project.gdcore, "Iterates of", "The iterates of")
    edit(project.valley, "def compute():", "def compute():\n    # Eight.")
    assert project.drawn() == set()


def test_a_rewrite_that_leaves_the_data_equal_draws_nothing(project):
    edit(project.gdcore, "points = [np.array([1.0, 0.5])]", "x = np.array([1.0, 0.5])")
    edit(project.gdcore, "    for _", "    points = [x]\n    for _")
    assert project.drawn() == set()


def test_other_data_draw_every_user_of_them(project):
    edit(project.gdcore, "0.1 *", "0.15 *")
    assert project.drawn() == VALLEY
    assert published(project, "numbers.json")["valley.last"]["value"] == 0.85**8


def test_one_drawing_function_draws_that_figure(project):
    edit(project.valley, 'marker="*"', 'marker="o"')
    assert project.drawn() == figure("valley", "point")


HELD = """
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    y: list

    @property
    def ends(self):
        return self.y[0], self.y[-1]


def compute():
    return Line([1.0, 4.0, 9.0])
"""


def test_a_property_that_a_figure_reads_draws_it(project):
    """The class is named nowhere in the code that draws."""
    topic = project.root / "scripts/topics/plain"
    (topic / "data.py").write_text(HELD, encoding="utf-8")
    old = 'def compute():\n    return {"y": [1.0, 4.0, 9.0]}\n'
    edit(topic / "__init__.py", old, "from scripts.topics.plain.data import compute\n")
    edit(topic / "__init__.py", 'len(data["y"])', "len(data.y)")
    edit(topic / "__init__.py", 'data["y"], color', "data.ends, color")
    edit(topic / "__init__.py", "explorer=dict", "explorer=lambda data: {}")
    assert project.drawn() == figure("plain", "line")
    edit(topic / "data.py", "self.y[0], self.y[-1]", "self.y[-1], self.y[0]")
    assert project.drawn() == figure("plain", "line")
    assert project.drawn() == set()


def test_a_shared_helper_draws_all_its_users(project):
    edit(project.valley, '"w, dimensionless"', '"slope, dimensionless"')
    assert project.drawn() == figure("valley", "path", "loss")


def test_the_style_draws_everything(project):
    style = project.root / "scripts/drawing/style.py"
    edit(style, '"axes.spines.top": False', '"axes.spines.top": True')
    assert project.drawn() == VALLEY | figure("plain", "line")


def test_letters_of_other_files_draw_what_has_words(project):
    edit(project.root / "scripts/drawing/font_files.py", "-normal.", "-italic.")
    assert project.drawn() == figure("valley", "path", "loss") | FILM


def test_a_figure_of_another_size_is_drawn(project):
    edit(project.valley, "size=(2.4, 1.6))\ndef loss", "size=(3, 1.8))\ndef loss")
    assert project.drawn() == figure("valley", "loss")
    assert published(project, "figures.json")["valley.loss"]["width"] == 300


def test_an_alt_text_is_published_without_drawing(project):
    edit(project.valley, "across the valley", "along the valley")
    assert project.drawn() == set()
    alt = published(project, "figures.json")["valley.path"]["alt"]
    assert alt == "After 8 steps the run has come to 0.43, along the valley."


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: os.truncate(path, 100)])
def test_a_damaged_file_is_drawn_again(project, damage):
    before = project.files()
    damage(project.build_folder / "figures/valley/loss-dark.svg")
    assert project.drawn() == {"figures/valley/loss-dark.svg"}
    assert project.files() == before


def test_only_the_topics_asked_for_are_built(project):
    edit(project.gdcore, "0.1 *", "0.15 *")
    edit(project.root / "scripts/topics/plain/__init__.py", "9.0", "8.0")
    assert project.drawn("plain") == figure("plain", "line")
    assert project.drawn() == VALLEY


def test_what_is_no_longer_declared_is_deleted(project):
    edit(project.valley, "(path, loss, point, film)", "(path, point, film)")
    (project.root / "scripts/topics/plain/__init__.py").unlink()
    assert project.drawn() == set()
    assert set(project.files()) == VALLEY - figure("valley", "loss")
    assert set(published(project, "figures.json")) == {
        "valley.path",
        "valley.point",
        "valley.film",
    }
    assert "plain.count" not in published(project, "numbers.json")


def test_numbers_are_published_with_what_they_are(built):
    assert published(built, "numbers.json") == {
        "plain.count": {
            "value": 3,
            "unit": "points",
            "meaning": "Points of the toy line",
            "module": "scripts/topics/plain",
        },
        "valley.steps": {
            "value": 8,
            "unit": "steps",
            "meaning": "Steps of the toy run",
            "module": "scripts/topics/valley",
        },
        "valley.last": {
            "value": pytest.approx(0.9**8, rel=1e-15),
            "unit": "dimensionless",
            "meaning": "The last w",
            "module": "scripts/topics/valley",
        },
        "valley.largest_loss": {
            "value": "inf",
            "unit": "dimensionless",
            "meaning": "Loss of a bad run",
            "module": "scripts/topics/valley",
        },
    }


def test_two_cold_builds_give_the_same_bytes(built, tmp_path):
    again = toy.make(tmp_path)
    again.drawn(*TWO)
    assert again.files() == built.files()


def test_a_failing_figure_is_named_and_its_last_good_file_stays(project):
    good = project.files()
    edit(project.valley, 'data["path"][:, 0]', 'data["way"][:, 0]')
    edit(project.valley, 'marker="*"', 'marker="o"')
    done = project.build()
    line = 1 + project.valley.read_text(encoding="utf-8").split('"way"')[0].count("\n")
    where = f"scripts/topics/valley/__init__.py:{line}"
    assert done.returncode == 1
    parts = "(valley/loss/narrow, valley/loss/wide)"
    assert done.stderr.splitlines() == [f"{where}: KeyError: 'way' {parts}; correct it"]
    new = project.files()
    assert {name for name in good if good[name] != new[name]} == figure(
        "valley", "point"
    )
    assert project.build().returncode == 1, "it fails until it is mended"
    edit(project.valley, '"way"][:, 0]', '"path"][1:, 0]')
    assert project.drawn() == figure("valley", "loss")


def refusal(project: Project) -> str:
    done = project.build("valley")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_topic_that_does_not_parse_is_named(project):
    edit(project.valley, "def axes(ax):", "def axes(ax:")
    line = 1 + project.valley.read_text().split("def axes(ax:")[0].count("\n")
    message = refusal(project)
    assert message.startswith(
        f"scripts/topics/valley/__init__.py:{line}: SyntaxError: "
    )
    assert message.count("\n") == 1


def test_a_ninth_hue_is_refused(project):
    edit(project.valley, "(path, loss, point, film)", "(point,)")
    wheel = "[ax.axhline(i, color=f'C{i}') for i in range(10)]"
    edit(
        project.valley,
        'ax.plot(*data["path"][-1]',
        f'{wheel}; ax.plot(*data["path"][-1]',
    )
    edit(project.root / "scripts/drawing/svg.py", "MOST_HUES = 8", "MOST_HUES = 4")
    assert "can be told apart" in refusal(project)


def test_words_that_lie_on_each_other_on_a_phone_alone_are_refused(project):
    words = "ax.set(xlim=(0, 12)); [ax.text(x, 0, 'words') for x in (0, 1)]"
    star = 'ax.plot(*data["path"][-1]'
    edit(project.valley, star, f"{words}; {star}")
    edit(project.valley, "size=(2.4, 1.6))\ndef point", "size=(9, 1.6))\ndef point")
    said = refusal(project)
    assert "4.2 inches wide: 'words' lies on 'words'; move or shorten it" in said
    assert "(valley/point/narrow)" in said


def test_an_older_record_without_narrow_drawings_is_planned_anew(project):
    manifest = Manifest(project.build_folder)
    for topic in ("valley", "plain"):
        for artifact in manifest.facts(f"topic/{topic}")["artifacts"].values():
            del artifact["narrow"]
    manifest.tree = ""
    manifest.save()
    project.drawn()


def test_a_warning_while_drawing_is_refused(project):
    edit(project.valley, '"w, dimensionless"', '"w \N{OLD PERSIAN SIGN A}"')
    assert "missing from font" in refusal(project)


def test_an_alt_text_that_names_an_unknown_number_is_refused(project):
    edit(project.valley, "{steps}", "{stops}")
    line = 1 + project.valley.read_text().split("def path(")[0].count("\n")
    assert refusal(project) == (
        f"scripts/topics/valley/__init__.py:{line}: DeclarationError: "
        "the alt text of 'path' names 'stops', which numbers() lacks (valley); "
        "correct it\n"
    )


def test_data_that_are_not_plain_are_refused(project):
    edit(project.valley, "valley.path(8)", "valley.path")
    assert "data['path'] is a function" in refusal(project)


def test_a_number_that_is_an_array_is_refused(project):
    edit(project.valley, 'data["path"][-1, 0]', 'data["path"]')
    assert "number 'last' is a ndarray" in refusal(project)


def test_two_numbers_of_one_name_are_refused(project):
    edit(project.valley, 'Number("last"', 'Number("steps"')
    assert "two numbers are named 'steps'" in refusal(project)


def test_an_unknown_topic_is_refused(built):
    done = built.build("nonesuch")
    assert done.returncode == 2
    assert "no topic 'nonesuch'; there are plain, valley" in done.stderr


def test_check_is_silent_when_all_is_fresh(project):
    edit(project.gdcore, "    points = [", "    # From the right.\n    points = [")
    done = project.build("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_check_names_exactly_what_is_stale(project):
    before = project.files()
    edit(project.valley, 'marker="*"', 'marker="o"')
    edit(project.valley, "across", "along")
    edit(project.root / "scripts/topics/plain/__init__.py", "9.0]", "9.0, 16.0]")
    (project.build_folder / "palette.css").unlink()
    done = project.build("--check")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "stale: palette.css",
        "stale: plain (numbers)",
        "stale: plain/line",
        "stale: valley/film (alt text)",
        "stale: valley/loss (alt text)",
        "stale: valley/path (alt text)",
        "stale: valley/point",
    ]
    assert project.files() == before
    assert project.build().returncode == 0
    assert project.build("--check").returncode == 0


def test_a_part_waits_for_each_one_that_it_reads(project):
    """Also where one of them stands already and the other is made anew."""
    module = project.root / "scripts/explorer/runtime.py"
    module.write_text(WAITING, encoding="utf-8")
    assert project.build(*TWO).returncode == 0
    both = project.build_folder / "both.txt"
    assert both.read_bytes() == b"one."
    edit(module, 'b"one"', 'b"two"')
    assert project.build(*TWO).returncode == 0
    assert both.read_bytes() == b"two."


READER = """
from scripts.pipeline.files import digest
from scripts.pipeline.manifest import Manifest, Part
from scripts.pipeline.plan import cached_data, recorded


def parts(sources, build):
    def told():
        path = cached_data(build, recorded(Manifest(build), "valley"))["path"]
        return {"told.txt": str(len(path)).encode()}

    key = digest(sources.closure("gdcore.valley"))
    yield Part("told", key, told, after=("topic/valley",))
"""


def test_a_part_waits_for_the_data_of_a_topic(project):
    """Cold, and when an edit makes both anew."""
    module = project.root / "scripts/told.py"
    module.write_text(READER, encoding="utf-8")
    edit(project.valley, "(path, loss, point, film)", "()")  # not looked at
    edit(project.root / "scripts/build.py", "PARTS = (", 'PARTS = ("scripts.told",')
    shutil.rmtree(project.build_folder)
    assert project.build(*TWO).returncode == 0
    told = project.build_folder / "told.txt"
    assert told.read_bytes() == b"9"
    edit(project.gdcore, "range(steps)", "range(steps + 1)")
    assert project.build(*TWO).returncode == 0
    assert told.read_bytes() == b"10"


def test_a_killed_build_leaves_no_half_file_and_the_next_one_completes(tmp_path):
    project = toy.make(tmp_path)
    slow = "import time; time.sleep(0.4); ax.plot(*"
    edit(project.valley, "    ax.plot(*", f"    {slow}")
    command = [sys.executable, "-m", "scripts.build", *TWO]
    running = subprocess.Popen(command, cwd=project.root)
    first = project.build_folder / "figures"
    deadline = time.monotonic() + 120
    while not list(first.rglob("*.svg")) and time.monotonic() < deadline:
        time.sleep(0.01)
    running.kill()
    running.wait()
    assert orphans(project.root) == [], "the workers of a killed build end too"
    standing = [
        path for path in project.files() if not Path(path).name.startswith(".tmp")
    ]
    assert standing
    for name in standing:
        if name.endswith(".svg"):
            ElementTree.parse(project.build_folder / name)
    assert len(standing) < len(VALLEY | figure("plain", "line"))
    assert project.build(*TWO).returncode == 0
    assert set(project.files()) == VALLEY | figure("plain", "line")
    assert project.build("--check").returncode == 0


def test_a_build_waits_for_another_one(project):
    command = [sys.executable, "-m", "scripts.build"]
    with files.alone(project.build_folder / "cache/lock"):
        second = subprocess.Popen(
            command, cwd=project.root, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr is not None
        assert second.stderr.readline() == "Another build is running; waiting for it.\n"
        assert second.poll() is None
    assert second.communicate() == (None, "")
    assert second.returncode == 0


@pytest.mark.parametrize(
    ("topic", "old", "new", "number"),
    [
        ("valley", "Steps of the toy run", "All 12 steps of the toy run", "12"),
        ("plain", "The line climbs. ", "The line climbs 7 times. ", "7"),
    ],
)
def test_a_number_typed_into_a_text_of_a_topic_is_refused(
    project, topic, old, new, number
):
    path = project.root / f"scripts/topics/{topic}/__init__.py"
    edit(path, old, new)
    line = 1 + path.read_text().split(new)[0].count("\n")
    place = f"scripts/topics/{topic}/__init__.py:{line}"
    message = project.build().stderr
    assert message == f"{place}: the number {number} is typed ({topic}); compute it\n"


def test_of_many_topics_each_is_its_own(tmp_path):
    """The command that multiplies them, in a short form."""
    (line,) = many.rows([3], tmp_path)
    assert line.startswith("3 topics: ")
    figures = tmp_path / "3/.build/figures"
    drawn = [*figures.glob("topic_*/line-light.svg")]
    assert len({path.read_bytes() for path in drawn}) == 3

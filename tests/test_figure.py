"""`make figure` draws what the build draws, at once, and says where it is.

The one rule: what the PNGs show is told by files and colors that the build made.
"""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scripts.drawing import animation
from scripts.drawing.style import DARK, LIGHT
from tests import toy
from tests.toy import Project, edit

pytestmark = pytest.mark.xdist_group("toy project")


@pytest.fixture(scope="module")
def project(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return toy.made(shared, tmp_path_factory.mktemp("figure") / "project")


def drawn(project: Project, name: str) -> tuple[dict[str, np.ndarray], str]:
    """The pixels by the end of each file's name, and what is said below the names."""
    done = project.python("-m", "scripts.figure", name)
    assert done.returncode == 0, done.stderr
    *paths, alt = done.stdout.splitlines()
    assert all(re.match(rf"\.build/preview/{name}-[^/]+\.png$", path) for path in paths)
    images = {
        path.split("/")[-1].split("-", 1)[1].removesuffix(".png"): np.asarray(
            Image.open(project.root / path)
        )
        for path in paths
    }
    return images, alt


def holds(pixels: np.ndarray, color: str) -> bool:
    rgb = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return bool((pixels == rgb).all(axis=-1).any())


def test_a_figure_is_drawn_in_both_themes_at_twice_its_size(project):
    images, alt = drawn(project, "valley/point")
    assert images.keys() == {"light", "light-narrow", "dark", "dark-narrow"}
    for theme, other in ((LIGHT, DARK), (DARK, LIGHT)):
        pixels = images[theme.name]
        assert pixels.shape == (320, 480, 3)  # 2.4 by 1.6 inches
        assert holds(pixels, theme.optimum)
        assert holds(pixels, theme.paper)
        assert not holds(pixels, other.optimum)
        assert images[f"{theme.name}-narrow"].shape == (320, 840, 3)
    assert alt == "After 8 steps the run has come to 0.43, across the valley."


def test_a_film_is_shown_by_three_frames_the_first_of_which_is_its_poster(project):
    images, _ = drawn(project, "valley/film")
    drawn_parts = ("light", "light-narrow", "dark", "dark-narrow")
    ends = [f"{part}-{frame}" for part in drawn_parts for frame in (0, 4, 7)]
    assert [*images] == ends
    for theme in ("light", "dark"):
        poster = project.build_folder / f"animations/valley/film-{theme}.png"
        first, last = images[f"{theme}-0"], images[f"{theme}-7"]
        few = animation.still(Image.fromarray(first))
        assert few.tobytes() == Image.open(poster).tobytes()
        assert few.getpalette() == Image.open(poster).getpalette()
        assert not np.array_equal(last, images[f"{theme}-4"])
        assert not np.array_equal(last, first)


@pytest.fixture
def copy(project, tmp_path) -> Project:
    """The built project, to be edited."""
    root = tmp_path / "copy"
    shutil.copytree(project.root, root, symlinks=True)
    return Project(root)


def test_an_edited_drawing_and_text_show_and_the_build_is_left_alone(copy):
    before = copy.files()
    edit(
        copy.valley, 'marker="*", color=theme.optimum', 'marker="*", color=theme.wrong'
    )
    edit(copy.valley, "across the valley", "along the valley")
    images, alt = drawn(copy, "valley/point")
    assert holds(images["light"], LIGHT.wrong)
    assert not holds(images["light"], LIGHT.optimum)
    assert alt.endswith("along the valley.")
    assert copy.files() == before


def test_data_are_those_of_the_code_as_it_is(copy):
    edit(copy.valley, "valley.path(8)", "valley.path(9)")
    assert drawn(copy, "valley/point")[1].startswith("After 9 steps")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "valley/pint",
            "valley has no figure 'pint'; there are path, loss, point, film",
        ),
        ("vale/point", "there is no topic 'vale'; there are plain, valley"),
        ("valley", "usage: make figure NAME=topic/figure, as in NAME=mse/slices"),
        ("", "usage: make figure NAME=topic/figure, as in NAME=mse/slices"),
    ],
)
def test_a_wrong_name_is_refused_with_the_names_there_are(project, name, text):
    done = project.python("-m", "scripts.figure", name)
    assert (done.stdout, done.stderr) == ("", f"{text}\n")
    assert done.returncode == (2 if text.startswith("usage") else 1)


def test_a_mistake_in_a_drawing_is_told_at_its_line(copy):
    edit(copy.valley, "color=theme.optimum", "color=theme.optimal")
    done = copy.python("-m", "scripts.figure", "valley/point")
    assert done.returncode == 1
    assert re.match(r"scripts/topics/valley/__init__\.py:\d+: .*optimal", done.stderr)
    assert done.stderr.count("\n") == 1


def test_without_fonts_nothing_is_drawn_in_another(copy):
    shutil.rmtree(copy.build_folder / "fonts")
    done = copy.python("-m", "scripts.figure", "valley/point")
    expected = "the page's fonts are not made yet; call make build once\n"
    assert (done.returncode, done.stderr) == (1, expected)
